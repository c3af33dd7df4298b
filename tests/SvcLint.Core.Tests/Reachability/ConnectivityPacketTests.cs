using SvcLint.Reachability;

namespace SvcLint.Core.Tests.Reachability;

/// <summary>
/// Sets of ports and classes of ends against single packets: an evaluator that knows neither decides each packet of small clusters in every
/// world that the manifests allow.
/// </summary>
public sealed class ConnectivityPacketTests
{
    private const int Clusters = 80;

    private static readonly int[] Ports = [52, 53, 54, 79, 80, 81, 90, 5432, 65535];
    private static readonly string[] Protocols = ["TCP", "UDP", "SCTP"];
    private static readonly string[] Outside = ["9.255.255.255", "10.200.0.1", "172.31.7.9", "198.51.100.7", "198.51.100.8", "203.0.113.5", "203.0.113.200", "255.255.255.255"];
    private static readonly string[] HostAddresses = ["10.200.0.1", "172.31.7.9", "203.0.113.5", "172.20.0.9"];

    [Fact]
    public void Every_packet_is_answered_as_in_all_worlds()
    {
        var (asked, unknown, wrong, cautious) = (0, 0, new List<string>(), new List<string>());
        for (var seed = 0; seed < Clusters; seed++)
        {
            var cluster = PlainClusters.Of(seed);
            var connectivity = Connectivity.Of(Units.Of(cluster.Yaml()));
            PlainPackets[] worlds = [.. Worlds(cluster).Select(w => new PlainPackets(cluster, w))];
            var ends = Ends(cluster);
            foreach (var (source, destination) in ends.SelectMany(s => ends.Where(d => d != s && (s.Pods ?? d.Pods) is not null).Select(d => (s, d))))
            {
                var answer = connectivity.Between(End(connectivity, source), End(connectivity, destination));
                foreach (var (protocol, port) in Protocols.SelectMany(p => Ports.Select(n => (p, n))))
                {
                    var first = worlds[0].Passes(source, destination, protocol, port);
                    var isSure = Array.TrueForAll(worlds, w => w.Passes(source, destination, protocol, port) == first);

                    // A pod's own node always gets in, and whoever has its address.
                    var expected = !isSure || (!first && (source.Node is not null || source.Pods?.IsOnHostNetwork == true)) ? "unknown" : first ? "passes" : "denied";
                    var said = answer.Unknown.Contains(protocol, port) ? "unknown" : answer.Sure.Contains(protocol, port) ? "passes" : "denied";
                    asked++;
                    unknown += said == "unknown" ? 1 : 0;
                    if (said != expected)
                    {
                        (said == "unknown" ? cautious : wrong).Add($"seed {seed}: {source.Name} -> {destination.Name} {port}/{protocol} {expected}, said {said} ({string.Join(", ", answer.Doubts.Select(d => d.Kind))})");
                    }
                }
            }
        }

        Assert.True(asked > 100_000 && unknown < asked / 5, $"{unknown} of {asked} unknown");
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {asked}: {string.Join("\n", wrong.Take(10))}");

        // What NetworkPolicies do on the host network is undefined: several doubts of that kind are not weighed against each other.
        Assert.True(cautious.TrueForAll(c => c.Contains("HostNetwork", StringComparison.Ordinal)) && cautious.Count < asked / 500, $"{cautious.Count} of {asked}: {string.Join("\n", cautious.Take(10))}");
    }

    private static PlainEnd[] Ends(PlainCluster cluster) =>
    [
        .. cluster.Pods.Select(p => new PlainEnd(p.End, p, null, null)),
        .. cluster.Nodes.Select(n => new PlainEnd("node/" + n.Name, null, n, null)),
        .. Outside.Select(a => new PlainEnd(a, null, null, a)),
    ];

    private static ReachEnd End(Connectivity connectivity, PlainEnd end)
    {
        if (end.Address is null)
        {
            return connectivity.Ends.Single(e => e.Name == end.Name);
        }

        Assert.True(SvcLint.Kubernetes.IPAddressValue.TryParse(end.Address, out var address));
        return connectivity.Ends.Single(e => e.Kind == ReachEndKind.Outside && e.Addresses!.Value.First.CompareTo(address) <= 0 && e.Addresses.Value.Last.CompareTo(address) >= 0);
    }

    private static IEnumerable<PlainWorld> Worlds(PlainCluster cluster)
    {
        var hasHosts = cluster.Pods.Any(p => p.IsOnHostNetwork);
        bool[] both = [false, true];
        return from ranges in both
               from pod in new[] { "10.200.0.1", "192.168.99.1" }
               from host in hasHosts ? HostAddresses : ["172.20.0.9"]
               from labelled in hasHosts ? both : [false]
               from isPod in hasHosts ? both : [true]
               from reversed in both
               from domain in cluster.Policies.Any(p => (p.Egress ?? []).Any(r => (r.Peers ?? []).Any(e => e.Domain is not null))) ? both : [false]
               select new PlainWorld(ranges, pod, host, labelled, isPod, reversed, domain);
    }
}
