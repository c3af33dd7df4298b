namespace SvcLint.Text;

/// <summary>Paths relative to the repository, forward slashes; the repository's root is the empty path.</summary>
public static class RelativePath
{
    public const char Separator = '/';

    public static string Folder(string path)
    {
        var slash = path.LastIndexOf('/');
        return slash < 0 ? "" : path.Substring(0, slash);
    }

    public static string FileName(string path) => path.Substring(path.LastIndexOf('/') + 1);

    public static string Combine(string folder, string name) => folder.Length == 0 ? name : folder + "/" + name;

    /// <summary>The path that <paramref name="relative"/> means inside <paramref name="folder"/>; null when it is absolute or leaves the repository.</summary>
    public static string? Resolve(string folder, string relative)
    {
        if (relative.Length == 0 || relative[0] == '/')
        {
            return null;
        }

        var parts = new List<string>(folder.Split(Separators, StringSplitOptions.RemoveEmptyEntries));
        foreach (var part in relative.Split(Separators, StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "..")
            {
                if (parts.Count == 0)
                {
                    return null;
                }

                parts.RemoveAt(parts.Count - 1);
            }
            else if (part != ".")
            {
                parts.Add(part);
            }
        }

        return string.Join("/", parts);
    }

    public static bool IsSameOrInside(string folder, string ancestor) =>
        ancestor.Length == 0 || folder == ancestor || (folder.StartsWith(ancestor, StringComparison.Ordinal) && folder[ancestor.Length] == '/');

    /// <summary>A URL, or a repository in one of git's short forms.</summary>
    public static bool IsRemote(string path) =>
        path.IndexOf("://", StringComparison.Ordinal) > 0
        || path.StartsWith("git@", StringComparison.Ordinal)
        || path.StartsWith("git::", StringComparison.Ordinal)
        || path.StartsWith("gh:", StringComparison.Ordinal)
        || path.StartsWith("github.com/", StringComparison.OrdinalIgnoreCase)
        || path.StartsWith("github.com:", StringComparison.OrdinalIgnoreCase)
        || path.IndexOf("?ref=", StringComparison.Ordinal) > 0
        || path.IndexOf(".git/", StringComparison.Ordinal) > 0
        || path.EndsWith(".git", StringComparison.Ordinal);

    private static readonly char[] Separators = [Separator];
}
