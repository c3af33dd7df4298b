using SvcLint.Text;

namespace SvcLint.Cluster.Applications;

/// <summary>What a path may have meant that leads nowhere.</summary>
internal static class MissingPath
{
    /// <summary>The folder or file that a slip of the hand kept from being found; null when there is none, or several.</summary>
    public static string? Nearest(FolderTree folders, string path)
    {
        var segments = path.Split('/');
        var known = "";
        for (var i = 0; i < segments.Length; i++)
        {
            var next = RelativePath.Combine(known, segments[i]);
            if (folders.Exists(next))
            {
                known = next;
                continue;
            }

            if (folders.List(known) is not { } here)
            {
                return null;
            }

            var isLast = i == segments.Length - 1;
            var rest = string.Join("/", segments.Skip(i + 1));
            var found = here.Folders.Concat(isLast ? here.Files : [])
                .Where(name => IsLike(segments[i], name))
                .Select(name => RelativePath.Combine(known, name))
                .Select(p => isLast ? p : RelativePath.Combine(p, rest))
                .Select(p => isLast || folders.Exists(p) || folders.HasFile(p) ? p : Nearest(folders, p))
                .OfType<string>()
                .Take(2)
                .ToArray();
            // A folder too many, or one too few.
            return found.Length == 1 ? found[0]
                : found.Length > 1 ? null
                : rest.Length > 0 && folders.Exists(RelativePath.Combine(known, rest)) ? RelativePath.Combine(known, rest)
                : Below(folders, here, known, string.Join("/", segments.Skip(i)));
        }

        return null;
    }

    private static string? Below(FolderTree folders, FolderListing here, string known, string rest)
    {
        var found = here.Folders.Select(f => RelativePath.Combine(RelativePath.Combine(known, f), rest)).Where(p => folders.Exists(p) || folders.HasFile(p)).Take(2).ToArray();
        return found.Length == 1 ? found[0] : null;
    }

    private static bool IsLike(string written, string name) =>
        written.Length > 0 && (Plain(written) == Plain(name) || NearMiss.IsSlip(written, name, shortest: 3) || Plain(written) + "s" == Plain(name) || Plain(name) + "s" == Plain(written));

    private static string Plain(string name)
    {
        var text = new string([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);
        // "v1.2" and "1.2" are one version.
        return text.Length > 1 && text[0] == 'v' && char.IsDigit(text[1]) ? text.Substring(1) : text;
    }
}
