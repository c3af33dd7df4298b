using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Cluster;

/// <summary>The pairs that selectors of a unit's policies and Services are made of, and who writes them.</summary>
internal sealed class SelectorVocabulary
{
    // Whether there is another one, and whether there are two, is all that is asked.
    private const int Enough = 3;

    private readonly Dictionary<(string Key, string Value), List<(int Order, KubernetesObject Owner, StringMap Map)>> _uses = [];
    private readonly Dictionary<string, List<string>> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NameNeighbours> _neighbours = new(StringComparer.Ordinal);
    private int _count;

    public SelectorVocabulary(DeploymentUnit unit)
    {
        foreach (var policy in unit.NetworkPolicies)
        {
            foreach (var peer in (policy.Spec?.Ingress?.Items ?? []).Concat(policy.Spec?.Egress?.Items ?? []).SelectMany(r => r.Peers?.Items ?? []))
            {
                Add(policy, peer.PodSelector?.MatchLabels);
            }

            Add(policy, policy.Spec?.PodSelector?.MatchLabels);
        }

        foreach (var service in unit.Services)
        {
            Add(service, service.Spec?.Selector);
        }
    }

    /// <summary>True when another selector than this one has the pair.</summary>
    public bool IsUsedBeside(StringMap selector, StringMapEntry pair) =>
        _uses.TryGetValue((pair.Key.Value, pair.Value.Value), out var uses) && uses.Exists(u => !ReferenceEquals(u.Map, selector));

    /// <summary>What at least two others write where this selector has a slip of the hand: the first of them.</summary>
    public (KubernetesObject Owner, StringMapEntry Meant)? NearBeside(StringMap selector, StringMapEntry pair)
    {
        if (!_values.TryGetValue(pair.Key.Value, out var values))
        {
            return null;
        }

        if (!_neighbours.TryGetValue(pair.Key.Value, out var neighbours))
        {
            _neighbours.Add(pair.Key.Value, neighbours = new NameNeighbours(values));
        }

        var near = neighbours.Of(pair.Value.Value).Where(v => NearMiss.IsSlip(pair.Value.Value, v))
            .SelectMany(v => _uses[(pair.Key.Value, v)]).Where(u => !ReferenceEquals(u.Map, selector)).OrderBy(u => u.Order).Take(2).ToArray();
        return near.Length > 1 ? (near[0].Owner, near[0].Map.Find(pair.Key.Value)!) : null;
    }

    private void Add(KubernetesObject owner, StringMap? map)
    {
        _count++;
        foreach (var pair in map?.Entries ?? [])
        {
            var key = (pair.Key.Value, pair.Value.Value);
            if (!_uses.TryGetValue(key, out var uses))
            {
                _uses.Add(key, uses = []);
                if (!_values.TryGetValue(key.Item1, out var values))
                {
                    _values.Add(key.Item1, values = []);
                }

                values.Add(key.Item2);
            }

            if (uses.Count < Enough)
            {
                uses.Add((_count, owner, map!));
            }
        }
    }
}
