using SvcLint.Kubernetes;
using SvcLint.Kubernetes.Annotations;
using SvcLint.Model;

namespace SvcLint.Validation;

/// <summary>loadBalancerSourceRanges and the annotation that came before it.</summary>
internal static class ServiceSourceRanges
{
    public static void Validate(Service service, ApiPath spec, KubernetesVersion version, ErrorList errors)
    {
        var isLoadBalancer = service.Spec!.Type!.Value == "LoadBalancer";
        if (service.Spec.LoadBalancerSourceRanges is { Count: > 0 } ranges)
        {
            // The capital letter is the server's.
            const string Field = "LoadBalancerSourceRanges";
            if (!isLoadBalancer)
            {
                errors.Forbidden(spec.Child(Field, RefusalTopic.ServiceType), ranges.KeySpan, "is allowed on type LoadBalancer only");
            }

            var path = spec.Child(Field, RefusalTopic.Cidr);
            Ranges(ranges.Items, i => version >= ServerChecks.EachSourceRange ? path.Index(i) : path, version, errors);
        }
        else if (service.Metadata.Annotations?.Find(KubernetesItself.SourceRanges) is { } annotation)
        {
            if (!isLoadBalancer)
            {
                errors.Forbidden(InAnnotation(RefusalTopic.ServiceType), annotation.Key.Span, "is allowed on type LoadBalancer only");
            }

            if (annotation.Value.Value.Trim() is { Length: > 0 } list)
            {
                var path = InAnnotation(RefusalTopic.Cidr);
                Ranges([.. list.Split(',').Select(r => annotation.Value with { Value = r })], _ => path, version, errors);
            }
        }
    }

    private static ApiPath InAnnotation(RefusalTopic topic) => ApiPath.Root(topic).Child("metadata").Child("annotations").Key(KubernetesItself.SourceRanges);

    private static void Ranges(IReadOnlyList<Located<string>> ranges, Func<int, ApiPath> path, KubernetesVersion version, ErrorList errors)
    {
        for (var i = 0; i < ranges.Count; i++)
        {
            // Spaces around a range are part of the API.
            var before = errors.Count;
            AddressValidation.LegacyCidr(ranges[i].Value.Trim(), ranges[i].Span, path(i), version, errors);
            if (errors.Count > before && version < ServerChecks.EachSourceRange)
            {
                return;
            }
        }
    }
}
