using SvcLint.Text;

namespace SvcLint.Projects;

/// <summary>Files by their paths relative to the root of the input.</summary>
internal sealed class SourceFiles(string root)
{
    private readonly Dictionary<string, SourceText?> _read = new(StringComparer.Ordinal);

    public string Relative(string path) => ProjectInput.RelativePath(root, Path.GetFullPath(path));

    /// <summary>True for a file below the root that no build made.</summary>
    public bool Holds(string path) => Relative(path) is var relative && !relative.StartsWith("..", StringComparison.Ordinal) && !relative.Split('/').Contains("obj");

    public SourceText? Read(string path)
    {
        var relative = Relative(path);
        if (!_read.TryGetValue(relative, out var source))
        {
            _read[relative] = source = File.Exists(path) ? SourceText.FromBytes(relative, File.ReadAllBytes(path)) : null;
        }

        return source;
    }
}
