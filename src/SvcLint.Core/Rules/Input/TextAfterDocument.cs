using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Yaml;

namespace SvcLint.Rules.Input;

/// <summary>Text behind a complete document that no <c>---</c> separates from it: Kubernetes' reader stops before it and says nothing.</summary>
public sealed class TextAfterDocument : FileRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC0013",
        Name = "text-after-document",
        Title = "Text after the end of a document is ignored",
        Category = Category.Input,
        Severity = Severity.Warning,
        Effect = "kubectl and the API server read the document up to here and drop the rest",
    };

    public override IEnumerable<Finding> Check(ParsedFile file)
    {
        foreach (var document in file.Documents)
        {
            if (document.Ignored is { } ignored && (IsManifest(document) || StartsManifest(ignored.Text)))
            {
                yield return Report(
                    ignored,
                    "text after the end of the document is ignored",
                    help: "put '---' on a line of its own before it, or fix its indentation");
            }
        }
    }

    // What is dropped may be the manifest itself.
    private static bool StartsManifest(string text) => text.TrimStart().StartsWith("apiVersion:", StringComparison.Ordinal) || text.TrimStart().StartsWith("kind:", StringComparison.Ordinal);

    private static bool IsManifest(ParsedDocument document) => document.Root is YamlMapping root && root["apiVersion"] is not null && root["kind"] is not null;
}
