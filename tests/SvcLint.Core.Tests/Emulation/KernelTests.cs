using System.Net;
using System.Net.Sockets;
using SvcLint.Emulation;
using SvcLint.Emulation.Tracing;
using SvcLint.Kubernetes;

namespace SvcLint.Core.Tests.Emulation;

/// <summary>The kernel's own word on emulated rules: what it loads, and where it sends real packets.</summary>
[Trait("Needs", "kernel")]
[Collection(nameof(KernelTests))]
public sealed class KernelTests
{
    private static readonly RandomCluster Cluster = new(
    [
        new RandomService(Kind: 2, ExternalLocal: false, InternalLocal: false, SourceRanges: 1, ExternalIP: true, Udp: false, LocalEndpoints: 1, RemoteEndpoints: 1, NotReady: 1, Affinity: false),
        new RandomService(Kind: 2, ExternalLocal: true, InternalLocal: true, SourceRanges: 0, ExternalIP: true, Udp: true, LocalEndpoints: 1, RemoteEndpoints: 2, NotReady: 0, Affinity: true),
        new RandomService(Kind: 1, ExternalLocal: true, InternalLocal: true, SourceRanges: 0, ExternalIP: false, Udp: false, LocalEndpoints: 0, RemoteEndpoints: 1, NotReady: 0, Affinity: false),
        new RandomService(Kind: 1, ExternalLocal: false, InternalLocal: false, SourceRanges: 0, ExternalIP: false, Udp: true, LocalEndpoints: 0, RemoteEndpoints: 0, NotReady: 1, Affinity: false),
    ]);

