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
    [InlineData(34)]
    [InlineData(36)]
    public void The_modes_agree_wherever_kube_proxy_does(int minor) =>
        RandomCluster.Gen.Sample(cluster => AssertAgreement(cluster, new KubernetesVersion(minor)), iter: 150);

    private static void AssertAgreement(RandomCluster cluster, KubernetesVersion version)
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

            var expected = Summary(iptables.Trace(packet));
            // Without endpoints, nftables mode still judges source ranges before it rejects.
            if (kind != "load balancer" || service.HasEndpoints || service.SourceRanges == 0)
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

    private static string Summary(IReadOnlyList<TraceOutcome> outcomes) => string.Join(
        "; ",
        outcomes.GroupBy(o => (o.Verdict, o.Endpoint, o.IsMasqueraded))
            .Select(g => FormattableString.Invariant($"{g.Key.Verdict} {g.Key.Endpoint} masqueraded={g.Key.IsMasqueraded} {g.Sum(o => o.Probability):F6}"))
            .Order(StringComparer.Ordinal));

    private static PacketTracer Tracer(RandomCluster cluster, ProxyMode mode, KubernetesVersion version)
    {
        var result = Emulator.Emulate(Manifests.Parse(cluster.ToYaml()), new EmulationOptions { Mode = mode, Version = version });
        return new PacketTracer(result.State!, result.Rules!);
    }

    private static IReadOnlyList<TraceOutcome> Trace(RandomService[] services, ProxyMode mode, PacketOrigin origin, string source, string destination, int port)
    {
        Assert.True(IPAddressValue.TryParse(source, out var from));
        Assert.True(IPAddressValue.TryParse(destination, out var to));
        return Tracer(new RandomCluster(services), mode, KubernetesVersion.Newest).Trace(new Packet(origin, from, to, port));
    }
}
