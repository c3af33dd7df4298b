using SvcLint.Model.DotNet;

namespace SvcLint.Cluster;

/// <summary>The paths at which a .NET application answers, as far as its code says them with constants.</summary>
public sealed class ApplicationPaths
{
    private readonly string[][] _routes;
    private readonly string[][] _prefixes;
    private readonly string[] _mentioned;

    private ApplicationPaths(IReadOnlyList<MappedPath> paths)
    {
        Health = [.. paths.Where(p => p.Kind == PathKind.Health)];
        _routes = [.. paths.Where(p => p.Kind is PathKind.Health or PathKind.Endpoint).Select(p => Segments(p.Path!))];
        _prefixes = [.. paths.Where(p => p.Kind == PathKind.Prefix).Select(p => Segments(p.Path!)).Where(s => s.Length > 0)];
        var mapped = paths.Where(p => p.Kind is PathKind.Health or PathKind.Endpoint or PathKind.Prefix).ToLookup(p => p.Span.Source);
        _mentioned = [.. paths.Where(p => p.Kind == PathKind.Mentioned && !mapped[p.Span.Source].Any(m => p.Span.Range.Contains(m.Span.Range))).Select(p => p.Path!.TrimEnd('/'))];
    }

    /// <summary>Where health checks are mapped.</summary>
    public IReadOnlyList<MappedPath> Health { get; }

    /// <summary>Null when any path may be answered: by routes that are no constants, files, a proxy, a method that nobody here declares.</summary>
    public static ApplicationPaths? Of(DotNetProject project)
    {
        var code = project.References.Append(project).SelectMany(p => p.Code).ToArray();
        var declared = new HashSet<string>(code.SelectMany(c => c.MappersDeclared), StringComparer.Ordinal);
        return code.SelectMany(c => c.Paths).Any(p => p.Kind == PathKind.Open) || code.SelectMany(c => c.MappersCalled).Any(m => !declared.Contains(m))
            ? null
            : new ApplicationPaths([.. code.SelectMany(c => c.Paths)]);
    }

    /// <summary>True when something may answer there; routes do not mind the case.</summary>
    public bool MayAnswer(string path)
    {
        var plain = path.Split('?')[0];
        var segments = Segments(plain);
        return IsRoute(segments, 0) || _mentioned.Any(m => IsBelow(plain, m));
    }

    // Any number of prefixes, then a route.
    private bool IsRoute(string[] segments, int from) =>
        _routes.Any(r => IsMatch(segments, from, r)) || _prefixes.Any(p => StartsWith(segments, from, p) && IsRoute(segments, from + p.Length));

    private static bool StartsWith(string[] segments, int from, string[] prefix) =>
        segments.Length - from >= prefix.Length && !prefix.Where((p, i) => !IsMatch(segments[from + i], p)).Any();

    private static bool IsMatch(string[] segments, int from, string[] route)
    {
        var count = segments.Length - from;
        for (var i = 0; i < route.Length; i++)
        {
            if (route[i].StartsWith("{*", StringComparison.Ordinal))
            {
                return true;
            }

            if (i >= count)
            {
                return route.Skip(i).All(r => r[0] == '{' && (r.EndsWith("?}", StringComparison.Ordinal) || r.IndexOf('=') > 0));
            }

            if (!IsMatch(segments[from + i], route[i]))
            {
                return false;
            }
        }

        return count == route.Length;
    }

    private static bool IsMatch(string segment, string template) => template.IndexOf('{') >= 0 || string.Equals(segment, template, StringComparison.OrdinalIgnoreCase);

    private static bool IsBelow(string path, string start) =>
        path.StartsWith(start, StringComparison.OrdinalIgnoreCase) && (path.Length == start.Length || path[start.Length] == '/');

    private static string[] Segments(string path) => path.Split(['/'], StringSplitOptions.RemoveEmptyEntries);
}
