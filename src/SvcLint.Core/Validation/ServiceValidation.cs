using SvcLint.Kubernetes;
using SvcLint.Kubernetes.Annotations;
using SvcLint.Model;

namespace SvcLint.Validation;

/// <summary>Creation of a Service: the registry's look at addresses, then validation in the server's order. Takes a Service with defaults applied.</summary>
internal static class ServiceValidation
{
    /// <summary>Seconds; one day.</summary>
    public const int MaxAffinityTimeout = 86400;

    public static readonly string[] Types = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];
    public static readonly string[] Protocols = ["SCTP", "TCP", "UDP"];
    public static readonly string[] Affinities = ["ClientIP", "None"];
    public static readonly string[] TrafficPolicies = ["Cluster", "Local"];
    public static readonly string[] TrafficDistributions = ["PreferClose", "PreferSameZone", "PreferSameNode"];

    private const int KubeletPort = 10250;

    public static void Validate(Service service, KubernetesVersion version, ErrorList errors)
    {
        var spec = service.Spec!;
        var path = ApiPath.Root(RefusalTopic.ServiceType).Child("spec");
        ServiceFamilyValidation.Check(spec, path, version, errors);

        errors.Stage = ValidationStage.Validate;
        MetadataValidation.Validate(service, name => Name(name, version), version, errors);
        Topology(service.Metadata, version, errors);
        Type(spec, path, version, errors);
        Ports(spec, path.Child("ports"), errors);
        MetadataValidation.Labels(spec.Selector, path.Child("selector", RefusalTopic.Label), errors);
        Affinity(spec, path, errors);
        ServiceFamilyValidation.ClusterIPsRelatedFields(spec, path, version, errors);
        ExternalIPs(spec, path.Child("externalIPs", RefusalTopic.Address), version, errors);
        errors.OneOf(path.Child("type"), spec.Type!, Types);
        RepeatedPorts(spec, path.Child("ports"), errors);
        ServiceSourceRanges.Validate(service, path, version, errors);
        OnlyLoadBalancer(spec, path, errors);
        ExternalTrafficPolicy(spec, path, version, errors);
        if (spec.InternalTrafficPolicy is { } policy)
        {
            errors.OneOf(path.Child("internalTrafficPolicy"), policy, TrafficPolicies);
        }

        TrafficDistribution(spec, path, version, errors);
    }

    // What the older format takes, the newer one takes as well: the version counts for other names alone.
    private static string? Name(string name, KubernetesVersion version) =>
        NameFormat.Dns1035Label(name) is not { } problem ? null
        : version >= ServerChecks.RelaxedServiceNames ? NameFormat.Dns1123Label(name)
        : problem;

    private static void Topology(ObjectMeta meta, KubernetesVersion version, ErrorList errors)
    {
        if (meta.Annotations?.Find(KubernetesItself.TopologyMode) is { } mode && meta.Annotations[KubernetesItself.TopologyHints] is { } hints && hints != mode.Value.Value
            && version >= ServerChecks.TopologyMode)
        {
            errors.Invalid(
                ApiPath.Root(RefusalTopic.Annotation).Child("metadata").Child("annotations").Key(KubernetesItself.TopologyMode), mode.Value.Span, $"'{mode.Value.Value}' differs from annotation {KubernetesItself.TopologyHints} ('{hints}')");
        }
    }

    private static void Type(ServiceSpec spec, ApiPath path, KubernetesVersion version, ErrorList errors)
    {
        var type = spec.Type!.Value;
        var isHeadless = ServiceFamilyValidation.IsHeadless(spec);
        if (spec.Ports is not { Count: > 0 } && !isHeadless && type != "ExternalName")
        {
            errors.Required(path.Child("ports", RefusalTopic.PortsMissing), spec.Ports?.KeySpan ?? spec.KeySpan, "a Service that is not headless or ExternalName requires a port");
        }

        if (type is "LoadBalancer" or "NodePort" && isHeadless)
        {
            errors.Invalid(path.Child("clusterIPs", RefusalTopic.Headless).Index(0), ServiceFamilyValidation.ClusterIPs(spec)[0].Span, $"clusterIP 'None' is not allowed on type {type}");
        }

        if (type == "LoadBalancer" && version < ServerChecks.KubeletPortAllowed)
        {
            EachPort(spec, (port, i) =>
            {
                if (port.Port?.Value == KubeletPort)
                {
                    errors.Invalid(path.Child("ports", RefusalTopic.PortNumber).Index(i), port.Port.Span, $"port {KubeletPort} is the kubelet's and cannot be exposed before Kubernetes {ServerChecks.KubeletPortAllowed}");
                }
            });
        }

        if (type == "ExternalName")
        {
            ExternalName(spec, path, errors);
        }
    }

    private static void ExternalName(ServiceSpec spec, ApiPath path, ErrorList errors)
    {
        const string Detail = "addresses are not allowed on type ExternalName";
        if (ServiceFamilyValidation.ClusterIPs(spec) is { Count: > 0 } ips)
        {
            errors.Forbidden(path.Child("clusterIPs", RefusalTopic.ExternalName), ips[0].Span, Detail);
        }

        if (spec.IPFamilies is { Count: > 0 } families)
        {
            errors.Forbidden(path.Child("ipFamilies", RefusalTopic.ExternalName), families.KeySpan, Detail);
        }

        if (spec.IPFamilyPolicy is { } policy)
        {
            errors.Forbidden(path.Child("ipFamilyPolicy", RefusalTopic.ExternalName), policy.Span, Detail);
        }

        // One final dot marks a name as complete.
        var name = spec.ExternalName?.Value ?? "";
        name = name.EndsWith(".", StringComparison.Ordinal) ? name.Substring(0, name.Length - 1) : name;
        if (name.Length == 0)
        {
            errors.Required(path.Child("externalName", RefusalTopic.ExternalName), spec.ExternalName?.Span ?? spec.Type!.Span, "externalName is required for type ExternalName");
        }
        else
        {
            errors.Check(path.Child("externalName", RefusalTopic.ExternalName), spec.ExternalName!.Span, NameFormat.Dns1123Subdomain(name));
        }
    }

    private static void Ports(ServiceSpec spec, ApiPath ports, ErrorList errors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var needsName = spec.Ports is { Count: > 1 };
        EachPort(spec, (port, i) =>
        {
            var path = ports.Index(i);
            if (port.Name is { Value.Length: > 0 } name)
            {
                errors.Check(path.Child("name", RefusalTopic.PortName), name.Span, NameFormat.Dns1123Label(name.Value));
                if (!names.Add(name.Value))
                {
                    errors.Duplicate(path.Child("name", RefusalTopic.PortRepeated), name.Span, $"duplicate port name '{name.Value}'");
                }
            }
            else if (needsName)
            {
                errors.Required(path.Child("name", RefusalTopic.PortNameMissing), port.Name?.Span ?? port.KeySpan, "port has no name, which is required beside other ports");
            }

            errors.Check(path.Child("port", RefusalTopic.PortNumber), port.Port?.Span ?? port.KeySpan, port.Port is { } number ? NameFormat.PortNumber(number.Value) : "port is required");
            Protocol(port.Protocol!, path, errors);
            NumberOrName(port.TargetPort!, path, "targetPort", errors);
            if (port.AppProtocol is { } appProtocol)
            {
                errors.Check(path.Child("appProtocol", RefusalTopic.Name), appProtocol.Span, NameFormat.QualifiedName(appProtocol.Value));
            }
        });
    }

    public static void Protocol(Located<string> protocol, ApiPath port, ErrorList errors) => errors.OneOf(port.Child("protocol"), protocol, Protocols);

    public static void NumberOrName(Located<IntOrString> port, ApiPath owner, string field, ErrorList errors)
    {
        if (port.Value.Int is { } number)
        {
            var problem = NameFormat.PortNumber(number);
            errors.Check(owner.Child(field, RefusalTopic.PortNumber), port.Span, problem is not null && port.IsDefault ? $"{field} takes its number from port, which {problem}" : problem);
        }
        else
        {
            errors.Check(owner.Child(field, RefusalTopic.PortName), port.Span, NameFormat.PortName(port.Value.String ?? ""));
        }
    }

    private static void Affinity(ServiceSpec spec, ApiPath path, ErrorList errors)
    {
        var before = errors.Count;
        errors.OneOf(path.Child("sessionAffinity"), spec.SessionAffinity!, Affinities);
        if (errors.Count == before && spec.SessionAffinityConfig?.ClientIP?.TimeoutSeconds is { Value: <= 0 or > MaxAffinityTimeout } timeout)
        {
            errors.Invalid(path.Child("sessionAffinityConfig", RefusalTopic.AffinityTimeout).Child("clientIP").Child("timeoutSeconds"), timeout.Span, "must be from 1 to 86400 (one day)");
        }
    }

    private static void ExternalIPs(ServiceSpec spec, ApiPath path, KubernetesVersion version, ErrorList errors)
    {
        var items = spec.ExternalIPs?.Items ?? [];
        for (var i = 0; i < items.Count; i++)
        {
            if (AddressValidation.LegacyIP(items[i], path.Index(i), version, errors))
            {
                AddressValidation.Endpoint(items[i].Value, items[i].Span, path.Index(i), errors);
            }
        }
    }

    private static void RepeatedPorts(ServiceSpec spec, ApiPath ports, ErrorList errors)
    {
        if (spec.Type!.Value == "ClusterIP")
        {
            EachPort(spec, (port, i) =>
            {
                if (port.NodePort is { Value: not 0 } nodePort)
                {
                    errors.Forbidden(ports.Index(i).Child("nodePort"), nodePort.Span, "nodePort is not allowed on type ClusterIP");
                }
            });
        }

        var seen = new HashSet<(string Protocol, int Port)>();
        EachPort(spec, (port, i) =>
        {
            if (port.NodePort is { Value: not 0 } nodePort && !seen.Add((port.Protocol!.Value, nodePort.Value)))
            {
                errors.Duplicate(ports.Index(i).Child("nodePort", RefusalTopic.PortRepeated), nodePort.Span, $"duplicate nodePort {nodePort.Value}/{port.Protocol.Value}");
            }
        });

        seen.Clear();
        EachPort(spec, (port, i) =>
        {
            if (!seen.Add((port.Protocol!.Value, port.Port?.Value ?? 0)))
            {
                errors.Duplicate(ports.Index(i, RefusalTopic.PortRepeated), port.Port?.Span ?? port.KeySpan, $"duplicate port {port.Port?.Value ?? 0}/{port.Protocol.Value}");
            }
        });
    }

    private static void OnlyLoadBalancer(ServiceSpec spec, ApiPath path, ErrorList errors)
    {
        if (spec.Type!.Value == "LoadBalancer")
        {
            if (spec.LoadBalancerClass is { } name)
            {
                errors.Check(path.Child("loadBalancerClass", RefusalTopic.Name), name.Span, NameFormat.QualifiedName(name.Value));
            }

            return;
        }

        const string Detail = "is allowed on type LoadBalancer only";
        if (spec.AllocateLoadBalancerNodePorts is { } allocate)
        {
            errors.Forbidden(path.Child("allocateLoadBalancerNodePorts"), allocate.Span, Detail);
        }

        if (spec.LoadBalancerClass is { } balancer)
        {
            errors.Forbidden(path.Child("loadBalancerClass"), balancer.Span, Detail);
        }
    }

    private static void ExternalTrafficPolicy(ServiceSpec spec, ApiPath path, KubernetesVersion version, ErrorList errors)
    {
        if (spec.ExternalTrafficPolicy is { Value.Length: > 0 } policy)
        {
            if (!ApiDefaults.IsExternallyAccessible(spec, version))
            {
                var reachable = version >= ServerDefaults.ExternalIPsHavePolicy ? "NodePort, LoadBalancer, or ClusterIP with externalIPs" : "NodePort or LoadBalancer";
                errors.Invalid(path.Child("externalTrafficPolicy"), policy.Span, $"is allowed on {reachable} only");
            }
            else
            {
                errors.OneOf(path.Child("externalTrafficPolicy"), policy, TrafficPolicies);
            }
        }

        if (spec.HealthCheckNodePort is { Value: not 0 } port)
        {
            if (!NeedsHealthCheck(spec))
            {
                errors.Invalid(path.Child("healthCheckNodePort"), port.Span, "is allowed on type LoadBalancer with externalTrafficPolicy Local only");
            }
            else
            {
                errors.Check(path.Child("healthCheckNodePort"), port.Span, NameFormat.PortNumber(port.Value));
            }
        }
    }

    public static bool NeedsHealthCheck(ServiceSpec spec) => spec.Type?.Value == "LoadBalancer" && spec.ExternalTrafficPolicy?.Value == "Local";

    private static void TrafficDistribution(ServiceSpec spec, ApiPath path, KubernetesVersion version, ErrorList errors)
    {
        // While its gate was off the field was dropped before validation.
        if (spec.TrafficDistribution is { } distribution && version >= ServerChecks.TrafficDistribution)
        {
            errors.OneOf(path.Child("trafficDistribution"), distribution, version >= ServerChecks.PreferSame ? TrafficDistributions : [TrafficDistributions[0]]);
        }
    }

    private static void EachPort(ServiceSpec spec, Action<ServicePort, int> visit)
    {
        var items = spec.Ports?.Items ?? [];
        for (var i = 0; i < items.Count; i++)
        {
            visit(items[i], i);
        }
    }
}
