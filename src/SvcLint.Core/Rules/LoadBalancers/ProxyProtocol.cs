using SvcLint.Cluster;
using SvcLint.Model;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>What load balancers and ingress-nginx are told of the PROXY protocol.</summary>
internal static class ProxyProtocol
{
    public const string Option = "use-proxy-protocol";

    /// <summary>The words that the controller reads as true.</summary>
    public static bool IsOn(string? value) => value is "true" or "True" or "TRUE" or "t" or "T" or "1";

    /// <summary>
    /// The ConfigMap that ingress-nginx names as "--configmap=NAMESPACE/NAME"; HAProxy's controller does so too, and its option has another name.
    /// </summary>
    public static ConfigMap? ConfigMapOf(DeploymentUnit unit, Workload workload)
    {
        foreach (var argument in workload.ServingContainers().Where(c => c.Image?.Value.Contains("haproxy") != true).SelectMany(c => (c.Command?.Items ?? []).Concat(c.Args?.Items ?? [])))
        {
            if (argument.Value.StartsWith("--configmap=", StringComparison.Ordinal))
            {
                return unit.Lookup.ConfigMapsNamed(argument.Value.Substring(argument.Value.LastIndexOf('/') + 1)).FirstOrDefault();
            }
        }

        return null;
    }

    /// <summary>True for a text that may speak of the protocol, in whatever spelling.</summary>
    public static bool MaySay(string text) =>
        text.IndexOf("proxy-protocol", StringComparison.OrdinalIgnoreCase) >= 0 || text.IndexOf("proxyprotocol", StringComparison.OrdinalIgnoreCase) >= 0 || text.IndexOf("proxy_protocol", StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>True for an annotation by which a load balancer sends it.</summary>
    public static bool IsAskedBy(string key, string value) => key switch
    {
        "service.beta.kubernetes.io/aws-load-balancer-proxy-protocol" => value == "*",
        "service.beta.kubernetes.io/do-loadbalancer-enable-proxy-protocol" => value == "true",
        "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-proxy-protocol" => value == "on",
        "load-balancer.hetzner.cloud/uses-proxyprotocol" => value == "true",
        "loadbalancer.openstack.org/proxy-protocol" => value is "true" or "v1" or "v2",
        "service.beta.kubernetes.io/aws-load-balancer-target-group-attributes" => value.Replace(" ", "").IndexOf("proxy_protocol_v2.enabled=true", StringComparison.Ordinal) >= 0,
        "service.beta.kubernetes.io/scw-loadbalancer-proxy-protocol-v1" or "service.beta.kubernetes.io/scw-loadbalancer-proxy-protocol-v2" => value is "true" or "*",
        "service.beta.kubernetes.io/ovh-loadbalancer-proxy-protocol" or "loadbalancer.ovhcloud.com/proxy-protocol" => value.StartsWith("v", StringComparison.Ordinal),
        "service.beta.kubernetes.io/linode-loadbalancer-proxy-protocol" or "service.beta.kubernetes.io/linode-loadbalancer-default-proxy-protocol" => value is "v1" or "v2",
        "service.beta.kubernetes.io/vultr-loadbalancer-proxy-protocol" => value == "true",
        "kubernetes.civo.com/loadbalancer-enable-proxy-protocol" => value is "send-proxy" or "send-proxy-v2",
        _ => false,
    };
}
