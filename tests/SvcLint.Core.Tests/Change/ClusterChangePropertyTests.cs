using SvcLint.Change;
using SvcLint.Cluster;
using SvcLint.Core.Tests.Reachability;
using SvcLint.Reachability;

namespace SvcLint.Core.Tests.Change;

/// <summary>Ends that policies treat alike are compared once: what comes of it must be what comparing every pair gives.</summary>
public sealed class ClusterChangePropertyTests
{
    private const int Clusters = 150;

    [Fact]
    public void Connections_are_those_that_differ_pair_by_pair()
    {
        var found = 0;
        for (var seed = 0; seed < Clusters; seed++)
        {
            var (before, after) = (Units.Of(RandomPolicies.Yaml(seed)), Units.Of(Changed(seed)));
            var change = ClusterChange.Between(before, after);
            foreach (var (unknown, told) in new[] { (false, change.Connections), (true, change.Unknown) })
            {
                var (was, now) = (Pairs(before, unknown), Pairs(after, unknown));
                var (wasOpen, nowOpen) = (Pairs(before, true), Pairs(after, true));
                // What is open in one of the states is not known to be lost or won.
                var expected = was.Keys.Union(now.Keys).Select(k => (k, Of(was, k), Of(now, k)))
                    .Where(c => unknown ? !c.Item2.Equals(c.Item3) : !c.Item2.Except(c.Item3).Except(Of(nowOpen, c.k)).IsEmpty || !c.Item3.Except(c.Item2).Except(Of(wasOpen, c.k)).IsEmpty)
                    .Select(c => $"{c.k}: {c.Item2} -> {c.Item3}");
                var names = Workloads(before).Concat(Workloads(after)).Select(e => e.Name).ToHashSet(StringComparer.Ordinal);
                var actual = told.SelectMany(c => c.Each()).Where(c => names.Contains(c.Source) && names.Contains(c.Destination)).Select(c => $"{(c.Source, c.Destination)}: {c.Before} -> {c.After}").ToArray();
                Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
                found += actual.Length;
            }
        }

        Assert.True(found > 300, $"{found} only");
    }

    [Fact]
    public void Clients_of_Services_are_those_that_fare_otherwise_one_by_one()
    {
        var found = 0;
        for (var seed = 0; seed < Clusters; seed++)
        {
            var services = string.Concat(Enumerable.Range(0, 9).Select(i => $"\n---\napiVersion: v1\nkind: Service\nmetadata: {{ name: s{i}, namespace: ns-{i % 3} }}\nspec: {{ selector: {{ {(i % 2 == 0 ? "tier: back" : $"app: app-{i}")} }}, ports: [{{ port: 80, targetPort: {(i % 3 == 0 ? "http" : "8080")} }}] }}\n"));
            var (before, after) = (Units.Of(RandomPolicies.Yaml(seed) + services), Units.Of(Changed(seed) + services));
            var (was, now) = (States(before), States(after));
            var expected = was.Where(s => now.TryGetValue(s.Key, out var state) && state != s.Value).Select(s => $"{s.Key}: {ServiceReach.Word(s.Value)} -> {ServiceReach.Word(now[s.Key])}");
            var actual = ClusterChange.Between(before, after).Services.SelectMany(s => s.Each()).Where(s => s.Source is not null).Select(s => $"{(s.Service, s.Source!)}: {s.Before} -> {s.After}").ToArray();
            Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
            found += actual.Length;
        }

        Assert.True(found > 100, $"{found} only");
    }

    // The same cluster with some of its labels and rules otherwise.
    private static string Changed(int seed) => (seed % 3) switch
    {
        0 => RandomPolicies.Yaml(seed).Replace("tier: front", "tier: data", StringComparison.Ordinal),
        1 => RandomPolicies.Yaml(seed).Replace("5432", "8080", StringComparison.Ordinal),
        _ => string.Join("---\n", RandomPolicies.Documents(seed).Where((d, i) => i % 4 != 0 || !d.Contains("Policy", StringComparison.Ordinal))),
    };

    private static IEnumerable<ReachEnd> Workloads(DeploymentUnit unit) => Connectivity.Of(unit).Ends.Where(e => e.Kind == ReachEndKind.Workload);

    private static PortSet Of(Dictionary<(string, string), PortSet> pairs, (string, string) pair) => pairs.TryGetValue(pair, out var ports) ? ports : PortSet.Empty;

    private static Dictionary<(string, string), PortSet> Pairs(DeploymentUnit unit, bool unknown)
    {
        var cluster = Connectivity.Of(unit);
        var pods = cluster.Ends.Where(e => e.Kind == ReachEndKind.Workload).ToArray();
        return pods.SelectMany(s => pods.Where(d => d != s).Select(d => (s, d)))
            .ToDictionary(p => (p.s.Name, p.d.Name), p => unknown ? cluster.Between(p.s, p.d).Unknown : cluster.Between(p.s, p.d).Sure);
    }

    private static Dictionary<(string Service, string Client), ServiceState> States(DeploymentUnit unit)
    {
        var cluster = Connectivity.Of(unit);
        return new ServiceReach(cluster).Rows(_ => true, (_, _) => true).ToDictionary(r => ($"{r.Service.Namespace}/{r.Service.Name}", r.Source.Name), r => r.State);
    }
}
