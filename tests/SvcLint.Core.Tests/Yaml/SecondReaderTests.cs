using SvcLint.Text;
using SvcLint.Yaml;
using YamlDotNet.RepresentationModel;
using SvcYamlStream = SvcLint.Yaml.YamlStream;

namespace SvcLint.Core.Tests.Yaml;

/// <summary>Ordinary manifests mean the same to another reader of YAML, character by character.</summary>
public sealed class SecondReaderTests
{
    [Fact]
    public void Samples_mean_the_same_to_YamlDotNet()
    {
        var files = Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "samples"), "*.yaml", SearchOption.AllDirectories).ToList();
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var source = SourceText.FromBytes(file, File.ReadAllBytes(file));
            var mine = SvcYamlStream.Split(source).Select(p => YamlReader.Read(p.Slice)).Where(r => r.Root is not null || r.Problem is not null).ToList();
            if (mine.Any(r => r.Problem is not null))
            {
                continue;
            }

            var theirs = new YamlDotNet.RepresentationModel.YamlStream();
            theirs.Load(new StringReader(source.Content));
            var roots = theirs.Documents.Select(d => d.RootNode).Where(r => r is not YamlScalarNode { Value: null or "" }).ToList();
            Assert.Equal(roots.Count, mine.Count);
            for (var i = 0; i < roots.Count; i++)
            {
                AssertSame(file, roots[i], mine[i].Root!);
            }
        }
    }

    private static void AssertSame(string file, YamlDotNet.RepresentationModel.YamlNode theirs, SvcLint.Yaml.YamlNode mine)
    {
        switch (theirs)
        {
            case YamlScalarNode scalar:
                Assert.Equal((file, scalar.Value ?? ""), (file, Assert.IsType<YamlScalar>(mine).Value));
                break;
            case YamlSequenceNode sequence:
                var items = Assert.IsType<YamlSequence>(mine).Items;
                Assert.Equal(sequence.Children.Count, items.Count);
                for (var i = 0; i < items.Count; i++)
                {
                    AssertSame(file, sequence.Children[i], items[i]);
                }

                break;
            case YamlMappingNode mapping when !mapping.Children.Keys.Any(k => k is YamlScalarNode { Value: "<<" }):
                var entries = Assert.IsType<YamlMapping>(mine).Entries;
                Assert.Equal(mapping.Children.Count, entries.Count);
                foreach (var (pair, entry) in mapping.Children.Zip(entries))
                {
                    AssertSame(file, pair.Key, entry.Key);
                    AssertSame(file, pair.Value, entry.Value);
                }

                break;
        }
    }
}
