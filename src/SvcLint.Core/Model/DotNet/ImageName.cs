namespace SvcLint.Model.DotNet;

/// <summary>The name of a container image, taken apart; names are compared without registry, tag and digest.</summary>
/// <param name="Registry">The host, with its port; "" for the default registry.</param>
/// <param name="Repository">The path, <c>shop/web</c>. Leading segments that hold an unknown variable are left out.</param>
/// <param name="Tag">Null when there is none.</param>
public sealed record ImageName(string Registry, string Repository, string? Tag)
{
    /// <summary>The last segment of the path.</summary>
    public string Name => Repository.Substring(Repository.LastIndexOf('/') + 1);

    /// <summary>Null when the text is no image name, or a variable decides.</summary>
    public static ImageName? Parse(string text)
    {
        var image = WithDefaults(text.Trim());
        var digest = image.IndexOf('@');
        image = digest < 0 ? image : image.Substring(0, digest);
        var colon = image.LastIndexOf(':');
        var tag = colon > image.LastIndexOf('/') ? image.Substring(colon + 1) : null;
        var segments = (tag is null ? image : image.Substring(0, colon)).Split('/').ToList();
        var registry = "";
        if (segments.Count > 1 && (segments[0].IndexOf('.') >= 0 || segments[0].IndexOf(':') >= 0 || segments[0] == "localhost"))
        {
            registry = segments[0];
            segments.RemoveAt(0);
        }

        segments.RemoveRange(0, segments.FindLastIndex(IsUnknown) + 1);
        return segments.Count > 0 && segments.All(s => s.Length > 0 && s.All(IsNameLetter)) ? new ImageName(registry, string.Join("/", segments), tag) : null;
    }

    /// <summary>True when one path ends with the other: copies of an image keep the end of its name.</summary>
    public bool EndsLike(ImageName other) => Ends(Repository, other.Repository) || Ends(other.Repository, Repository);

    private static bool Ends(string path, string end) =>
        path.EndsWith(end, StringComparison.Ordinal) && (path.Length == end.Length || path[path.Length - end.Length - 1] == '/');

    private static bool IsUnknown(string segment) => segment.IndexOf('$') >= 0 || segment.IndexOf('{') >= 0;

    private static bool IsNameLetter(char letter) => letter is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '.' or '_' or '-';

    // ${NAME:-default} of Compose; other variables remain.
    private static string WithDefaults(string text)
    {
        for (var start = text.IndexOf("${", StringComparison.Ordinal); start >= 0; start = text.IndexOf("${", start + 1, StringComparison.Ordinal))
        {
            var end = text.IndexOf('}', start);
            var mark = end < 0 ? -1 : text.IndexOf('-', start, end - start);
            if (mark >= 0)
            {
                text = text.Substring(0, start) + text.Substring(mark + 1, end - mark - 1) + text.Substring(end + 1);
            }
        }

        return text;
    }
}
