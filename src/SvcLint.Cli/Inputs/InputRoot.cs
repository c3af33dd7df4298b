namespace SvcLint.Cli.Inputs;

/// <summary>
/// The folder that paths of findings are relative to: the git work tree, so that baselines and SARIF agree wherever svclint starts; else
/// the current folder; for inputs elsewhere, their work tree or the folder that holds them all.
/// </summary>
internal sealed class InputRoot
{
    private InputRoot(string folder, WorkTree? workTree)
    {
        Folder = folder;
        WorkTree = workTree;
    }

    public string Folder { get; }

    public WorkTree? WorkTree { get; }

    /// <param name="current">The current folder.</param>
    /// <param name="inputs">Absolute paths given.</param>
    public static InputRoot Of(string current, IReadOnlyList<string> inputs)
    {
        if (WorkTree.Around(current) is { } here && inputs.All(i => Holds(here.Root, i)))
        {
            return new InputRoot(here.Root, here);
        }

        var common = inputs.Count == 0 ? current : inputs.Select(i => Directory.Exists(i) ? i : Path.GetDirectoryName(i) ?? i).Aggregate(Common);
        if (WorkTree.Around(common) is { } elsewhere)
        {
            return new InputRoot(elsewhere.Root, elsewhere);
        }

        return new InputRoot(Holds(current, common) ? current : common, null);
    }

    /// <summary>The path as findings show it.</summary>
    public string Relative(string full) => Path.GetRelativePath(Folder, full).Replace('\\', '/');

    public string Absolute(string relative) => Path.GetFullPath(relative, Folder);

    public static bool Holds(string folder, string path) =>
        path.StartsWith(folder, StringComparison.Ordinal)
        && (path.Length == folder.Length || Path.EndsInDirectorySeparator(folder) || path[folder.Length] == Path.DirectorySeparatorChar);

    private static string Common(string a, string b)
    {
        while (!Holds(a, b))
        {
            a = Path.GetDirectoryName(a) ?? Path.GetPathRoot(a)!;
        }

        return a;
    }
}
