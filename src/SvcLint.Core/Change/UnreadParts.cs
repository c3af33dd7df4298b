using SvcLint.Cluster;
using SvcLint.Model;
using SvcLint.Reachability;

namespace SvcLint.Change;

/// <summary>
/// What one state cannot tell and the other can: documents that broke, charts that do not render, files that are missing.
/// What stood behind them may run on, so it counts as there in both.
/// </summary>
internal sealed class UnreadParts
{
    public UnreadParts(DeploymentUnit before, DeploymentUnit after, Func<string, string> place)
    {
        var lost = New(before, after, place);
        var found = New(after, before, place);
        Before = With(before, after, found, place);
        After = With(after, before, lost, place);
        Changes = [.. lost.Select(g => Change(ChangeType.Added, g)), .. found.Select(g => Change(ChangeType.Removed, g))];
    }

    public DeploymentUnit Before { get; }

    public DeploymentUnit After { get; }

    public IReadOnlyList<UnreadChange> Changes { get; }

    private static UnreadChange Change(ChangeType type, UnitGap gap) => new(type, gap.Reason, [new PolicyCause("", gap.Span)]);

    private static UnitGap[] New(DeploymentUnit known, DeploymentUnit unit, Func<string, string> place)
    {
        var before = new HashSet<(string, string)>(known.Gaps.Select(Key));
        return [.. unit.Gaps.Where(g => before.Add(Key(g)))];

        (string, string) Key(UnitGap gap) => (place(gap.Span.Source.Path), gap.Reason);
    }

    private static DeploymentUnit With(DeploymentUnit unit, DeploymentUnit other, UnitGap[] gaps, Func<string, string> place)
    {
        if (gaps.Length == 0)
        {
            return unit;
        }

        var isWhole = Array.Exists(gaps, g => !g.IsDocument);
        var files = new HashSet<string>(gaps.Select(g => place(g.Span.Source.Path)), StringComparer.Ordinal);
        var own = new HashSet<(string, string, string, string?)>(unit.Objects.Select(Identity));
        var kept = other.Objects.Where(o => (isWhole || files.Contains(place(o.Span.Source.Path))) && !own.Contains(Identity(o))).ToArray();
        return kept.Length == 0 ? unit : new DeploymentUnit(unit.Name, unit.Kind, unit.Facts, [.. unit.Objects, .. kept], unit.Gaps, unit.Files);
    }

    private static (string, string, string, string?) Identity(KubernetesObject item) => (item.Group, item.Kind.Value, item.Namespace ?? "default", item.Name);
}
