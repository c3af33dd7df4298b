using System.Net.Sockets;
using SvcLint.Emulation;
using SvcLint.Emulation.Tracing;
using SvcLint.Kubernetes;
using SvcLint.Reachability;

namespace SvcLint.Core.Tests.Emulation;

/// <summary>Real packets through emulated rules and, as a network plugin would load them, the policies of a sample: they go where reach says.</summary>
[Trait("Needs", "kernel")]
[Collection(nameof(KernelTests))]
public sealed class ReachKernelTests
{
    private static readonly (string Name, string Address, int Port, string Tier)[] Pods =
        [("web", "10.244.1.11", 8080, "frontend"), ("api", "10.244.1.12", 9000, "backend"), ("reports", "10.244.1.13", 7000, "backend"), ("db", "10.244.1.14", 5432, "data")];

    private static readonly (string Name, string Address, int Port, int Target)[] Services = [("api", "10.96.0.11", 80, 9000), ("db", "10.96.0.12", 5432, 5432), ("gone", "10.96.0.13", 80, 80)];

    private const string Policies = """
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: { name: api, namespace: shop }
        spec:
          podSelector: { matchLabels: { app: api } }
          ingress: [{ from: [{ podSelector: { matchLabels: { app: web } } }], ports: [{ port: 9000 }] }]
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: { name: db, namespace: shop }
        spec:
          podSelector: { matchLabels: { app: db } }
          ingress: [{ from: [{ podSelector: { matchLabels: { tier: backend } } }], ports: [{ port: 5432 }] }]
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: { name: web, namespace: shop }
        spec:
          podSelector: { matchLabels: { app: web } }
          ingress: [{ from: [{ ipBlock: { cidr: 203.0.113.0/24 } }], ports: [{ port: 8080 }] }]
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: { name: reports, namespace: shop }
        spec:
          podSelector: { matchLabels: { app: reports } }
          policyTypes: [Egress]
          egress: [{ to: [{ podSelector: { matchLabels: { tier: data } } }] }]

        """;

    // What outside reaches: the address of a load balancer with source ranges, a port of the node that keeps the client's address.
    private const string Front = """
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: front, namespace: shop }
        spec:
          type: LoadBalancer
          clusterIP: 10.96.0.14
          clusterIPs: [10.96.0.14]
          ipFamilies: [IPv4]
          externalTrafficPolicy: Local
          healthCheckNodePort: 32000
          loadBalancerSourceRanges: [203.0.113.0/24, 192.168.10.11/32]
          selector: { app: web }
          ports: [{ port: 80, targetPort: 8080, nodePort: 30080 }]
        status: { loadBalancer: { ingress: [{ ip: 198.51.100.80 }] } }

        """;

    private static readonly string[] Clients = ["203.0.113.200", "8.8.8.8"];

    // The same policies by hand, on the pods' addresses and after address translation: egress of the source, then ingress of the destination.
    private const string Enforced = """
        table ip policies {
          chain egress {
            type filter hook forward priority 10;
            ct state established,related accept
            ip saddr 10.244.1.13 ip daddr != 10.244.1.14 drop
          }
          chain ingress {
            type filter hook forward priority 11;
            ct state established,related accept
            ip daddr 10.244.1.11 ip saddr 203.0.113.0/24 tcp dport 8080 accept
            ip daddr 10.244.1.11 drop
            ip daddr 10.244.1.12 ip saddr 10.244.1.11 tcp dport 9000 accept
            ip daddr 10.244.1.12 drop
            ip daddr 10.244.1.14 ip saddr { 10.244.1.12, 10.244.1.13 } tcp dport 5432 accept
            ip daddr 10.244.1.14 drop
          }
        }

        """;

