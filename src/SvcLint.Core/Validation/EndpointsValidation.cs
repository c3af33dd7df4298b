using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Validation;

/// <summary>Creation of an Endpoints object. Takes one with defaults applied.</summary>
internal static class EndpointsValidation
{
    public static void Validate(Endpoints endpoints, KubernetesVersion version, ErrorList errors)
    {
        MetadataValidation.Validate(endpoints, NameFormat.Dns1123Subdomain, version, errors);
        var items = endpoints.Subsets?.Items ?? [];
        for (var i = 0; i < items.Count; i++)
        {
            Subset(items[i], ApiPath.Root(RefusalTopic.EndpointShape).Child("subsets").Index(i), version, errors);
        }
    }

    private static void Subset(EndpointSubset subset, ApiPath path, KubernetesVersion version, ErrorList errors)
    {
        if (subset.Addresses is not { Count: > 0 } && subset.NotReadyAddresses is not { Count: > 0 })
        {
            errors.Required(path, subset.KeySpan, "a subset needs addresses or notReadyAddresses");
        }

        Addresses(subset.Addresses, path.Child("addresses"), version, errors);
        Addresses(subset.NotReadyAddresses, path.Child("notReadyAddresses"), version, errors);
        var ports = subset.Ports?.Items ?? [];
        for (var i = 0; i < ports.Count; i++)
        {
            Port(ports[i], ports.Count > 1, path.Child("ports").Index(i), errors);
        }
    }

    private static void Addresses(LocatedList<EndpointAddress>? addresses, ApiPath path, KubernetesVersion version, ErrorList errors)
    {
        var items = addresses?.Items ?? [];
        for (var i = 0; i < items.Count; i++)
        {
            var at = path.Index(i);
            var ip = items[i].IP ?? new Located<string>("", items[i].KeySpan);
            if (AddressValidation.LegacyIP(ip, at.Child("ip", RefusalTopic.Address), version, errors))
            {
                AddressValidation.Endpoint(ip.Value, ip.Span, at.Child("ip", RefusalTopic.Address), errors);
            }

            if (items[i].Hostname is { Value.Length: > 0 } hostname)
            {
                errors.Check(at.Child("hostname", RefusalTopic.Name), hostname.Span, NameFormat.Dns1123Label(hostname.Value));
            }

            if (items[i].NodeName is { } node)
            {
                errors.Check(at.Child("nodeName", RefusalTopic.Name), node.Span, NameFormat.Dns1123Subdomain(node.Value));
            }
        }
    }

    private static void Port(EndpointPort port, bool needsName, ApiPath path, ErrorList errors)
    {
        if (port.Name is { Value.Length: > 0 } name)
        {
            errors.Check(path.Child("name", RefusalTopic.PortName), name.Span, NameFormat.Dns1123Label(name.Value));
        }
        else if (needsName)
        {
            errors.Required(path.Child("name", RefusalTopic.PortNameMissing), port.Name?.Span ?? port.KeySpan, "port has no name, which is required beside other ports");
        }

        errors.Check(path.Child("port", RefusalTopic.PortNumber), port.Port?.Span ?? port.KeySpan, port.Port is { } number ? NameFormat.PortNumber(number.Value) : "port is required");
        ServiceValidation.Protocol(port.Protocol!, path, errors);
        if (port.AppProtocol is { } appProtocol)
        {
            errors.Check(path.Child("appProtocol", RefusalTopic.Name), appProtocol.Span, NameFormat.QualifiedName(appProtocol.Value));
        }
    }
}
