using SvcLint.Model;

namespace SvcLint.Cluster;

/// <summary>
/// Which policies that isolate egress select every pod that another one selects: what they allow adds up. Policies with the same selector
/// share one answer.
/// </summary>
internal sealed class CoveringPolicies
{
    private readonly DeploymentUnit _unit;
    private readonly Dictionary<string, IReadOnlyList<NetworkPolicy>> _known = new(StringComparer.Ordinal);
    private readonly List<NetworkPolicy> _withoutNamespace = [];
    private readonly Dictionary<string, List<NetworkPolicy>> _ofNamespaces = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Key, string Value), List<NetworkPolicy>> _byFirstPair = [];

    public CoveringPolicies(DeploymentUnit unit)
    {
        _unit = unit;
        foreach (var policy in unit.NetworkPolicies.Where(p => PolicyReach.Isolates(p, PolicyDirection.Egress)))
        {
            if (policy.Spec?.PodSelector is not { IsEmpty: false } selector)
            {
                (policy.Namespace is { } own ? Of(_ofNamespaces, own) : _withoutNamespace).Add(policy);
            }
            else if (selector is { MatchLabels.Entries: [var pair, ..], MatchExpressions: null })
            {
                Of(_byFirstPair, (pair.Key.Value, pair.Value.Value)).Add(policy);
            }
        }
    }

    /// <summary>Those of a policy, itself included when it isolates egress.</summary>
    public IReadOnlyList<NetworkPolicy> Of(NetworkPolicy policy)
    {
        var selection = PolicyReach.SelectionOf(policy);
        return _known.TryGetValue(selection, out var known) ? known : _known[selection] = Find(policy);
    }

    private NetworkPolicy[] Find(NetworkPolicy policy)
    {
        var selected = PolicyReach.Selected(_unit, policy);
        var candidates = selected.Count > 0
            ? PolicyReach.Isolating(_unit, selected[0], PolicyDirection.Egress).Where(p => ReferenceEquals(PolicyReach.Selected(_unit, p), selected) || IsOfAll(p) || selected.All(w => PolicyReach.Selects(p, w)))
            : (policy.Namespace is { } own ? (_ofNamespaces.TryGetValue(own, out var here) ? here : []) : _ofNamespaces.Values.SelectMany(p => p))
                .Concat(_withoutNamespace)
                .Concat((policy.Spec?.PodSelector?.MatchLabels?.Entries ?? []).SelectMany(e => _byFirstPair.TryGetValue((e.Key.Value, e.Value.Value), out var found) ? found : [])
                    .Where(p => p.Spec!.PodSelector!.MatchLabels!.Entries.All(e => policy.Spec!.PodSelector!.MatchLabels![e.Key.Value] == e.Value.Value)));
        return [.. candidates.Where(p => NamespaceComparer.MayBeSame(p.Namespace, policy.Namespace))];
    }

    private static bool IsOfAll(NetworkPolicy policy) => policy.Spec?.PodSelector is not { IsEmpty: false };

    private static List<NetworkPolicy> Of<TKey>(Dictionary<TKey, List<NetworkPolicy>> index, TKey key)
        where TKey : notnull
    {
        if (!index.TryGetValue(key, out var policies))
        {
            index.Add(key, policies = []);
        }

        return policies;
    }
}
