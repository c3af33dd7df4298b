using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Text;

namespace SvcLint.Rules.Wiring;

/// <summary>A change deletes or moves a file that a kustomization still lists. Without the earlier state a file that is not there may be one that git ignores.</summary>
public sealed class DeletedFileListed : UpdateRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2123",
        Name = "deleted-file-listed",
        Title = "A change deletes a file that a kustomization lists",
        Effect = "kustomize build fails, and nothing of the kustomization is applied",
        Category = Category.Wiring,
        Severity = Severity.Error,
    };

    protected override IEnumerable<Finding> Check(RuleContext context, EarlierState earlier)
    {
        foreach (var gap in context.Unit.Gaps)
        {
            if (gap.MissingPath is { } path && earlier.Find(context.Unit) is { } before && !before.Gaps.Any(g => g.MissingPath == path) && before.Files.Any(f => RelativePath.IsSameOrInside(f, path)))
            {
                var deleted = before.Objects.FirstOrDefault(o => RelativePath.IsSameOrInside(o.Span.Source.Path, path));
                yield return Report(gap.Span, $"'{gap.Span.Text.Trim('"', '\'')}' is deleted by this change, but listed here", deleted is null ? [] : [ChangeWords.Deleted(deleted)],
                    help: "remove the entry, or keep the file");
            }
        }
    }
}
