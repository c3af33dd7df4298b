using static SvcLint.Kubernetes.Annotations.Grammars;

namespace SvcLint.Kubernetes.Annotations;

/// <summary>MetalLB: load balancer addresses on one's own network.</summary>
public static class MetalLB
{
    private const string Prefix = "metallb.io/";
    private const string OldPrefix = "metallb.universe.tf/";

    public static LoadBalancerImplementation Controller { get; } = new("MetalLB") { HasFixedClasses = false };

    private static readonly AnnotationCondition LoadBalancerIP = AnnotationCondition.Field("loadBalancerIP", s => s.LoadBalancerIP is { Value.Length: > 0 });

    public static CloudProvider Provider { get; } = new(
        "MetalLB",
        "metallb",
        "metallb/metallb (controller source), its documentation",
        [Controller],
        [
            Key("loadBalancerIPs", new AddressOfEachFamily(), "Addresses of the load balancer, at most one of each family")
                .Excludes(LoadBalancerIP, "MetalLB gives the Service no address at all")
                with { MistakenKeys = Mistaken("load-balancer-ip", "load-balancer-ips", "ip", "ips", "address", "addresses", "ip-address", "loadBalancerAddress") },
            Key("address-pool", FreeText("a pool", "production"), "Pool to take the address from") with { MistakenKeys = Mistaken("pool-name", "pool", "address-pools", "ip-pool", "ip-address-pool", "ipaddresspool", "ipAddressPool", "address-pool-name") },
            Key("allow-shared-ip", FreeText("a sharing key", "shop"), "Services with the same key may share an address when their ports differ")
                with { MistakenKeys = Mistaken("allow-shared", "allow-share-ip", "allow-sharing-ip", "allow-sharing", "allow-shared-ips", "shared-ip", "sharing-key") },
            Key("ip-allocated-from-pool", FreeText("a pool", "production"), "State of the controller") with { IsWrittenByController = true },
        ])
    {
        Prefixes = [Prefix, OldPrefix],
        InsteadOfLoadBalancerIP = "use the annotation metallb.io/loadBalancerIPs",
        Notes = "The prefix `metallb.universe.tf/` is deprecated since 0.14.9 and still read. Sharing an address needs the same key, different ports, and "
            + "externalTrafficPolicy Cluster on both Services or the same selector. `spec.loadBalancerSourceRanges` is kube-proxy's work here.",
    };

    private static string[] Mistaken(params string[] names) => [.. names.SelectMany(n => new[] { Prefix + n, OldPrefix + n })];

    private static ServiceAnnotation Key(string name, ValueGrammar value, string summary) =>
        new(Prefix + name, value, summary) { OlderKeys = [new OlderKey(OldPrefix + name, "0.14.9")], ReadBy = [Controller] };
}
