using static SvcLint.Kubernetes.Annotations.Grammars;

namespace SvcLint.Kubernetes.Annotations;

/// <summary>kube-vip: load balancer addresses on the nodes' own network.</summary>
public static class KubeVip
{
    private const string Prefix = "kube-vip.io/";

    public static LoadBalancerImplementation Controller { get; } = new("kube-vip", "kube-vip.io/kube-vip-class") { HasFixedClasses = false };

    public static CloudProvider Provider { get; } = new(
        "kube-vip",
        "kube-vip",
        "kube-vip/kube-vip (pkg/kubevip annotations, 2026)",
        [Controller],
        [
            Key("loadbalancerIPs", FreeText("addresses, comma-separated", "192.0.2.10"), "Addresses of the load balancer"),
            Key("loadbalancerHostname", FreeText("a host name", "web.example.com"), "Host name for DHCP"),
            Key("hwaddr", FreeText("a MAC address", "00:00:5e:00:53:01"), "MAC address that DHCP uses"),
            Key("requestedIP", FreeText("an address", "192.0.2.10"), "Address that DHCP asks for"),
            Key("serviceInterface", FreeText("an interface", "eth0"), "Interface that carries the address"),
            Key("vipHost", FreeText("a node", "node-1"), "State of kube-vip") with { IsWrittenByController = true },
            Key("ignore", TrueOrFalse, "kube-vip leaves the Service alone"),
            Key("egress", TrueOrFalse, "Pods leave with the Service's address"),
            Key("egress-destination-ports", FreeText("protocol:port", "tcp:443"), "Destinations that leave with the address"),
            Key("egress-source-ports", FreeText("protocol:port", "tcp:80"), "Sources that leave with the address"),
        ])
    {
        Notes = "`loadbalancerIPs` with addresses of both families needs a Service of both families.",
    };

    private static ServiceAnnotation Key(string name, ValueGrammar value, string summary) => new(Prefix + name, value, summary) { ReadBy = [Controller], Certainty = Certainty.Documented };
}
