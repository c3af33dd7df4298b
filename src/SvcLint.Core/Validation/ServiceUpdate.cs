using SvcLint.Model;

namespace SvcLint.Validation;

/// <summary>
/// What the API server refuses when a Service is changed. Addresses that a manifest leaves out stay as the server allocated them; where
/// the outcome depends on such an address nothing is said. Takes Services with defaults applied.
/// </summary>
internal static class ServiceUpdate
{
    public static void Validate(Service after, Service before, ErrorList errors)
    {
        var (spec, old) = (after.Spec!, before.Spec!);
        var path = ApiPath.Root(RefusalTopic.Change).Child("spec");

        // To and from ExternalName everything is allocated or released anew.
        if (spec.Type!.Value != "ExternalName" && old.Type!.Value != "ExternalName")
        {
            ClusterIPs(spec, old, path, errors);
            Families(spec, old, path, errors);
        }

        LoadBalancerClass(spec, old, path, errors);
        if (ServiceValidation.NeedsHealthCheck(spec) && ServiceValidation.NeedsHealthCheck(old)
            && spec.HealthCheckNodePort is { Value: not 0 } port && old.HealthCheckNodePort is { Value: not 0 } was && port.Value != was.Value)
        {
            errors.Forbidden(path.Child("healthCheckNodePort"), port.Span, $"{was.Value} became {port.Value}, and the load balancer already asks the old port");
        }
    }

    private static void ClusterIPs(ServiceSpec spec, ServiceSpec old, ApiPath path, ErrorList errors)
    {
        var (now, was) = (ServiceFamilyValidation.ClusterIPs(spec), ServiceFamilyValidation.ClusterIPs(old));
        var (isHeadless, wasHeadless) = (ServiceFamilyValidation.IsHeadless(spec), ServiceFamilyValidation.IsHeadless(old));
        var first = path.Child("clusterIPs").Index(0);
        if (now.Count == 0)
        {
            if (wasHeadless && spec.Type!.Value is "NodePort" or "LoadBalancer")
            {
                errors.Invalid(first, spec.Type.Span, $"the Service stays headless although clusterIP None was removed, and a {spec.Type.Value} Service needs a cluster IP");
            }

            return;
        }

        if (isHeadless && wasHeadless)
        {
            return;
        }

        if (was.Count == 0)
        {
            if (isHeadless)
            {
                errors.Invalid(first, now[0].Span, "the Service has had an address allocated, which cannot become 'None'");
            }

            return;
        }

        for (var i = 0; i < now.Count && i < was.Count; i++)
        {
            if (now[i].Value != was[i].Value && (i == 0 || now.Count == was.Count))
            {
                errors.Invalid(path.Child("clusterIPs").Index(i), now[i].Span, $"'{was[i].Value}' became '{now[i].Value}'");
            }
        }

        if (now.Count < was.Count && spec.ClusterIPs is { Count: > 0 } list)
        {
            ReleaseSecond(spec, old, list.KeySpan, path, "cluster IP", errors);
        }
    }

    private static void Families(ServiceSpec spec, ServiceSpec old, ApiPath path, ErrorList errors)
    {
        if (spec.IPFamilies is not { Count: > 0 } now || old.IPFamilies is not { Count: > 0 } was)
        {
            return;
        }

        if (now.Count < was.Count)
        {
            ReleaseSecond(spec, old, now.KeySpan, path, "IP family", errors);
        }

        var (isHeadless, wasHeadless) = (ServiceFamilyValidation.IsHeadless(spec), ServiceFamilyValidation.IsHeadless(old));
        if (!isHeadless && !wasHeadless && now[0].Value != was[0].Value)
        {
            // The address that is there has the old family: that is what the server complains of first.
            var isNewAddress = spec.ClusterIP is { Value.Length: > 0 } ip && ip.Value != old.ClusterIP?.Value;
            errors.Invalid(path.Child(isNewAddress ? "ipFamilies" : "clusterIPs").Index(0), now[0].Span, $"the first family {was[0].Value} became {now[0].Value}, and the allocated address is of the first");
        }
    }

    private static void ReleaseSecond(ServiceSpec spec, ServiceSpec old, Text.SourceSpan place, ApiPath path, string what, ErrorList errors)
    {
        // A policy that is left out stays what it was.
        var policy = spec.IPFamilyPolicy ?? old.IPFamilyPolicy;
        if (policy?.Value != "SingleStack")
        {
            errors.Invalid(path.Child("ipFamilyPolicy"), spec.IPFamilyPolicy?.Span ?? place, $"the second {what} is given up, which needs ipFamilyPolicy SingleStack");
        }
    }

    private static void LoadBalancerClass(ServiceSpec spec, ServiceSpec old, ApiPath path, ErrorList errors)
    {
        if (spec.Type!.Value != "LoadBalancer" || old.Type!.Value != "LoadBalancer" || spec.LoadBalancerClass?.Value == old.LoadBalancerClass?.Value)
        {
            return;
        }

        var text = (old.LoadBalancerClass, spec.LoadBalancerClass) switch
        {
            ({ } was, { } now) => $"'{was.Value}' became '{now.Value}'",
            ({ } was, null) => $"'{was.Value}' was removed",
            (_, var now) => $"'{now!.Value}' was added",
        };
        errors.Invalid(path.Child("loadBalancerClass"), spec.LoadBalancerClass?.Span ?? spec.Type.Span, text + "; the class is immutable on type LoadBalancer");
    }
}
