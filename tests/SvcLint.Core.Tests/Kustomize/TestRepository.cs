using SvcLint.Kustomize;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Core.Tests.Kustomize;

/// <summary>Files in memory, written one after the other behind lines <c>=== path</c>.</summary>
internal sealed class TestRepository
{
    private readonly Dictionary<string, SourceText> _files = new(StringComparer.Ordinal);

    public TestRepository(string text)
    {
        foreach (var part in ("\n" + text).Split("\n=== ").Skip(1))
        {
            var end = part.IndexOf('\n', StringComparison.Ordinal);
            var path = part[..end].Trim();
            _files[path] = new SourceText(path, part[(end + 1)..].TrimEnd('\n') + "\n");
        }
    }

    public IReadOnlyDictionary<string, SourceText> Files => _files;

    /// <summary>The kustomization that the case is about: the first file.</summary>
    public string Root => _files.Keys.First();

    public KustomizeBuild Build() => Kustomizer.Build(Root, new KustomizeFiles(path => _files.GetValueOrDefault(path)));

    /// <summary>Builds and insists that nothing was left out.</summary>
    public KustomizeBuild BuildKnown()
    {
        var build = Build();
        Assert.Empty(build.NotHandled.Select(n => $"{n.Span}: {n.Reason}"));
        return build;
    }

    public void WriteTo(string folder)
    {
        foreach (var (path, text) in _files)
        {
            var file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text.Content);
        }
    }
}

internal static class BuildAssertions
{
    public static YamlMapping Object(this KustomizeBuild build, string kind, string? name = null) =>
        Assert.Single(build.Objects, o => o.Root["kind"]!.ToString() == kind && (name is null || NodeEdit.Metadata(o.Root, "name") == name)).Root;

    /// <summary>The node at a path of names and indices.</summary>
    public static YamlNode? At(this YamlNode root, string path)
    {
        YamlNode? node = root;
        foreach (var segment in path.Split('/'))
        {
            node = node switch
            {
                YamlMapping mapping => mapping[segment],
                YamlSequence sequence => sequence.Items.ElementAtOrDefault(int.Parse(segment, System.Globalization.CultureInfo.InvariantCulture)),
                _ => null,
            };
        }

        return node;
    }

    public static string? Text(this YamlNode root, string path) => (root.At(path) as YamlScalar)?.Value;

    /// <summary>Where the value at a path is written: file and text.</summary>
    public static (string File, string Text) Written(this YamlNode root, string path)
    {
        var span = root.At(path)!.Span;
        return (span.Source.Path, span.Text);
    }
}
