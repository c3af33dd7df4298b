using SvcLint.Config;
using SvcLint.Kubernetes.Annotations;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Cluster;

/// <summary>From where a load balancer can be reached, as far as annotations tell.</summary>
public enum LoadBalancerExposure
{
    Unknown,
    Internal,
    Internet,
}

/// <summary>Which provider a Service's annotations speak to.</summary>
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

    /// <summary>
    /// What the annotations say of the load balancer's network. Unmarked ones depend on the controller, and so does a value that
    /// none knows: both are unknown.
    /// </summary>
    public static (LoadBalancerExposure Exposure, StringMapEntry? Mark) ExposureOf(Service service)
    {
        var annotated = new AnnotatedService(service);
        foreach (var use in annotated.Uses)
        {
            if (use.Annotation.DecidesExposure && use.Value.Length > 0 && !Placeholder.Is(use.Value) && use.Annotation.Check(use.Value, annotated) is null)
            {
                return (use.Annotation.MakesInternal(use.Value) ? LoadBalancerExposure.Internal : LoadBalancerExposure.Internet, use.Entry);
            }
        }

        return (LoadBalancerExposure.Unknown, null);
    }
}
