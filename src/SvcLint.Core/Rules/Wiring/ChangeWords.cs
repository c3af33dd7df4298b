using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>What the rules about deletions share: whether a deletion can be told from what is not read, and how it is shown.</summary>
internal static class ChangeWords
{
    /// <summary>
    /// False where the object may still be there: its file is one that cannot be read now, or something that svclint does not follow
    /// came into the unit with the change.
    /// </summary>
    public static bool IsSurelyGone(RuleContext context, EarlierState earlier, KubernetesObject gone) =>
        context.Repository.FileAt(gone.Span.Source.Path) is not { } file || (file.Problems.Count == 0 && file.Skipped is null)
            ? !HasNewGap(context.Unit, earlier)
            : false;

    public static RelatedSpan Deleted(KubernetesObject gone) => new(gone.NameSpan, "deleted here");

    private static bool HasNewGap(DeploymentUnit unit, EarlierState earlier)
    {
        if (unit.IsFullyKnown)
        {
            return false;
        }

        var before = new HashSet<string>((earlier.Find(unit)?.Gaps ?? []).Select(g => g.Reason), StringComparer.Ordinal);
        return unit.Gaps.Any(g => !before.Contains(g.Reason));
    }
}
