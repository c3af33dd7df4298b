using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Input;

/// <summary>A document that no YAML reader accepts. The other documents of the file are linted.</summary>
public sealed class YamlSyntax : FileRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC0001",
        Name = "yaml-syntax",
        Title = "The document is not valid YAML",
        Effect = "nothing of this document is applied or linted; the file's other documents are linted",
        Category = Category.Input,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(ParsedFile file)
    {
        foreach (var problem in file.Problems)
        {
            yield return Report(
                problem.Span,
                problem.IsDialect || problem.IsConflict ? problem.Message : $"invalid YAML: {problem.Message}",
                severity: !problem.IsForOthers && (problem.IsConflict || IsManifest(file)) ? null : Severity.Info,
                effect: problem.IsForOthers ? "kubectl applies the file; other tools may read only a part of it, or nothing"
                    : problem.IsConflict ? "nothing of this file is applied or linted" : null,
                help: problem.IsConflict ? "resolve the conflict" : null);
        }
    }

    // A fragment in the documentation, a script under a wrong name, what a test compares with, a suite of helm-unittest: nobody applies them.
    private static bool IsManifest(ParsedFile file) => file.IsKustomization || (!ClusterExpectations.IsCompared(file.Path) && file.Source.Content is var text
        && !text.StartsWith("suite:", StringComparison.Ordinal) && text.IndexOf("\nsuite:", StringComparison.Ordinal) < 0
        && text.IndexOf("apiVersion", StringComparison.Ordinal) >= 0 && text.IndexOf("kind", StringComparison.Ordinal) >= 0);
}
