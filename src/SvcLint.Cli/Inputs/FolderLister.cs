using SvcLint.Cli.Files;
using SvcLint.Cluster.Applications;

namespace SvcLint.Cli.Inputs;

/// <summary>Lists folders that applications name. Links are not followed, and nothing outside of the root is looked at.</summary>
internal static class FolderLister
{
    private const int MostEntries = 20_000;

    /// <summary>Null for what is no folder.</summary>
    public static FolderListing? List(InputRoot root, string path)
    {
        var full = root.Absolute(path.Length == 0 ? "." : path);
        if (!FilePaths.Holds(root.Folder, full))
        {
            return null;
        }

        try
        {
            var folder = new DirectoryInfo(full);
            if (!folder.Exists || HasLink(root.Folder, full))
            {
                return null;
            }

            var entries = folder.EnumerateFileSystemInfos().Take(MostEntries).Where(e => e.LinkTarget is null).ToArray();
            return new FolderListing(
                [.. entries.OfType<FileInfo>().Select(e => e.Name).Order(StringComparer.Ordinal)], [.. entries.OfType<DirectoryInfo>().Select(e => e.Name).Order(StringComparer.Ordinal)]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private static bool HasLink(string root, string full)
    {
        for (var at = full; at.Length > root.Length && at != root; at = Path.GetDirectoryName(at)!)
        {
            if (new DirectoryInfo(at).LinkTarget is not null)
            {
                return true;
            }
        }

        return false;
    }
}
