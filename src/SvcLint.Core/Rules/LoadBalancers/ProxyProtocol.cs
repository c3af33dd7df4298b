using SvcLint.Cluster;
using SvcLint.Model;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>What ingress-nginx is told of the PROXY protocol.</summary>
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
}
