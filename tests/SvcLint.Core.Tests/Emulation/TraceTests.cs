using System.Collections.Concurrent;
using CsCheck;
using SvcLint.Emulation;
using SvcLint.Emulation.Tracing;
using SvcLint.Kubernetes;

namespace SvcLint.Core.Tests.Emulation;

public sealed class TraceTests
{
    private static readonly RandomService Plain = new(2, false, false, 0, true, false, 1, 2, 0, false);

    [Fact]
    public void A_pod_reaches_every_endpoint_of_a_cluster_IP_alike()
    {
        foreach (var mode in Enum.GetValues<ProxyMode>())
        {
            var outcomes = Trace([Plain], mode, PacketOrigin.Pod, "10.244.1.250", "10.96.0.10", 80);
            Assert.Equal(["10.244.1.1:8080", "10.244.2.2:8080", "10.244.2.3:8080"], outcomes.Select(o => o.Endpoint).Order());
            Assert.All(outcomes, o => Assert.Equal((TraceVerdict.Allowed, false, 0.333333), (o.Verdict, o.IsMasqueraded, Math.Round(o.Probability, 6))));
        }
    }

    [Fact]
    public void Policy_Local_without_a_local_endpoint_drops_from_outside_except_in_ipvs_where_the_reply_is_lost()
    {
        var service = Plain with { ExternalLocal = true, LocalEndpoints = 0 };
        foreach (var mode in new[] { ProxyMode.Iptables, ProxyMode.Nftables })
        {
            Assert.Equal(TraceVerdict.Dropped, Assert.Single(Trace([service], mode, PacketOrigin.Outside, "8.8.8.8", "198.51.100.10", 80)).Verdict);
            Assert.All(Trace([service], mode, PacketOrigin.Pod, "10.244.1.250", "198.51.100.10", 80), o => Assert.Equal(TraceVerdict.Allowed, o.Verdict));
        }

        Assert.All(Trace([service], ProxyMode.Ipvs, PacketOrigin.Outside, "8.8.8.8", "198.51.100.10", 80), o => Assert.Equal(TraceVerdict.ReplyLost, o.Verdict));
    }

    [Fact]
    public void Without_endpoints_packets_are_rejected()
    {
        var service = Plain with { LocalEndpoints = 0, RemoteEndpoints = 0, NotReady = 1 };
        foreach (var mode in Enum.GetValues<ProxyMode>())
        {
            Assert.Equal(TraceVerdict.Rejected, Assert.Single(Trace([service], mode, PacketOrigin.Pod, "10.244.1.250", "10.96.0.10", 80)).Verdict);
        }
    }

    [Fact]
    public void Source_ranges_drop_others()
    {
        var service = Plain with { SourceRanges = 1 };
        foreach (var mode in Enum.GetValues<ProxyMode>())
        {
            Assert.Equal(TraceVerdict.Dropped, Assert.Single(Trace([service], mode, PacketOrigin.Outside, "8.8.8.8", "198.51.100.10", 80)).Verdict);
            Assert.All(Trace([service], mode, PacketOrigin.Outside, "203.0.113.200", "198.51.100.10", 80), o => Assert.Equal(TraceVerdict.Allowed, o.Verdict));
        }
    }

    [Fact]
    public void A_port_that_no_service_has_is_rejected_in_nftables_alone()
    {
        Assert.Equal(TraceVerdict.Rejected, Assert.Single(Trace([Plain], ProxyMode.Nftables, PacketOrigin.Pod, "10.244.1.250", "10.96.0.10", 81)).Verdict);
        Assert.Equal(TraceVerdict.Unchanged, Assert.Single(Trace([Plain], ProxyMode.Iptables, PacketOrigin.Pod, "10.244.1.250", "10.96.0.10", 81)).Verdict);
    }

