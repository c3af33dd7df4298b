using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Validation;

/// <summary>Creation of an EndpointSlice. Takes one with defaults applied.</summary>
internal static class EndpointSliceValidation
{
    public const int MaxEndpoints = 1000;
    public const int MaxAddresses = 100;
    public const int MaxPorts = 20000;
    public const int MaxHints = 8;

    public static readonly string[] AddressTypes = ["FQDN", "IPv4", "IPv6"];

    public static void Validate(EndpointSlice slice, KubernetesVersion version, ErrorList errors)
    {
        MetadataValidation.Validate(slice, NameFormat.Dns1123Subdomain, version, errors);
        AddressType(slice, errors);
        Endpoints(slice, version, errors);
        Ports(slice, errors);
    }

    private static void AddressType(EndpointSlice slice, ErrorList errors)
    {
        var path = ApiPath.Root(RefusalTopic.EndpointShape).Child("addressType");
        if (slice.AddressType is not { Value.Length: > 0 } type)
        {
            errors.Required(path, slice.AddressType?.Span ?? slice.Kind.Span, "addressType is required: IPv4, IPv6 or FQDN");
        }
        else
        {
            errors.OneOf(path, type, AddressTypes);
        }
    }

    private static void Endpoints(EndpointSlice slice, KubernetesVersion version, ErrorList errors)
    {
        var path = ApiPath.Root(RefusalTopic.EndpointShape).Child("endpoints");
        var items = slice.Endpoints?.Items ?? [];
        if (items.Count > MaxEndpoints)
        {
            errors.TooMany(path, slice.Endpoints!.KeySpan, items.Count, MaxEndpoints);
            return;
        }

        for (var i = 0; i < items.Count; i++)
        {
            // A dump has hundreds of thousands, nearly all of them like this.
            if (!IsPlain(items[i], slice.AddressType?.Value))
            {
                Endpoint(items[i], slice.AddressType?.Value ?? "", path.Index(i), version, errors);
            }
        }
    }

    /// <summary>True for an endpoint that no version has anything to say of: IPv4 addresses as everybody writes them, and a node.</summary>
    internal static bool IsPlain(SliceEndpoint endpoint, string? type)
    {
        if (type != "IPv4" || endpoint is not { Hostname: null, Hints: null, Addresses: { Count: > 0 and <= MaxAddresses } addresses }
            || (endpoint.NodeName is { } node && NameFormat.Dns1123Subdomain(node.Value) is not null))
        {
            return false;
        }

        for (var i = 0; i < addresses.Count; i++)
        {
            if (!IPAddressValue.TryParse(addresses[i].Value, out var ip)
                || ip is { IsIPv4: false } or { IsIPv4Mapped: true } or { IsUnspecified: true } or { IsLoopback: true } or { IsLinkLocalUnicast: true } or { IsLinkLocalMulticast: true })
            {
                return false;
            }
        }

        return true;
    }

    private static void Endpoint(SliceEndpoint endpoint, string type, ApiPath path, KubernetesVersion version, ErrorList errors)
    {
        var at = path.Child("addresses");
        var addresses = endpoint.Addresses?.Items ?? [];
        if (addresses.Count == 0)
        {
            errors.Required(at, endpoint.Addresses?.KeySpan ?? endpoint.KeySpan, "an endpoint needs at least one address");
        }
        else if (addresses.Count > MaxAddresses)
        {
            errors.TooMany(at, endpoint.Addresses!.KeySpan, addresses.Count, MaxAddresses);
        }

        var list = path.Child("addresses", type == "FQDN" ? RefusalTopic.Name : RefusalTopic.Address);
        for (var i = 0; i < addresses.Count; i++)
        {
            Address(addresses[i], type, list, i, version, errors);
        }

        if (endpoint.NodeName is { } node)
        {
            errors.Check(path.Child("nodeName", RefusalTopic.Name), node.Span, NameFormat.Dns1123Subdomain(node.Value));
        }

        if (endpoint.Hostname is { } hostname)
        {
            errors.Check(path.Child("hostname", RefusalTopic.Name), hostname.Span, NameFormat.Dns1123Label(hostname.Value));
        }

        if (endpoint.Hints is { } hints)
        {
            Hints(hints, path.Child("hints"), version, errors);
        }
    }

