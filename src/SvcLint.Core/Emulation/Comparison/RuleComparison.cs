using SvcLint.Emulation.Iptables;
using SvcLint.Emulation.Ipvs;
using SvcLint.Emulation.Nftables;
using SvcLint.Text;

namespace SvcLint.Emulation.Comparison;

/// <summary>How a node differs from what kube-proxy would write.</summary>
public enum RuleDifferenceKind
{
    /// <summary>kube-proxy would write it, and the node lacks it.</summary>
    Missing,

    /// <summary>It stands among kube-proxy's rules, and kube-proxy would not write it.</summary>
    Foreign,

    /// <summary>The node has it in another form.</summary>
    Different,

    /// <summary>The node has the same rules in another order.</summary>
    Order,
}

/// <summary>One difference.</summary>
/// <param name="Kind">What kind.</param>
/// <param name="Service"><c>namespace/name</c>; null for what is kube-proxy's own.</param>
/// <param name="Place">The table and chain, the set, the virtual server.</param>
/// <param name="Expected">What kube-proxy would write; null for something foreign.</param>
/// <param name="Found">What the node has; null for something missing.</param>
/// <param name="Span">The YAML behind what is expected.</param>
public sealed record RuleDifference(RuleDifferenceKind Kind, string? Service, string Place, string? Expected, string? Found, SourceSpan? Span);

/// <summary>Holds a node's rules against emulated ones.</summary>
public static class RuleComparison
{
    /// <summary>The differences, by Service and place; empty when the node has what kube-proxy would write.</summary>
    /// <param name="state">What the emulation knew.</param>
    /// <param name="rules">The emulated rules, of the mode that the dump shows.</param>
    /// <param name="dump">What the node has.</param>
    public static IReadOnlyList<RuleDifference> Compare(ProxyState state, RuleSet rules, RuleDump dump)
    {
        var (expected, found) = Objects(state, rules, dump);
        var differences = new List<RuleDifference>();
        var foundByPlace = found.ToLookup(o => o.Place, StringComparer.Ordinal);
        var places = new HashSet<string>(StringComparer.Ordinal);
        foreach (var place in expected.GroupBy(o => o.Place, StringComparer.Ordinal))
        {
            places.Add(place.Key);
            Compare([.. place], [.. foundByPlace[place.Key]], differences);
        }

        foreach (var place in foundByPlace)
        {
            if (!places.Contains(place.Key))
            {
                Compare([], [.. place], differences);
            }
        }

        return [.. differences.OrderBy(d => d.Service is null ? 1 : 0).ThenBy(d => d.Service, StringComparer.Ordinal).ThenBy(d => d.Place, StringComparer.Ordinal)];
    }

    private static (IReadOnlyList<ComparedObject> Expected, IReadOnlyList<ComparedObject> Found) Objects(ProxyState state, RuleSet rules, RuleDump dump)
    {
        switch (rules)
        {
            case IptablesRuleSet iptables:
                var tables = new IptablesComparison(iptables.Jumps, iptables.Tables, state.ServicePorts);
                return (tables.Emulated, tables.Found(dump.Saved));
            case NftablesRuleSet nftables:
                var comparison = new NftablesComparison(rules.Family, state.ServicePorts);
                return (comparison.Emulated(nftables), comparison.Found(dump.Listing!));
            case IpvsRuleSet ipvs when dump.Kind == DumpKind.Iptables:
                var around = new IptablesComparison(ipvs.Jumps, ipvs.Tables, state.ServicePorts);
                return (around.Emulated, around.Found(dump.Saved));
            case IpvsRuleSet ipvs when dump.Kind == DumpKind.IpSet:
                var sets = new IpSetComparison(state.ServicePorts);
                return (sets.Emulated(ipvs.Sets), sets.Found(dump.Entries));
            default:
                var servers = new IpvsComparison(state.ServicePorts);
                var own = ((IpvsRuleSet)rules).VirtualServers;
                return (servers.Of(own), servers.Found(dump.Servers, own));
        }
    }

    private static void Compare(List<ComparedObject> expected, List<ComparedObject> found, List<RuleDifference> differences)
    {
        var equal = new Remainder(found, o => o.Text);
        var missing = expected.FindAll(one => equal.Take(one.Text) is null);
        var alike = new Remainder(equal.Left, o => o.Identity);
        foreach (var one in missing)
        {
            var other = alike.Take(one.Identity);
            differences.Add(new RuleDifference(other is null ? RuleDifferenceKind.Missing : RuleDifferenceKind.Different, one.Owner, one.Place, one.Shown, other?.Shown, one.Cause?.Span));
        }

        var foreign = alike.Left;
        differences.AddRange(foreign.Select(o => new RuleDifference(RuleDifferenceKind.Foreign, o.Owner, o.Place, null, o.Shown, null)));
        if (missing.Count == 0 && foreign.Count == 0 && expected.Count > 1 && expected[0].IsOrdered && FirstMoved(expected, found) is { } moved)
        {
            differences.Add(new RuleDifference(RuleDifferenceKind.Order, moved.Expected.Owner, moved.Expected.Place, moved.Expected.Shown, moved.Found.Shown, moved.Expected.Cause?.Span));
        }
    }

    /// <summary>Objects to be taken one by one, by a key that several may share.</summary>
    private sealed class Remainder
    {
        private readonly IReadOnlyList<ComparedObject> _objects;
        private readonly Dictionary<string, Queue<int>> _places = new(StringComparer.Ordinal);
        private readonly HashSet<int> _taken = [];

        public Remainder(IReadOnlyList<ComparedObject> objects, Func<ComparedObject, string> key)
        {
            _objects = objects;
            for (var i = 0; i < objects.Count; i++)
            {
                if (!_places.TryGetValue(key(objects[i]), out var places))
                {
                    _places.Add(key(objects[i]), places = new Queue<int>());
                }

                places.Enqueue(i);
            }
        }

        /// <summary>What nobody took, in its order.</summary>
        public IReadOnlyList<ComparedObject> Left => _objects.Where((_, i) => !_taken.Contains(i)).ToArray();

        public ComparedObject? Take(string key)
        {
            if (!_places.TryGetValue(key, out var places) || places.Count == 0)
            {
                return null;
            }

            var at = places.Dequeue();
            _taken.Add(at);
            return _objects[at];
        }
    }

    private static (ComparedObject Expected, ComparedObject Found)? FirstMoved(List<ComparedObject> expected, List<ComparedObject> found)
    {
        for (var i = 0; i < expected.Count; i++)
        {
            if (expected[i].Text != found[i].Text)
            {
                return (expected[i], found[i]);
            }
        }

        return null;
    }
}
