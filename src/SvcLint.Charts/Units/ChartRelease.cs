using SvcLint.Cluster.Applications;
using SvcLint.Config;
using SvcLint.Yaml;

namespace SvcLint.Charts.Units;

/// <summary>One way in which a chart of the input is rendered.</summary>
/// <param name="Folder">The chart's folder: empty or ends with a slash.</param>
/// <param name="Title">What tells this rendering from others of the chart; null for the default values.</param>
/// <param name="Values">Paths of values files; later ones win.</param>
/// <param name="Declaration">What the configuration says of it.</param>
public sealed record ChartRelease(string Folder, string? Title, IReadOnlyList<string> Values, ChartDeclaration? Declaration)
{
    /// <summary>What an application says of it.</summary>
    public ReleaseRequest? Request { get; init; }

    /// <summary>Whether somebody names the release.</summary>
    public bool HasName => Request is not null || Declaration?.Release is not null;

    /// <summary>
    /// Each chart with its default values, once with each values file of <c>ci/</c>, and once with each that lies beside it for an environment; or
    /// as the configuration or the command line says. A chart within another one's <c>charts/</c> is rendered with that.
    /// </summary>
    public static IReadOnlyList<ChartRelease> All(ChartInput input)
    {
        var folders = input.Files.Keys.Where(ChartInput.IsMetadata).Select(p => p.Substring(0, p.Length - ChartInput.MetadataName.Length)).OrderBy(f => f, StringComparer.Ordinal).ToArray();
        var known = new HashSet<string>(folders, StringComparer.Ordinal);
        return [.. folders.Where(f => !IsWithin(f, known)).SelectMany(f => Of(input, f))];
    }

    private static bool IsWithin(string folder, HashSet<string> charts)
    {
        for (var at = folder.IndexOf("charts/", StringComparison.Ordinal); at >= 0; at = folder.IndexOf("charts/", at + 1, StringComparison.Ordinal))
        {
            if (at + "charts/".Length < folder.Length && charts.Contains(folder.Substring(0, at)))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<ChartRelease> Of(ChartInput input, string folder)
    {
        if (input.Named is not null)
        {
            return [new ChartRelease(folder, "command line", [], null)];
        }

        var prefix = input.Configuration.Folder.Length > 0 ? input.Configuration.Folder + "/" : "";
        var declared = input.Configuration.Charts.Where(c => prefix + (c.Path is "." ? "" : c.Path + "/") == folder).ToArray();
        return declared.Length > 0
            ? declared.Select(d => new ChartRelease(folder, d.Release ?? (d.Values.Count > 0 ? string.Join(", ", d.Values) : null), [.. d.Values.Select(v => prefix + v)], d))
            : ValuesFiles(input, folder).Select(v => new ChartRelease(folder, v?.Substring(folder.Length), v is null ? [] : [v], null));
    }

    // The defaults first; then what is meant to override them.
    private static IEnumerable<string?> ValuesFiles(ChartInput input, string folder)
    {
        yield return null;
        foreach (var path in input.Files.Keys.Where(p => p.StartsWith(folder, StringComparison.Ordinal)).OrderBy(p => p, StringComparer.Ordinal))
        {
            if (IsForEnvironment(path.Substring(folder.Length)))
            {
                yield return path;
            }
        }
    }

    private static bool IsForEnvironment(string name)
    {
        if ((!name.EndsWith(".yaml", StringComparison.Ordinal) && !name.EndsWith(".yml", StringComparison.Ordinal)) || TemplateDetector.IsTemplateName(name))
        {
            return false;
        }

        var slash = name.IndexOf('/');
        return slash < 0
            ? name.StartsWith("values-", StringComparison.Ordinal) || name.StartsWith("values_", StringComparison.Ordinal) || (name.StartsWith("values.", StringComparison.Ordinal) && name is not ("values.yaml" or "values.yml"))
            : name.IndexOf('/', slash + 1) < 0 && (name.StartsWith("values/", StringComparison.Ordinal) || (name.StartsWith("ci/", StringComparison.Ordinal) && name.EndsWith("-values.yaml", StringComparison.Ordinal)));
    }
}
