using SvcLint.Config;
using SvcLint.Model;

namespace SvcLint.Cluster;

/// <summary>From where a load balancer can be reached, as far as annotations tell.</summary>
public enum LoadBalancerExposure
{
    Unknown,
    Internal,
    Internet,
}

/// <summary>Which provider a Service's annotations and class speak to.</summary>
public static class LoadBalancerProvider
{
    private static readonly (string Prefix, CloudProvider Provider)[] AnnotationPrefixes =
    [
        ("service.beta.kubernetes.io/alibaba-cloud-", CloudProvider.AlibabaCloud),
        ("service.beta.kubernetes.io/alicloud-", CloudProvider.AlibabaCloud),
        ("service.beta.kubernetes.io/aws-load-balancer-", CloudProvider.Aws),
        ("service.beta.kubernetes.io/azure-", CloudProvider.Azure),
        ("networking.gke.io/", CloudProvider.Gke),
        ("cloud.google.com/", CloudProvider.Gke),
        ("service.beta.kubernetes.io/do-loadbalancer-", CloudProvider.DigitalOcean),
        ("loadbalancer.openstack.org/", CloudProvider.OpenStack),
        ("service.beta.kubernetes.io/openstack-", CloudProvider.OpenStack),
        ("metallb.io/", CloudProvider.MetalLB),
        ("metallb.universe.tf/", CloudProvider.MetalLB),
    ];

    // Key, value, exposure; a value of null stands for any other one.
    private static readonly (string Key, string? Value, LoadBalancerExposure Exposure)[] ExposureMarks =
    [
        ("service.beta.kubernetes.io/aws-load-balancer-scheme", "internet-facing", LoadBalancerExposure.Internet),
        ("service.beta.kubernetes.io/aws-load-balancer-scheme", null, LoadBalancerExposure.Internal),
        ("service.beta.kubernetes.io/aws-load-balancer-internal", "false", LoadBalancerExposure.Internet),
        ("service.beta.kubernetes.io/aws-load-balancer-internal", null, LoadBalancerExposure.Internal),
        ("service.beta.kubernetes.io/azure-load-balancer-internal", "false", LoadBalancerExposure.Internet),
        ("service.beta.kubernetes.io/azure-load-balancer-internal", null, LoadBalancerExposure.Internal),
        ("service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type", "internet", LoadBalancerExposure.Internet),
        ("service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type", null, LoadBalancerExposure.Internal),
        ("service.beta.kubernetes.io/alicloud-loadbalancer-address-type", "internet", LoadBalancerExposure.Internet),
        ("service.beta.kubernetes.io/alicloud-loadbalancer-address-type", null, LoadBalancerExposure.Internal),
        ("service.beta.kubernetes.io/do-loadbalancer-network", "EXTERNAL", LoadBalancerExposure.Internet),
        ("service.beta.kubernetes.io/do-loadbalancer-network", null, LoadBalancerExposure.Internal),
        ("service.beta.kubernetes.io/openstack-internal-load-balancer", "false", LoadBalancerExposure.Internet),
        ("service.beta.kubernetes.io/openstack-internal-load-balancer", null, LoadBalancerExposure.Internal),
        ("networking.gke.io/load-balancer-type", "External", LoadBalancerExposure.Internet),
        ("networking.gke.io/load-balancer-type", null, LoadBalancerExposure.Internal),
        ("cloud.google.com/load-balancer-type", null, LoadBalancerExposure.Internal),
    ];

    /// <summary>The provider that reads an annotation; <see cref="CloudProvider.Unknown"/> when none known does.</summary>
    public static CloudProvider OfAnnotation(string key)
    {
        foreach (var (prefix, provider) in AnnotationPrefixes)
        {
            if (key.StartsWith(prefix, StringComparison.Ordinal))
            {
                return provider;
            }
        }

        return CloudProvider.Unknown;
    }

    /// <summary>The provider of a loadBalancerClass, by its domain.</summary>
    public static CloudProvider OfClass(string name) => name.Substring(0, Math.Max(0, name.IndexOf('/'))) switch
    {
        "service.k8s.aws" or "eks.amazonaws.com" => CloudProvider.Aws,
        "alibabacloud.com" => CloudProvider.AlibabaCloud,
        "networking.gke.io" => CloudProvider.Gke,
        _ => CloudProvider.Unknown,
    };

    /// <summary>What the annotations say of the load balancer's network; unmarked ones depend on the controller, so they are unknown.</summary>
    public static (LoadBalancerExposure Exposure, StringMapEntry? Mark) ExposureOf(Service service)
    {
        foreach (var (key, value, exposure) in ExposureMarks)
        {
            if (service.Metadata.Annotations?.Find(key) is { } entry && (value is null || entry.Value.Value == value))
            {
                return (exposure, entry);
            }
        }

        return (LoadBalancerExposure.Unknown, null);
    }
}
