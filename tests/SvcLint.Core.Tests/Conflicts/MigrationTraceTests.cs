using SvcLint.Core.Tests.Emulation;
using SvcLint.Emulation;
using SvcLint.Emulation.Tracing;
using SvcLint.Kubernetes;

namespace SvcLint.Core.Tests.Conflicts;

/// <summary>What the rules about a move to another mode say is what packets meet in the emulated rules of both modes.</summary>
public sealed class MigrationTraceTests
{
    private const string Cluster = """
        apiVersion: v1
        kind: Node
        metadata: {name: node-a}
        status: {addresses: [{type: InternalIP, address: 192.0.2.10}, {type: InternalIP, address: 192.0.2.74}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {type: NodePort, clusterIP: 10.96.0.10, clusterIPs: [10.96.0.10], ipFamilies: [IPv4], ports: [{port: 80, nodePort: 30080}]}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: web-1, labels: {kubernetes.io/service-name: web}}
        addressType: IPv4
        ports: [{name: "", port: 8080}]
        endpoints: [{addresses: [10.244.0.7], nodeName: node-a}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: db}
        spec: {type: NodePort, externalTrafficPolicy: Local, internalTrafficPolicy: Local, clusterIP: 10.96.0.20, clusterIPs: [10.96.0.20], ipFamilies: [IPv4], ports: [{port: 5432, nodePort: 30432}]}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: db-1, labels: {kubernetes.io/service-name: db}}
        addressType: IPv4
        ports: [{name: "", port: 5432}]
        endpoints: [{addresses: [203.0.113.30]}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: admin}
        spec: {type: LoadBalancer, clusterIP: 10.96.0.30, clusterIPs: [10.96.0.30], ipFamilies: [IPv4], loadBalancerSourceRanges: [203.0.113.0/24], externalIPs: [198.51.100.7], ports: [{port: 443, nodePort: 30443}]}
        status: {loadBalancer: {ingress: [{ip: 198.51.100.7}]}}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: admin-1, labels: {kubernetes.io/service-name: admin}}
        addressType: IPv4
        ports: [{name: "", port: 8443}]
        endpoints: [{addresses: [10.244.0.8], nodeName: node-a}]
        """;

    /// <summary>SVC8010 and SVC8101.</summary>
    [Theory]
    [InlineData(ProxyMode.Iptables, TraceVerdict.Allowed)]
    [InlineData(ProxyMode.Ipvs, TraceVerdict.Unchanged)]
    [InlineData(ProxyMode.Nftables, TraceVerdict.Unchanged)]
    public void Node_ports_on_the_loopback_are_iptables_modes_alone(ProxyMode mode, TraceVerdict verdict)
    {
        Assert.Equal(verdict, Trace(mode, PacketOrigin.Node, "127.0.0.1", "127.0.0.1", 30080).Verdict);
        Assert.Equal(verdict == TraceVerdict.Allowed, State(mode).ServesLocalhostNodePorts);
    }

    /// <summary>SVC8011 and SVC8102.</summary>
    [Theory]
    [InlineData(ProxyMode.Iptables, TraceVerdict.Allowed)]
    [InlineData(ProxyMode.Ipvs, TraceVerdict.Allowed)]
    [InlineData(ProxyMode.Nftables, TraceVerdict.Unchanged)]
    public void A_second_address_of_the_node_is_out_of_reach_in_nftables_mode(ProxyMode mode, TraceVerdict verdict)
    {
        Assert.Equal(TraceVerdict.Allowed, Trace(mode, PacketOrigin.Outside, "203.0.113.9", "192.0.2.10", 30080).Verdict);
        Assert.Equal(verdict, Trace(mode, PacketOrigin.Outside, "203.0.113.9", "192.0.2.74", 30080).Verdict);
    }

    /// <summary>SVC8008 and SVC8103.</summary>
    [Theory]
    [InlineData(ProxyMode.Iptables, TraceVerdict.Dropped)]
    [InlineData(ProxyMode.Ipvs, TraceVerdict.ReplyLost)]
    [InlineData(ProxyMode.Nftables, TraceVerdict.Dropped)]
    public void Without_a_local_endpoint_ipvs_loses_the_answer_and_the_others_drop(ProxyMode mode, TraceVerdict verdict)
    {
        Assert.Equal(verdict, Trace(mode, PacketOrigin.Outside, "203.0.113.9", "192.0.2.10", 30432).Verdict);
    }

    /// <summary>SVC8006 and SVC8110.</summary>
    [Theory]
    [InlineData(ProxyMode.Iptables, TraceVerdict.Allowed)]
    [InlineData(ProxyMode.Ipvs, TraceVerdict.Dropped)]
    [InlineData(ProxyMode.Nftables, TraceVerdict.Dropped)]
    public void An_external_IP_walks_past_source_ranges_in_iptables_mode_alone(ProxyMode mode, TraceVerdict verdict)
    {
        Assert.Equal(verdict, Trace(mode, PacketOrigin.Outside, "192.0.2.200", "198.51.100.7", 443).Verdict);
        Assert.Equal(TraceVerdict.Allowed, Trace(mode, PacketOrigin.Outside, "203.0.113.9", "198.51.100.7", 443).Verdict);
    }

    private static ProxyState State(ProxyMode mode) => Emulate(mode).State!;

    private static TraceOutcome Trace(ProxyMode mode, PacketOrigin origin, string source, string destination, int port)
    {
        var emulated = Emulate(mode);
        return Assert.Single(new PacketTracer(emulated.State!, emulated.Rules!).Trace(new Packet(origin, Address(source), Address(destination), port)));
    }

    private static EmulationResult Emulate(ProxyMode mode) => Emulator.Emulate(Manifests.Parse(Cluster), new EmulationOptions { Mode = mode });

    private static IPAddressValue Address(string text) => IPAddressValue.TryParse(text, out var address) ? address : throw new FormatException(text);
}
