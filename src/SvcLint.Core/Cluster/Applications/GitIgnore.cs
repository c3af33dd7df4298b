using SvcLint.Text;

namespace SvcLint.Cluster.Applications;

/// <summary>What the .gitignore files of a repository name: such a file is made where it is used, and missing from nothing.</summary>
internal static class GitIgnore
{
    private const int MostLines = 1000;

    /// <summary>True for a path that a .gitignore beside it or above it names, itself or a folder that it lies in.</summary>
    public static bool Names(Func<string, SourceText?> read, string path)
    {
        var isIgnored = false;
        var segments = path.Split('/');
        for (var depth = 0; depth < segments.Length; depth++)
        {
            var folder = string.Join("/", segments.Take(depth));
            if (read(RelativePath.Combine(folder, ".gitignore")) is not { } file)
            {
                continue;
            }

            var inner = segments.Skip(depth).ToArray();
            foreach (var line in file.Content.Split('\n').Take(MostLines).Select(l => l.TrimEnd()).Where(l => l.Length > 0 && l[0] != '#'))
            {
                // The last line that fits decides.
                var isException = line[0] == '!';
                if (Fits(isException ? line.Substring(1) : line, inner))
                {
                    isIgnored = !isException;
                }
            }
        }

        return isIgnored;
    }

    // A slash within ties a pattern to the folder of its file; one at the end asks for a folder.
    private static bool Fits(string line, string[] path)
    {
        var pattern = line.TrimEnd('/');
        var lengths = Enumerable.Range(1, pattern.Length < line.Length ? path.Length - 1 : path.Length);
        return pattern.Length > 0
            && (pattern.IndexOf('/') < 0
                ? lengths.Any(l => PathGlob.IsMatch(pattern, path[l - 1]))
                : lengths.Any(l => PathGlob.IsMatch(pattern.TrimStart('/'), string.Join("/", path.Take(l)))));
    }
}
