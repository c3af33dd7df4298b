using SvcLint.Cli.Outputs;
using SvcLint.Text;

namespace SvcLint.Cli.Inputs;

internal static class InputReader
{
    public const string StandardInput = "<stdin>";

    public static InputSet Read(IReadOnlyList<string> paths, Host host)
    {
        var root = host.Folder;
        var files = new List<ParsedFile>();
        var unreadable = new List<string>();
        foreach (var path in paths.Count == 0 ? ["."] : paths)
        {
            var full = Path.GetFullPath(path, root);
            if (path == "-")
            {
                using var buffer = new MemoryStream();
                using var input = Host.OpenInput();
                input.CopyTo(buffer);
                files.Add(Linter.Parse(SourceText.FromBytes(StandardInput, buffer.ToArray())));
            }
            else if (Directory.Exists(full))
            {
                foreach (var file in Directory.EnumerateFiles(full, "*", SearchOption.AllDirectories).Where(f => Path.GetExtension(f) is ".yaml" or ".yml").Order(StringComparer.Ordinal))
                {
                    files.Add(Linter.Parse(SourceText.FromBytes(Path.GetRelativePath(root, file), File.ReadAllBytes(file))));
                }
            }
            else if (File.Exists(full))
            {
                files.Add(Linter.Parse(SourceText.FromBytes(Path.GetRelativePath(root, full), File.ReadAllBytes(full))));
            }
            else
            {
                unreadable.Add($"{path}: no such file or folder");
            }
        }

        return new InputSet
        {
            Root = root,
            Files = files,
            Unreadable = unreadable,
            Skipped = files.Where(f => f.Skipped is not null).Select(f => (f.Path, Words.Of(f.Skipped!.Value))).ToArray(),
        };
    }
}
