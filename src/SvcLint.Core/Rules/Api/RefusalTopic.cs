using SvcLint.Model;
using SvcLint.Validation;

namespace SvcLint.Rules.Api;

/// <summary>What a refusal of the API server is about; each topic is one rule.</summary>
internal enum RefusalTopic
{
    Name,
    Label,
    Annotation,
    OwnerOrFinalizer,
    Value,
    PortNumber,
    PortName,
    PortNameMissing,
    PortRepeated,
    PortsMissing,
    ServiceType,
    Headless,
    ClusterIP,
    ExternalName,
    Address,
    Cidr,
    AffinityTimeout,
    SelectorExpression,
    PolicyPeer,
    EndPort,
    EndpointShape,
    Container,
    HostPort,
    PodDns,
    TemplateSelector,
    Allocation,
    KubeProxy,
    FeatureGate,
}

/// <summary>Sorts errors by topic: every error has exactly one.</summary>
internal static class Refusals
{
    public static RefusalTopic TopicOf(KubernetesObject item, ApiError error)
    {
        if (error.Type == ErrorType.FeatureGate)
        {
            return RefusalTopic.FeatureGate;
        }

        if (item is KubeProxyConfiguration)
        {
            return RefusalTopic.KubeProxy;
        }

        return error.Stage == ValidationStage.Allocation ? RefusalTopic.Allocation
            : error.Field.StartsWith("metadata.", StringComparison.Ordinal) ? OfMetadata(error)
            : error.Type == ErrorType.NotSupported ? RefusalTopic.Value
            : OfField(item, error);
    }

    private static RefusalTopic OfMetadata(ApiError error)
    {
        var field = error.Field.Substring("metadata.".Length);
        return field switch
        {
            "name" or "generateName" or "namespace" => RefusalTopic.Name,
            "labels" => RefusalTopic.Label,
            _ when field.IndexOf("load-balancer-source-ranges", StringComparison.Ordinal) >= 0 =>
                error.Type == ErrorType.Forbidden ? RefusalTopic.ServiceType : RefusalTopic.Cidr,
            _ when field.StartsWith("annotations", StringComparison.Ordinal) => RefusalTopic.Annotation,
            _ => RefusalTopic.OwnerOrFinalizer,
        };
    }

    private static RefusalTopic OfField(KubernetesObject item, ApiError error)
    {
        var names = Names(error.Field);
        var last = names[names.Count - 1];
        var parent = names.Count > 1 ? names[names.Count - 2] : "";
        return last switch
        {
            "labels" when parent == "metadata" => RefusalTopic.TemplateSelector,
            "labels" or "matchLabels" or "nodeSelector" => RefusalTopic.Label,
            "selector" => item is Service ? RefusalTopic.Label : RefusalTopic.TemplateSelector,
            "annotations" => RefusalTopic.Annotation,
            "operator" or "key" or "values" => RefusalTopic.SelectorExpression,
            "name" when parent == "ports" => error.Type switch
            {
                ErrorType.Required => RefusalTopic.PortNameMissing,
                ErrorType.Duplicate => RefusalTopic.PortRepeated,
                _ => RefusalTopic.PortName,
            },
            "port" or "targetPort" or "containerPort" when error.Detail != NameFormat.PortNumberRange && error.Type == ErrorType.Invalid =>
                last == "containerPort" ? RefusalTopic.HostPort : RefusalTopic.PortName,
            "port" or "targetPort" or "containerPort" => RefusalTopic.PortNumber,
            "ports" => error.Type switch
            {
                ErrorType.Required => RefusalTopic.PortsMissing,
                ErrorType.Duplicate => RefusalTopic.PortRepeated,
                ErrorType.TooMany => RefusalTopic.EndpointShape,
                _ => RefusalTopic.PortNumber,
            },
            "nodePort" => error.Type == ErrorType.Forbidden ? RefusalTopic.ServiceType : RefusalTopic.PortRepeated,
            "hostPort" => RefusalTopic.HostPort,
            "hostname" or "hostnames" or "nodeName" or "subdomain" or "serviceAccountName" or "appProtocol" => RefusalTopic.Name,
            "endPort" => RefusalTopic.EndPort,
            "cidr" or "except" => RefusalTopic.Cidr,
            "from" or "to" or "policyTypes" => RefusalTopic.PolicyPeer,
            "timeoutSeconds" when parent == "clientIP" => RefusalTopic.AffinityTimeout,
            "ip" or "externalIPs" => RefusalTopic.Address,
            "addresses" => error.Type == ErrorType.Invalid ? RefusalTopic.Address : RefusalTopic.EndpointShape,
            "endpoints" or "subsets" or "addressType" or "forZones" or "forNodes" => RefusalTopic.EndpointShape,
            _ when parent is "forZones" or "forNodes" => RefusalTopic.EndpointShape,
            _ when names.Contains("dnsConfig") => RefusalTopic.PodDns,
            _ => item is Service service ? OfService(service, last, error.Type) : RefusalTopic.Container,
        };
    }

    private static RefusalTopic OfService(Service service, string last, ErrorType type) => last switch
    {
        "externalName" => RefusalTopic.ExternalName,
        "clusterIPs" or "ipFamilies" or "ipFamilyPolicy" when type == ErrorType.Forbidden => RefusalTopic.ExternalName,
        "clusterIPs" when service.Spec?.ClusterIP?.Value == "None" && service.Spec.Type?.Value is "NodePort" or "LoadBalancer" => RefusalTopic.Headless,
        "clusterIPs" or "ipFamilies" or "ipFamilyPolicy" => RefusalTopic.ClusterIP,
        "LoadBalancerSourceRanges" => type == ErrorType.Forbidden ? RefusalTopic.ServiceType : RefusalTopic.Cidr,
        "loadBalancerClass" => type == ErrorType.Forbidden ? RefusalTopic.ServiceType : RefusalTopic.Name,
        _ => RefusalTopic.ServiceType,
    };

    // The names of a path, without indices and keys.
    private static IReadOnlyList<string> Names(string field)
    {
        var names = new List<string>();
        foreach (var part in field.Split('.'))
        {
            var bracket = part.IndexOf('[');
            names.Add(bracket < 0 ? part : part.Substring(0, bracket));
        }

        return names;
    }
}
