namespace SvcLint.Kubernetes;

/// <summary>A change of behavior that comes with a version of Kubernetes, or is announced for one.</summary>
/// <param name="Subject">A stable name.</param>
/// <param name="Since">The version that brings it.</param>
/// <param name="What">What changes.</param>
/// <param name="Advice">What to do about it, imperative.</param>
/// <param name="Gate">The feature gate whose default changes: whoever sets it keeps what it is set to. Null where no gate decides.</param>
public sealed record ScheduledChange(string Subject, KubernetesVersion Since, string What, string Advice, string? Gate = null)
{
    /// <summary>Announced for a version that svclint does not know yet: it may move.</summary>
    public bool IsPlanned => Since > KubernetesVersion.Newest;
}

/// <summary>What changes for Services and kube-proxy from version to version beside what tables of fields, APIs and gates hold.</summary>
public static class Schedule
{
    public const string ExternalIPs = "spec.externalIPs";
    public const string IpvsMode = "mode ipvs";
    public const string DefaultMode = "mode unset";
    public const string LocalhostNodePorts = "node ports on localhost in nftables mode";

    /// <summary>The last version for which something is announced.</summary>
    public static readonly KubernetesVersion Horizon = new(43);

    /// <summary>By version, oldest first.</summary>
    public static IReadOnlyList<ScheduledChange> Changes { get; } =
    [
        new("service.kubernetes.io/topology-mode", new(27), "the annotation is known beside service.kubernetes.io/topology-aware-hints", "write the newer name"),
        new("externalTrafficPolicy", new(29), "Local takes effect on a ClusterIP Service that has externalIPs", "expect connections on nodes without an endpoint to be dropped"),
        new("loadBalancer ipMode", new(30), "addresses with ipMode Proxy are left to the load balancer", "send clients in the cluster through the load balancer"),
        new("nodePortAddresses in nftables mode", new(30), "unset means the node's primary address instead of every address", "list the ranges that must serve node ports"),
        new("trafficDistribution", new(31), "topology hints count without an annotation", "expect traffic to stay in the zone where hints are complete"),
        new("nodePortAddresses in nftables mode", new(31), "a family without a range is served on every address", "list ranges of both families"),
        new("kube-proxy's flag --proxy-port-range", new(31), "removed: kube-proxy does not start with it", "remove the flag"),
        new("kube-proxy's metrics in nftables mode", new(31), "failed writes have a name of their own instead of iptables mode's", "ask for kubeproxy_sync_proxy_rules_nftables_sync_failures_total"),
        new("kube-proxy's metrics", new(33), "a series for each IP family, by the label ip_family", "aggregate over ip_family"),
        new("kernels before 5.13 in nftables mode", new(33), "kube-proxy does not start", "upgrade the nodes first"),
        new("externalTrafficPolicy in nftables mode", new(33), "a node without an endpoint no longer drops its own connections to external addresses (Local)", "nothing"),
        new("Endpoints", new(33), "deprecated", "use discovery.k8s.io/v1 EndpointSlice"),
        new("ServiceCIDR", new(33), "nftables mode drops traffic to cluster IPs that no Service has", "nothing, unless clients rely on another answer"),
        new("trafficDistribution", new(34), "PreferSameZone and PreferSameNode are taken, and hints that name nodes count", "expect traffic to stay on the node where it can"),
        new(IpvsMode, new(35), "deprecated", "move to nftables"),
        new("trafficDistribution", new(35), "PreferClose is deprecated", "write PreferSameZone"),
        new("IP addresses and CIDRs", new(36), "leading zeros, IPv4-mapped addresses and host bits are rejected", "write them canonically"),
        new("service.kubernetes.io/headless", new(36), "kube-proxy programs a Service with the label", "use clusterIP None"),
        new("service.kubernetes.io/service-proxy-name", new(36), "kube-proxy uses an EndpointSlice with the label", "label the Service too"),
        new(ExternalIPs, new(36), "deprecated", "use a LoadBalancer Service, or a gateway"),
        new("networking.k8s.io/v1beta1", new(37), "ServiceCIDR and IPAddress are not served", "write networking.k8s.io/v1"),
        new("nodePortAddresses", new(37), "takes primary, localhost and all, beside ranges", "nothing"),
        new("feature gates", new(37), "a gate that is on while one it depends on is off stops kube-proxy", "set both"),
        new(DefaultMode, new(37), "kube-proxy logs an error and raises an event", "set mode"),
        new(LocalhostNodePorts, new(38), "proxied or rejected by default (beta)", "test what uses node ports on localhost", "KubeProxyNFTablesLocalhostNodePorts"),
        new("IP addresses and CIDRs", new(38), "the strict format can no longer be switched off", "write them canonically"),
        new(DefaultMode, new(40), "the default becomes nftables", "set mode"),
        new(IpvsMode, new(40), "off by default (feature gate KubeProxyIPVS)", "move to nftables", "KubeProxyIPVS"),
        new(ExternalIPs, new(40), "off by default (feature gate AllowServiceExternalIPs)", "use a LoadBalancer Service, or a gateway", "AllowServiceExternalIPs"),
        new(IpvsMode, new(43), "removed", "move to nftables"),
        new(ExternalIPs, new(43), "removed", "use a LoadBalancer Service, or a gateway"),
    ];

    /// <summary>The last change of a subject in words, with its version.</summary>
    public static string Last(string subject) =>
        Changes.Last(c => c.Subject == subject) is var change && change.IsPlanned ? $"{change.What} in {change.Since} (planned)" : $"{change.What} in {change.Since}";

    /// <summary>What is announced for a subject behind one version and up to another, where some gates are set already.</summary>
    public static IReadOnlyList<ScheduledChange> Planned(string subject, KubernetesVersion from, KubernetesVersion to, Func<string, bool?>? gates = null) =>
        [.. Changes.Where(c => c.Subject == subject && c.IsPlanned && c.Since > from && c.Since <= to && (c.Gate is null || gates?.Invoke(c.Gate) is null))];
}