    [SkippableTheory]
    [InlineData(ProxyMode.Iptables)]
    [InlineData(ProxyMode.Nftables)]
    public void Packets_go_where_reach_says(ProxyMode mode)
    {
        Skip.If(NetworkNamespace.Unavailable is not null, NetworkNamespace.Unavailable);
        var unit = Reachability.Units.Of(Yaml());
        var cluster = Connectivity.Of(unit);
        var result = Emulator.Emulate(unit.Objects, new EmulationOptions { Mode = mode, Version = new KubernetesVersion(34) });
        using var network = new KernelNetwork();
        network.Load(result.Rules!);
        network.LoadPolicies(Enforced);
        foreach (var pod in Pods)
        {
            network.Serve($"{pod.Address}:{pod.Port}", isLocal: true, SocketType.Stream);
        }

        var wrong = new List<string>();
        foreach (var source in Pods)
        {
            foreach (var pod in Pods.Where(p => p != source))
            {
                Check(source, pod.Name, pod.Address, pod.Port, cluster.Between(End(source.Name), End(pod.Name)).Sure.Contains("TCP", pod.Port));
            }

            foreach (var service in Services.Where(s => s.Name != source.Name))
            {
                var written = cluster.Targets.Find("shop", service.Name)!;
                var state = new ServiceReach(cluster).Of(written, written.Spec!.Ports![0])(End(source.Name)).State;
                Check(source, service.Name, service.Address, service.Port, state == ServiceState.Works);
            }
        }

        foreach (var way in new Exposures(cluster).All(s => s.Name == "front"))
        {
            var (address, port) = way.Via == "NodePort" ? (RandomCluster.NodeIP, 30080) : ("198.51.100.80", 80);
            foreach (var client in Clients)
            {
                Try(PacketOrigin.Outside, client, $"{client} -> front by {way.Via}", address, port, way.State == ServiceState.Works && way.SourceName.Contains(client[..client.LastIndexOf('.')], StringComparison.Ordinal));
            }
        }

        Assert.Empty(wrong);

        ReachEnd End(string name) => cluster.Ends.Single(e => e.Name == $"shop/{name}[Pod]");

        void Check((string Name, string Address, int Port, string Tier) source, string name, string address, int port, bool expected) =>
            Try(PacketOrigin.Pod, source.Address, $"{source.Name} -> {name}", address, port, expected);

        void Try(PacketOrigin origin, string source, string what, string address, int port, bool expected)
        {
            Assert.True(IPAddressValue.TryParse(source, out var from) & IPAddressValue.TryParse(address, out var to));
            var answer = network.Send(new Packet(origin, from, to, port), expected);
            if (answer.Verdict == TraceVerdict.Allowed != expected)
            {
                wrong.Add($"{what} at {address}:{port}: reach says {expected}, the kernel {answer.Verdict}");
            }
        }
    }

    private static string Yaml() => """
        apiVersion: v1
        kind: Node
        metadata: { name: node-a }
        spec: { podCIDR: 10.244.1.0/24 }
        status: { addresses: [{ type: InternalIP, address: 192.168.10.11 }] }
        ---
        apiVersion: kubeproxy.config.k8s.io/v1alpha1
        kind: KubeProxyConfiguration
        clusterCIDR: 10.244.0.0/16

        """
        + string.Concat(Pods.Select(p => $$"""
            ---
            apiVersion: v1
            kind: Pod
            metadata: { name: {{p.Name}}, namespace: shop, labels: { app: {{p.Name}}, tier: {{p.Tier}} } }
            spec: { nodeName: node-a, containers: [{ name: main, image: main, ports: [{ containerPort: {{p.Port}} }] }] }
            status: { podIP: {{p.Address}} }

            """))
        + string.Concat(Services.Select(s => $$"""
            ---
            apiVersion: v1
            kind: Service
            metadata: { name: {{s.Name}}, namespace: shop }
            spec: { type: ClusterIP, clusterIP: {{s.Address}}, clusterIPs: [{{s.Address}}], ipFamilies: [IPv4], selector: { app: {{s.Name}} }, ports: [{ port: {{s.Port}}, targetPort: {{s.Target}} }] }

            """))
        + Front + Policies;
}
