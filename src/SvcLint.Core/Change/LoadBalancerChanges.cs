using SvcLint.Kubernetes.Annotations;
using SvcLint.Model;

namespace SvcLint.Change;

/// <summary>What makes a cloud replace the load balancer of a Service: clients meet another address, or find none for a while.</summary>
internal static class LoadBalancerChanges
{
    /// <summary>What differs, with the value on both sides; nothing where the Service has a load balancer on one side only.</summary>
    public static IEnumerable<(string What, string? Before, string? After)> Of(Service before, Service after)
    {
        if (before.Spec?.Type?.Value != "LoadBalancer" || after.Spec?.Type?.Value != "LoadBalancer")
        {
            yield break;
        }

        var (was, now) = (before.Spec.LoadBalancerClass?.Value, after.Spec.LoadBalancerClass?.Value);
        if (was != now)
        {
            yield return ("loadBalancerClass", was, now);
        }

        if ((before.Spec.LoadBalancerIP?.Value ?? "") != (after.Spec.LoadBalancerIP?.Value ?? ""))
        {
            yield return ("loadBalancerIP", before.Spec.LoadBalancerIP?.Value, after.Spec.LoadBalancerIP?.Value);
        }

        var (earlier, later) = (Identity(before), Identity(after));
        foreach (var key in earlier.Keys.Union(later.Keys).OrderBy(k => k, StringComparer.Ordinal))
        {
            // A default that is written out changes nothing, nor does the current name of a key.
            var known = (earlier.TryGetValue(key, out var use) ? use : later[key]).Annotation.Default;
            var one = use?.Value ?? known;
            var other = later.TryGetValue(key, out var written) ? written.Value : known;
            if (!string.Equals(one, other, StringComparison.OrdinalIgnoreCase))
            {
                yield return (key, one, other);
            }
        }
    }

    /// <summary>Whether clients outside the cloud's own network find it.</summary>
    public static bool IsInternal(Service service) => service.Spec?.Type?.Value == "LoadBalancer" && AnnotationQueries.IsInternal(service);

    private static Dictionary<string, AnnotationUse> Identity(Service service)
    {
        var values = new Dictionary<string, AnnotationUse>(StringComparer.Ordinal);
        foreach (var use in new AnnotatedService(service).Uses.Where(u => u.Annotation.DecidesIdentity))
        {
            values[use.Annotation.Key] = use;
        }

        return values;
    }
}
