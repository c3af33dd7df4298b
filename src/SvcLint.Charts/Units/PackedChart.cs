using SvcLint.Text;

namespace SvcLint.Charts.Units;

/// <summary>A packed chart as text, for a compiler that hands out texts alone: a line with its path, then its bytes in base64.</summary>
public static class PackedChart
{
    private const string Extension = ".tgz";

    public static bool IsPacked(string path) => path.EndsWith(Extension, StringComparison.Ordinal);

    public static string Write(string path, byte[] data) => path + "\n" + Convert.ToBase64String(data) + "\n";

    /// <summary>The archive under its own path; null for anything that <see cref="Write"/> did not write.</summary>
    public static SourceText? Read(SourceText written)
    {
        var end = written.Content.IndexOf('\n');
        return end > 0 && IsPacked(written.Content.Substring(0, end)) ? new SourceText(written.Content.Substring(0, end), written.Content.Substring(end + 1)) : null;
    }

    /// <summary>What <see cref="Read"/> found; nothing where it is no base64, which a chart cannot be loaded from.</summary>
    public static byte[] Bytes(SourceText archive)
    {
        try
        {
            return Convert.FromBase64String(archive.Content);
        }
        catch (FormatException)
        {
            return [];
        }
    }
}