    [Fact]
    public void Steps_name_rules_and_the_yaml_behind_them()
    {
        var outcome = Trace([Plain], ProxyMode.Iptables, PacketOrigin.Outside, "8.8.8.8", "198.51.100.10", 80)[0];
        Assert.True(outcome.IsMasqueraded);
        Assert.Contains(outcome.Steps, s => s.Place == "KUBE-SERVICES" && s.Text.Contains("loadbalancer IP", StringComparison.Ordinal) && s.Cause!.Span.Text == "198.51.100.10");
        Assert.Contains(outcome.Steps, s => s.Text.Contains("DNAT --to-destination 10.244.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(30)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(34)]
    [InlineData(36)]
    public void The_modes_agree_wherever_kube_proxy_does(int minor)
    {
        var seen = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        RandomCluster.Gen.Sample(cluster => AssertAgreement(cluster, new KubernetesVersion(minor), seen), iter: 400);
        // The clusters vary: every kind of destination ends in every way that it can, over both families.
        string[] ways =
        [
            "cluster IP Allowed", "cluster IP Allowed masqueraded", "cluster IP Dropped", "cluster IP Rejected",
            "node port Allowed", "node port Allowed masqueraded", "node port Dropped", "node port Rejected", "node port Unchanged",
            "load balancer Allowed", "load balancer Allowed masqueraded", "load balancer Dropped", "load balancer Rejected",
            "external IP Allowed", "external IP Allowed masqueraded", "external IP Dropped", "external IP Rejected",
            "proxied load balancer Unchanged",
        ];
        Assert.All(new[] { IPFamily.IPv4, IPFamily.IPv6 }, family => Assert.All(ways, way => Assert.True(seen.ContainsKey($"{family} {way}"), $"{family} {way} never occurred")));
        Assert.All(new[] { "terminating", "affinity", "udp", "self" }, what => Assert.True(seen.ContainsKey(what), what + " never occurred"));
    }

    private static void AssertAgreement(RandomCluster cluster, KubernetesVersion version, ConcurrentDictionary<string, int> seen)
    {
        var iptables = Tracer(cluster, ProxyMode.Iptables, version);
        var nftables = Tracer(cluster, ProxyMode.Nftables, version);
        var ipvs = Tracer(cluster, ProxyMode.Ipvs, version);
        foreach (var (service, kind, packet) in cluster.Packets())
        {
            // iptables mode refuses addresses from outside in INPUT and FORWARD alone: what the node itself sends there leaves the node.
            if (!service.HasEndpoints && packet.Origin == PacketOrigin.Node && (kind is "load balancer" or "external IP"))
            {
                continue;
            }

            var outcomes = iptables.Trace(packet);
            Note(seen, cluster, service, kind, packet, outcomes);
            // Where no address of the node serves node ports, iptables mode still refuses what has no endpoint.
            if (kind == "node port" && cluster.NodePortAddresses == 2 && outcomes[0].Verdict is TraceVerdict.Dropped or TraceVerdict.Rejected)
            {
                continue;
            }

            var expected = Summary(outcomes);
            // Without endpoints, nftables mode still judges source ranges before it rejects. Up to 1.33 it judges the node's own packets before it
            // redirects them, and drops what a Local policy has no local endpoint for.
            var dropsOwn = version.Minor <= 33 && packet.Origin == PacketOrigin.Node && kind != "cluster IP" && service.ExternalLocal && service.LocalEndpoints + service.LocalTerminating == 0;
            if (!dropsOwn && (kind != "load balancer" || service.HasEndpoints || service.SourceRanges == 0))
            {
                Assert.Equal((kind, packet, expected), (kind, packet, Summary(nftables.Trace(packet))));
            }

            // ipvs mode knows no short circuit for pods and takes the cluster's endpoints where a Local policy finds none.
            var isLocal = kind == "cluster IP" ? service.InternalLocal : service.ExternalLocal;
            if (!isLocal && service.SourceRanges == 0)
            {
                Assert.Equal((kind, packet, expected), (kind, packet, Summary(ipvs.Trace(packet))));
            }
        }
    }

    private static void Note(ConcurrentDictionary<string, int> seen, RandomCluster cluster, RandomService service, string kind, Packet packet, IReadOnlyList<TraceOutcome> outcomes)
    {
        foreach (var outcome in outcomes)
        {
            seen[$"{cluster.Family} {kind} {outcome.Verdict}{(outcome.IsMasqueraded ? " masqueraded" : "")}"] = 1;
            if (outcome.Endpoint is { } endpoint && endpoint.Contains(packet.Source + (cluster.Family == IPFamily.IPv6 ? "]" : ":"), StringComparison.Ordinal))
            {
                seen["self"] = 1;
            }
        }

        if (outcomes[0].Endpoint is not null)
        {
            seen[service.LocalEndpoints + service.RemoteEndpoints == 0 ? "terminating" : service.Affinity ? "affinity" : service.Udp ? "udp" : "plain"] = 1;
        }
    }

    private static string Summary(IReadOnlyList<TraceOutcome> outcomes) => string.Join(
        "; ",
        outcomes.GroupBy(o => (o.Verdict, o.Endpoint, o.IsMasqueraded))
            .Select(g => FormattableString.Invariant($"{g.Key.Verdict} {g.Key.Endpoint} masqueraded={g.Key.IsMasqueraded} {g.Sum(o => o.Probability):F6}"))
            .Order(StringComparer.Ordinal));

    private static PacketTracer Tracer(RandomCluster cluster, ProxyMode mode, KubernetesVersion version)
    {
        var result = Emulator.Emulate(Manifests.Parse(cluster.ToYaml()), new EmulationOptions { Mode = mode, Family = cluster.Family, Version = version });
        return new PacketTracer(result.State!, result.Rules!);
    }

    private static IReadOnlyList<TraceOutcome> Trace(RandomService[] services, ProxyMode mode, PacketOrigin origin, string source, string destination, int port)
    {
        Assert.True(IPAddressValue.TryParse(source, out var from));
        Assert.True(IPAddressValue.TryParse(destination, out var to));
        return Tracer(new RandomCluster(services), mode, KubernetesVersion.Newest).Trace(new Packet(origin, from, to, port));
    }
}
