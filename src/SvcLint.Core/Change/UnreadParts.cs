using SvcLint.Cluster;
using SvcLint.Cluster.Applications;
using SvcLint.Emulation;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Reachability;

namespace SvcLint.Change;

/// <summary>
/// What one state cannot tell and the other can: documents that broke, charts that do not render, files that are missing, objects that the
/// API server refuses. What stood in their place may run on, so it counts as there in both.
/// </summary>
internal sealed class UnreadParts
{
    public UnreadParts(DeploymentUnit before, DeploymentUnit after, Func<string, string> place)
    {
        var lost = New(before, after, place);
        var found = New(after, before, place);
        var (earlier, later) = (With(before, after, found, lost, place), With(after, before, lost, found, place));
        var (refusedEarlier, refusedLater) = (Refused(earlier, later), Refused(later, earlier));
        var (podsEarlier, podsLater) = (RefusedWorkloads(earlier), RefusedWorkloads(later));
        Before = Admitted(earlier, refusedEarlier, later, refusedLater);
        After = Admitted(later, refusedLater, earlier, refusedEarlier);
        Changes =
        [
            .. lost.Select(g => Change(ChangeType.Added, g)), .. refusedLater.Where(r => r.IsChanged).Select(r => r.Refused).Concat(OnlyIn(podsLater, podsEarlier)).Select(r => Change(ChangeType.Added, r)),
            .. found.Select(g => Change(ChangeType.Removed, g)), .. refusedEarlier.Where(r => r.IsChanged).Select(r => r.Refused).Concat(OnlyIn(podsEarlier, podsLater)).Select(r => Change(ChangeType.Removed, r)),
        ];
    }

    public DeploymentUnit Before { get; }

    public DeploymentUnit After { get; }

    public IReadOnlyList<UnreadChange> Changes { get; }

    private static UnreadChange Change(ChangeType type, UnitGap gap) => new(type, gap.Reason, [new PolicyCause("", gap.Span)]);

    private static UnreadChange Change(ChangeType type, RefusedObject refused) => new(
        type, $"the API server refuses {refused.Object.Kind.Value} {refused.Object.Name} ({refused.Reason})", [new PolicyCause("", refused.Span)]);

    // Of a workload it is said, and its pods are compared all the same: a reviewer asks what those would do.
    private static IReadOnlyList<RefusedObject> RefusedWorkloads(DeploymentUnit unit) => unit.Workloads.Any(w => w.Status?.Phase is not null) ? []
        : [.. Admission.Of([.. unit.Objects.Where(o => o is Workload)], unit.Facts.Version ?? KubernetesVersion.Newest).Refused.Where(r => !Admission.IsOpen(r))];

    private static IEnumerable<RefusedObject> OnlyIn(IReadOnlyList<RefusedObject> refused, IReadOnlyList<RefusedObject> other)
    {
        var there = new HashSet<(string, string, string, string?)>(other.Select(r => Identity(r.Object)));
        return refused.Where(r => !there.Contains(Identity(r.Object)));
    }

    private static IReadOnlyList<(RefusedObject Refused, bool IsChanged)> Refused(DeploymentUnit unit, DeploymentUnit other)
    {
        var refused = Admission.Of([.. unit.Objects.Where(o => o is not Workload)], unit.Facts.Version ?? KubernetesVersion.Newest).Refused;
        if (refused.Count == 0)
        {
            return [];
        }

        var others = ByIdentity(other);
        return [.. refused.Select(r => (r, IsChanged(r.Object))).Where(r => r.Item2 || !Admission.IsOpen(r.r))];

        bool IsChanged(KubernetesObject item) => !others.TryGetValue(Identity(item), out var same) || item.Node is null || same.Node is null || !NodeDifference.AreEqual(item.Node, same.Node);
    }

    // An update that is refused leaves what runs; what both states hold alike runs in neither, and is no change.
    private static DeploymentUnit Admitted(
        DeploymentUnit unit, IReadOnlyList<(RefusedObject Refused, bool IsChanged)> refused, DeploymentUnit other, IReadOnlyList<(RefusedObject Refused, bool IsChanged)> refusedThere)
    {
        if (refused.Count == 0)
        {
            return unit;
        }

        var others = ByIdentity(other);
        var without = new HashSet<KubernetesObject>(refused.Concat(refusedThere).Select(r => r.Refused.Object), ByIdentity<KubernetesObject>.Instance);
        var objects = unit.Objects.Select(o => !without.Contains(o) ? o : others.TryGetValue(Identity(o), out var same) && !without.Contains(same) ? same : null).OfType<KubernetesObject>();
        return unit.With([.. objects], unit.Gaps);
    }

    private static Dictionary<(string, string, string, string?), KubernetesObject> ByIdentity(DeploymentUnit unit)
    {
        var objects = new Dictionary<(string, string, string, string?), KubernetesObject>();
        foreach (var item in unit.Objects)
        {
            objects[Identity(item)] = item;
        }

        return objects;
    }

    private static UnitGap[] New(DeploymentUnit known, DeploymentUnit unit, Func<string, string> place)
    {
        var before = new HashSet<(string, string)>(known.Gaps.Select(Key));
        return [.. unit.Gaps.Where(g => before.Add(Key(g)))];

        (string, string) Key(UnitGap gap) => (place(gap.Span.Source.Path), gap.Reason);
    }

    // Both are judged with what is known in both: the gaps of the other side are open here, too.
    private static DeploymentUnit With(DeploymentUnit unit, DeploymentUnit other, UnitGap[] gaps, UnitGap[] others, Func<string, string> place)
    {
        if (gaps.Length + others.Length == 0)
        {
            return unit;
        }

        var files = new HashSet<string>(gaps.Where(g => g.IsDocument).Select(g => place(g.Span.Source.Path)), StringComparer.Ordinal);
        var own = new HashSet<(string, string, string, string?)>(unit.Objects.Select(Identity));
        var kept = Behind(unit, other, gaps, place).Concat(other.Objects.Where(o => files.Contains(place(o.Span.Source.Path)))).Where(o => own.Add(Identity(o)));
        return new DeploymentUnit(unit.Name, unit.Kind, unit.Facts, [.. unit.Objects, .. kept], [.. unit.Gaps, .. others], unit.Files) { Projects = unit.Projects };
    }

    // What the part of the cluster holds that cannot be built now, with what it deploys in turn; of a part of which the other side knows nothing, it may be anything.
    private static IEnumerable<KubernetesObject> Behind(DeploymentUnit unit, DeploymentUnit other, UnitGap[] gaps, Func<string, string> place)
    {
        var open = new HashSet<UnitGap>(gaps.Where(g => !g.IsDocument));
        if (open.Count == 0)
        {
            return [];
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in Parts(unit).Where(p => p.Gaps.Any(open.Contains)))
        {
            if (part.Deployment is null && !Parts(other).Any(p => place(p.Name) == place(part.Name)))
            {
                return other.Objects;
            }

            names.Add(place(part.Name));
        }

        return Parts(other).Where(p => names.Contains(place(p.Name)) || Above(p.Deployment).Any(names.Contains)).SelectMany(p => p.Objects);
    }

    private static IReadOnlyList<DeploymentUnit> Parts(DeploymentUnit unit) => unit.Parts.Count > 0 ? unit.Parts : [unit];

    private static IEnumerable<string> Above(Deployment? deployment)
    {
        for (var above = deployment?.Parent; above is not null; above = above.Parent)
        {
            yield return above.UnitName;
        }
    }

    private static (string, string, string, string?) Identity(KubernetesObject item) => (item.Group, item.Kind.Value, item.Namespace ?? "default", item.Name);
}