    [SkippableTheory]
    [InlineData(ProxyMode.Iptables, 26, IPFamily.IPv4)]
    [InlineData(ProxyMode.Iptables, 34, IPFamily.IPv4)]
    [InlineData(ProxyMode.Iptables, 34, IPFamily.IPv6)]
    [InlineData(ProxyMode.Nftables, 30, IPFamily.IPv4)]
    [InlineData(ProxyMode.Nftables, 34, IPFamily.IPv4)]
    [InlineData(ProxyMode.Nftables, 34, IPFamily.IPv6)]
    [InlineData(ProxyMode.Nftables, 36, IPFamily.IPv4)]
    [InlineData(ProxyMode.Nftables, 36, IPFamily.IPv6)]
    [InlineData(ProxyMode.Nftables, 37, IPFamily.IPv4)]
    [InlineData(ProxyMode.Nftables, 37, IPFamily.IPv6)]
    public void Packets_go_where_the_tracer_says(ProxyMode mode, int minor, IPFamily family)
    {
        Skip.If(NetworkNamespace.Unavailable is not null, NetworkNamespace.Unavailable);
        var cluster = Cluster with { Family = family };
        var result = Emulator.Emulate(Manifests.Parse(cluster.ToYaml()), new EmulationOptions { Mode = mode, Family = family, Version = new KubernetesVersion(minor) });
        var tracer = new PacketTracer(result.State!, result.Rules!);
        using var network = new KernelNetwork(family);
        network.Load(result.Rules!);
        foreach (var service in result.State!.ServicePorts)
        {
            foreach (var endpoint in service.Endpoints.Where(e => e.IsReady))
            {
                network.Serve(endpoint.Address, endpoint.IsLocal, service.ProtocolText == "udp" ? SocketType.Dgram : SocketType.Stream);
            }
        }

        var wrong = new List<string>();
        var seen = new SortedSet<string>(StringComparer.Ordinal);
        var self = 0;
        foreach (var (_, kind, packet) in cluster.Packets())
        {
            var outcomes = tracer.Trace(packet);
            var answer = network.Send(packet, outcomes.All(o => o.Verdict is TraceVerdict.Allowed or TraceVerdict.Rejected));
            // An endpoint that meets itself through its Service must see the node's address.
            self += answer.Endpoint is { } own && IPEndPoint.Parse(own).Address.ToString() == packet.Source.ToString() && answer.SeenSource != packet.Source.ToString() ? 1 : 0;
            seen.Add(answer.Verdict + (answer.SeenSource is { } source && source != packet.Source.ToString() ? " masqueraded" : ""));
            if (outcomes[0].Verdict != TraceVerdict.Unchanged && !outcomes.Any(o => Agrees(o, answer, packet)))
            {
                wrong.Add($"{kind} {packet}: {answer}, traced {string.Join("; ", outcomes.Select(o => $"{o.Verdict} {o.Endpoint} {o.IsMasqueraded}"))}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.Equal(["Allowed", "Allowed masqueraded", "Dropped", "Rejected"], seen);
        Assert.True(self > 1, $"an endpoint met itself {self} times");
    }

    [SkippableTheory]
    [InlineData("1.26", ProxyMode.Iptables)]
    [InlineData("1.30", ProxyMode.Iptables)]
    [InlineData("1.29", ProxyMode.Nftables)]
    [InlineData("1.30", ProxyMode.Nftables)]
    [InlineData("1.37", ProxyMode.Iptables)]
    [InlineData("1.37", ProxyMode.Nftables)]
    public void The_kernel_loads_every_emulated_text(string release, ProxyMode mode)
    {
        Skip.If(NetworkNamespace.Unavailable is not null, NetworkNamespace.Unavailable);
        Assert.True(KubernetesVersion.TryParse(release, out var version));
        var root = Path.Combine(RepositoryRoot.Path, "tests", "SvcLint.Core.Tests", "Goldens");
        foreach (var golden in GoldenFile.In(root, release, version).Where(g => g.Mode == mode && g.Family == IPFamily.IPv4))
        {
            using var place = NetworkNamespace.Create("load");
            var rules = golden.Emulate(Manifests.Read(Path.Combine(root, golden.Scenario + ".yaml")));
            // nft compares the index of interfaces that are not there, and reads no prefix: kube-proxy fails here, too.
            if (mode == ProxyMode.Nftables && golden.Scenario.StartsWith("detect-", StringComparison.Ordinal))
            {
                Assert.Throws<InvalidOperationException>(() => KernelNetwork.Load(place, rules));
            }
            else
            {
                KernelNetwork.Load(place, rules);
            }
        }
    }

    /// <summary>
    /// Real kube-proxy's nftables text is refused, too, where two Services claim one key (from 1.31 on in canonical order alone), and up to
    /// 1.32 for rules about interfaces that are not there. Comments are cut to the kernel's 128 characters from 1.31 on.
    /// </summary>
    private static readonly string[] Conflicts = ["same-cluster-ip-conflict", "same-nodeport-conflict"];

    private static readonly string[] LongComments = ["comment-over-128", "comment-over-128-no-endpoints"];

    [SkippableTheory]
    [InlineData("expected-1.26", "1.26")]
    [InlineData("expected-1.27", "1.27")]
    [InlineData("expected-1.28", "1.28")]
    [InlineData("expected-1.29", "1.29")]
    [InlineData("expected", "1.30")]
    [InlineData("expected-1.37", "1.37")]
    public void The_kernel_takes_or_refuses_every_text_as_it_does_kube_proxy_s(string folder, string release)
    {
        Skip.If(NetworkNamespace.Unavailable is not null, NetworkNamespace.Unavailable);
        Assert.True(KubernetesVersion.TryParse(release, out var version));
        var root = SharedFolder.Require("goldens");
        var refused = new SortedSet<string>(StringComparer.Ordinal);
        var loaded = 0;
        using var place = NetworkNamespace.Create("load");
        foreach (var scenario in GoldenFile.In(root, folder, version).Where(g => g.Mode != ProxyMode.Ipvs).GroupBy(g => g.Scenario))
        {
            var objects = Manifests.Read(Path.Combine(root, scenario.Key + ".yaml"));
            foreach (var golden in scenario)
            {
                var rules = golden.Emulate(objects);
                if (KernelLoad.Refusal(place, rules) is { } refusal)
                {
                    Assert.True(golden.Mode == ProxyMode.Nftables, refusal);
                    refused.Add(scenario.Key);
                }
                else
                {
                    loaded++;
                    KernelLoad.Clear(place, rules);
                }
            }
        }

        var aboutInterfaces = refused.Where(name => name.StartsWith("detect-", StringComparison.Ordinal)).ToArray();
        Assert.Equal(version.Minor >= 29 ? [.. version.Minor == 30 ? LongComments : [], .. Conflicts] : Array.Empty<string>(), refused.Except(aboutInterfaces));
        Assert.Equal(version.Minor is >= 29 and <= 32, aboutInterfaces.Length > 0);
        Assert.True(loaded > 80, $"only {loaded} texts");
    }

    private static bool Agrees(TraceOutcome outcome, KernelAnswer answer, Packet packet) =>
        outcome.Verdict == answer.Verdict
        && outcome.Endpoint == answer.Endpoint
        && (answer.SeenSource is null || outcome.IsMasqueraded == (answer.SeenSource != packet.Source.ToString()));
}

/// <summary>Real packets want a machine that is not busy with other tests.</summary>
[CollectionDefinition(nameof(KernelTests), DisableParallelization = true)]
public sealed class KernelCollection;
