using SvcLint.Charts.Templates;

namespace SvcLint.Charts.Functions;

/// <summary>Go's package path; of file paths the same, as on Linux.</summary>
internal static class PathFunctions
{
    public static IEnumerable<GoFunction> All()
    {
        foreach (var (name, body) in new (string, Func<string, GoValue>)[]
        {
            ("base", path => GoString.Of(Base(path))),
            ("dir", path => GoString.Of(Clean(path.Substring(0, path.LastIndexOf('/') + 1)))),
            ("clean", path => GoString.Of(Clean(path))),
            ("ext", path => GoString.Of(Extension(path))),
            ("isAbs", path => new GoBool(path.Length > 0 && path[0] == '/')),
        })
        {
            yield return new(name, [GoType.String], call => body(call.String(0)));
            yield return new("os" + char.ToUpperInvariant(name[0]) + name.Substring(1), [GoType.String], call => body(call.String(0)));
        }
    }

    /// <summary>The last element.</summary>
    public static string Base(string path)
    {
        if (path.Length == 0)
        {
            return ".";
        }

        path = path.TrimEnd('/');
        path = path.Substring(path.LastIndexOf('/') + 1);
        return path.Length == 0 ? "/" : path;
    }

    /// <summary>The shortest path that means the same.</summary>
    public static string Clean(string path)
    {
        var rooted = path.Length > 0 && path[0] == '/';
        var kept = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (part is "" or ".")
            {
                continue;
            }

            if (part != "..")
            {
                kept.Add(part);
            }
            else if (kept.Count > 0 && kept[kept.Count - 1] != "..")
            {
                kept.RemoveAt(kept.Count - 1);
            }
            else if (!rooted)
            {
                kept.Add(part);
            }
        }

        var joined = (rooted ? "/" : "") + string.Join("/", kept);
        return joined.Length == 0 ? "." : joined;
    }

    private static string Extension(string path)
    {
        var dot = path.LastIndexOf('.');
        return dot > path.LastIndexOf('/') ? path.Substring(dot) : "";
    }
}