    private static void Address(Located<string> address, string type, ApiPath list, int index, KubernetesVersion version, ErrorList errors)
    {
        var path = list.Index(index);
        switch (type)
        {
            case "IPv4" or "IPv6":
                var isIPv4 = type == "IPv4";
                if (!IPAddressValue.TryParseSloppy(address.Value, out var ip) || ip.IsIPv4 != isIPv4)
                {
                    var isOther = ip.IsIPv4 != isIPv4 && IPAddressValue.TryParseSloppy(address.Value, out _);
                    errors.Invalid(isOther && version >= ServerChecks.SliceFamilies ? list : path, address.Span, $"'{address.Value}' is not an {type} address, which addressType requires");
                }
                else if (IsRefusedSpelling(address.Value, version))
                {
                    errors.Check(path, address.Span, $"'{address.Value}' is not in canonical form", ip.ToNetipString());
                }
                else if (version < ServerChecks.StrictAddresses || AddressValidation.LegacyIP(address, path, version, errors))
                {
                    AddressValidation.Endpoint(address.Value, address.Span, path, errors);
                }

                break;
            case "FQDN" when address.Value.Length == 0:
                errors.Required(path, address.Span, "a domain name is required");
                break;
            case "FQDN":
                errors.Check(path, address.Span, NameFormat.FullyQualifiedDomainName(address.Value));
                break;
        }
    }

    /// <summary>An IPv6 address that another spelling stands for, where the server no longer only warns of it.</summary>
    public static bool IsRefusedSpelling(string address, KubernetesVersion version) =>
        version >= ServerChecks.CanonicalSliceAddresses && IPAddressValue.TryParse(address, out var ip) && ip.IsIPv6 && ip.ToNetipString() != address;

    private static void Hints(EndpointHints hints, ApiPath path, KubernetesVersion version, ErrorList errors)
    {
        if (Targets(hints.ForZones, path.Child("forZones"), NameFormat.LabelValue, errors) && version >= ServerChecks.NodeHints)
        {
            Targets(hints.ForNodes, path.Child("forNodes"), NameFormat.Dns1123Subdomain, errors);
        }
    }

    private static bool Targets(LocatedList<HintTarget>? targets, ApiPath path, Func<string, string?> format, ErrorList errors)
    {
        var items = targets?.Items ?? [];
        if (items.Count > MaxHints)
        {
            errors.TooMany(path, targets!.KeySpan, items.Count, MaxHints);
            return false;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < items.Count; i++)
        {
            var name = items[i].Name?.Value ?? "";
            var at = path.Index(i).Child("name");
            var span = items[i].Name?.Span ?? items[i].KeySpan;
            if (!seen.Add(name))
            {
                errors.Duplicate(at, span, $"'{name}' is already listed");
            }

            errors.Check(at, span, format(name));
        }

        return true;
    }

    private static void Ports(EndpointSlice slice, ErrorList errors)
    {
        var path = ApiPath.Root(RefusalTopic.EndpointShape).Child("ports");
        var items = slice.Ports?.Items ?? [];
        if (items.Count > MaxPorts)
        {
            errors.TooMany(path, slice.Ports!.KeySpan, items.Count, MaxPorts);
            return;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < items.Count; i++)
        {
            var at = path.Index(i);
            var name = items[i].Name!;
            if (name.Value.Length > 0)
            {
                errors.Check(at.Child("name", RefusalTopic.PortName), name.Span, NameFormat.Dns1123Label(name.Value));
            }

            // Two ports without a name share the empty one.
            if (!names.Add(name.Value))
            {
                errors.Duplicate(at.Child("name", RefusalTopic.PortRepeated), name.IsDefault ? items[i].KeySpan : name.Span, name.Value.Length == 0 ? "two ports have no name" : $"duplicate port name '{name.Value}'");
            }

            ServiceValidation.Protocol(items[i].Protocol!, at, errors);
            if (items[i].AppProtocol is { } appProtocol)
            {
                errors.Check(at.Child("appProtocol", RefusalTopic.Name), appProtocol.Span, NameFormat.QualifiedName(appProtocol.Value));
            }
        }
    }
}
