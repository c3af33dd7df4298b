using SvcLint.Cluster;
using SvcLint.Model;
using SvcLint.Reachability;

namespace SvcLint.Change;

/// <summary>Which changed lines are behind a change of traffic: those of the policies on both ends, of the ends themselves, of their namespaces.</summary>
internal sealed class ChangeCauses(Connectivity before, Connectivity after, ObjectChanges changes)
{
    private readonly Dictionary<(string, bool), IReadOnlyList<PolicyCause>> _known = [];

    public IReadOnlyList<PolicyCause> Of((ReachEnd? Before, ReachEnd? After) source, (ReachEnd? Before, ReachEnd? After) destination) =>
        [.. Of(source, PolicyDirection.Egress).Concat(Of(destination, PolicyDirection.Ingress)).Distinct()];

    /// <summary>The changed lines of objects.</summary>
    public IReadOnlyList<PolicyCause> Of(params KubernetesObject?[] objects) =>
        [.. objects.Select(changes.Of).OfType<ObjectChange>().SelectMany(c => Lines(c)).Distinct()];

    private IReadOnlyList<PolicyCause> Of((ReachEnd? Before, ReachEnd? After) end, PolicyDirection direction)
    {
        var key = ((end.After ?? end.Before)?.Name ?? "", direction == PolicyDirection.Egress);
        if (!_known.TryGetValue(key, out var causes))
        {
            var found = new List<ObjectChange?>();
            found.AddRange(Policies(before, end.Before, direction).Concat(Policies(after, end.After, direction)).Select(changes.Of));
            found.Add(changes.Of(end.After?.Workload ?? end.Before?.Workload));
            found.Add((end.After ?? end.Before)?.Namespace is { } ns ? changes.OfNamespace(ns) : null);
            // A rule of the other end may select by this one's labels; a policy that moved away selects nothing here any more.
            found.AddRange(changes.All.Where(c => c.Object is NetworkPolicy or ClusterPolicy or Namespace && !found.Contains(c)).Where(_ => found.TrueForAll(f => f is null)));
            causes = [.. found.OfType<ObjectChange>().Distinct().SelectMany(c => Lines(c, direction))];
            _known.Add(key, causes);
        }

        return causes;
    }

    private static IEnumerable<KubernetesObject> Policies(Connectivity connectivity, ReachEnd? end, PolicyDirection direction) =>
        end is null ? [] : connectivity.PoliciesOn(end, direction).Select(p => p.Policy.Source);

    // Of a policy that is new, what it lets in says more than its name.
    private static IEnumerable<PolicyCause> Lines(ObjectChange change, PolicyDirection? direction = null)
    {
        var name = change.ToString();
        if (change is { Before: null, After: NetworkPolicy policy } && direction is { } way)
        {
            foreach (var peer in (PolicyReach.Written(policy, way)?.Items ?? []).SelectMany(r => r.Peers?.Items ?? []))
            {
                yield return new PolicyCause(name, peer.KeySpan);
            }
        }

        foreach (var place in change.Places)
        {
            yield return new PolicyCause(name, place);
        }
    }
}
