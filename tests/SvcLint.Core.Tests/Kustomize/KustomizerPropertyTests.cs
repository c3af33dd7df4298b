using CsCheck;
using SvcLint.Kustomize;
using SvcLint.Text;

namespace SvcLint.Core.Tests.Kustomize;

/// <summary>Whatever stands in the files, a build returns.</summary>
public class KustomizerPropertyTests
{
    private static readonly string[] Tokens =
    [
        "\n", "- ", "  ", ": ", "[", "]", "{", "}", "null", "1", "''", "\"", "|-\n", "$patch: delete", "$patch: replace\n", "&a ", "*a", "<<: ", "../", ".",
        "resources:", "patches:", "name", "metadata", "spec", "path: /", "op: copy", "from: /metadata", "kind: Service", "*", "(", "?", "\t", "---\n", "[=",
    ];

    [Fact]
    public void Mangled_repositories_never_throw()
    {
        var edit = Gen.Select(Gen.Int[0, 10_000], Gen.Int[0, 40], Gen.Int[0, Tokens.Length - 1].Select(i => Tokens[i]), Gen.Int[0, 5]);
        Gen.Select(Gen.Int[0, KustomizeCases.All.Count - 1].Select(i => KustomizeCases.All.Keys.ElementAt(i)), edit.List[1, 6]).Sample(
            (name, edits) =>
            {
                var files = new TestRepository(KustomizeCases.All[name]).Files.ToDictionary();
                foreach (var (at, length, token, file) in edits)
                {
                    var path = files.Keys.ElementAt(file % files.Count);
                    var content = files[path].Content;
                    var start = Math.Min(at % (content.Length + 1), content.Length);
                    var end = Math.Min(start + length, content.Length);
                    files[path] = new SourceText(path, content[..start] + token + content[end..]);
                }

                var build = Kustomizer.Build(files.Keys.First(), new KustomizeFiles(path => files.GetValueOrDefault(path)));
                Assert.All(build.NotHandled, n => Assert.InRange(n.Span.End, n.Span.Start, n.Span.Source.Content.Length));
            },
            iter: 3000);
    }
}
