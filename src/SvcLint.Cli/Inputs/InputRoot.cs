using SvcLint.Cli.Files;

namespace SvcLint.Cli.Inputs;

/// <summary>
/// The folder that paths of findings are relative to: the git work tree, so that baselines and SARIF agree wherever svclint starts; else
/// the current folder; for inputs elsewhere, their work tree or the folder that holds them all.
/// </summary>
internal sealed class InputRoot
{
    private InputRoot(string folder, WorkTree? workTree, string current, IReadOnlyList<string> inputs)
    {
        Folder = folder;
        WorkTree = workTree;
        Border = new Border(folder, workTree?.Root, current, inputs);
        Opener = new FileOpener(Border);
        workTree?.Open(Border);
    }

    public string Folder { get; }

    public WorkTree? WorkTree { get; }

    /// <summary>How far the input's files may lead.</summary>
    public Border Border { get; }

    /// <summary>Opens files within it.</summary>
    public FileOpener Opener { get; }

    /// <param name="current">The current folder.</param>
    /// <param name="inputs">Absolute paths given.</param>
    public static InputRoot Of(string current, IReadOnlyList<string> inputs)
    {
        if (WorkTree.Around(current) is { } here && inputs.All(i => FilePaths.Holds(here.Root, i)))
        {
            return new InputRoot(here.Root, here, current, inputs);
        }

        var common = inputs.Count == 0 ? current : inputs.Select(i => Directory.Exists(i) ? i : Path.GetDirectoryName(i) ?? i).Aggregate(Common);
        if (WorkTree.Around(common) is { } elsewhere)
        {
            return new InputRoot(elsewhere.Root, elsewhere, current, inputs);
        }

        return new InputRoot(FilePaths.Holds(current, common) ? current : common, null, current, inputs);
    }

    /// <summary>The path as findings show it.</summary>
    public string Relative(string full) => FilePaths.Slashed(Path.GetRelativePath(Folder, full));

    /// <remarks>No file has a NUL in its name; a path that a file names may.</remarks>
    public string Absolute(string relative) => Path.GetFullPath(relative.Replace('\0', '\uFFFD'), Folder);

    private static string Common(string a, string b)
    {
        while (!FilePaths.Holds(a, b))
        {
            a = Path.GetDirectoryName(a) ?? Path.GetPathRoot(a)!;
        }

        return a;
    }
}
