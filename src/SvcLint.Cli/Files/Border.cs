namespace SvcLint.Cli.Files;

/// <summary>
/// How far the files of an input may lead. What a kustomization, a configuration or a chart names stays below the root; a link stays in
/// the work tree, or below the folders that the user named where there is none.
/// </summary>
internal sealed class Border
{
    private readonly string[] _named;
    private readonly string[] _reached;
    private readonly (string Path, string Real)[] _strange;

    /// <param name="root">What paths of findings are relative to.</param>
    /// <param name="workTree">The work tree, or null.</param>
    /// <param name="current">The current folder.</param>
    /// <param name="operands">Absolute paths that the user named.</param>
    public Border(string root, string? workTree, string current, IReadOnlyList<string> operands)
    {
        var folders = operands.Count == 0 ? [root] : operands.Select(o => Directory.Exists(o) ? o : Path.GetDirectoryName(o) ?? o).Distinct().ToArray();
        _named = workTree is not null ? [workTree] : root == current ? [root] : folders;
        _reached = [.. (workTree is not null ? [workTree] : folders).Select(Real)];
        _strange = [.. _named.Append(current).Where(f => f != Path.GetPathRoot(f)).Distinct().Select(f => (f, Real(f)))];
    }

    /// <summary>True where a file may refer to.</summary>
    public bool MayBeNamed(string path) => Array.Exists(_named, f => FilePaths.Holds(f, path));

    /// <summary>True unless a link leads from this path out of the tree.</summary>
    /// <param name="path">As it is written.</param>
    /// <param name="real">Without links.</param>
    public bool Admits(string path, string real) =>
        Array.Exists(_reached, f => FilePaths.Holds(f, real))
        || Array.Exists(_strange, f => FilePaths.Holds(f.Path, path) && real.Length == f.Real.Length + path.Length - f.Path.Length && real.StartsWith(f.Real, StringComparison.Ordinal) && real.AsSpan(f.Real.Length).SequenceEqual(path.AsSpan(f.Path.Length)));

    /// <summary>True where links are a stranger's: in the work tree and the current folder. Elsewhere the user's own word counts.</summary>
    public bool IsStrange(string path) => Array.Exists(_strange, f => FilePaths.Holds(f.Path, path));

    /// <summary>True for what lies in the scanned tree, by whichever of its paths.</summary>
    public bool Holds(string path, string real) => MayBeNamed(path) || Array.Exists(_reached, f => FilePaths.Holds(f, real));

    private static string Real(string path) => RealPath.Of(path) ?? path;
}
