namespace SvcLint.Cli.Files;

/// <summary>Paths as text: nothing is looked up.</summary>
internal static class FilePaths
{
    /// <summary>With forward slashes. Where a backslash separates nothing it is a letter of a name.</summary>
    public static string Slashed(string path) => Path.DirectorySeparatorChar == '\\' ? path.Replace('\\', '/') : path;

    /// <summary>True for the folder itself and for what is below it.</summary>
    public static bool Holds(string folder, string path) =>
        path.StartsWith(folder, StringComparison.Ordinal)
        && (path.Length == folder.Length || Path.EndsInDirectorySeparator(folder) || path[folder.Length] == Path.DirectorySeparatorChar);
}
