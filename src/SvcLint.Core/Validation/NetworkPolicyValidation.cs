using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Validation;

/// <summary>Creation of a NetworkPolicy. Takes one with defaults applied.</summary>
internal static class NetworkPolicyValidation
{
    public static readonly string[] PolicyTypeNames = ["Ingress", "Egress"];

    public static void Validate(NetworkPolicy policy, KubernetesVersion version, ErrorList errors)
    {
        MetadataValidation.Validate(policy, NameFormat.Dns1123Subdomain, version, errors);
        var spec = policy.Spec!;
        var path = ApiPath.Root(RefusalTopic.PolicyPeer).Child("spec");
        LabelSelectorValidation.Validate(spec.PodSelector, path.Child("podSelector"), errors);
        Rules(spec.Ingress, path.Child("ingress"), "from", version, errors);
        Rules(spec.Egress, path.Child("egress"), "to", version, errors);
        PolicyTypes(spec, path.Child("policyTypes"), errors);
    }

    private static void PolicyTypes(NetworkPolicySpec spec, ApiPath path, ErrorList errors)
    {
        var types = spec.PolicyTypes!;
        if (types.Count > PolicyTypeNames.Length)
        {
            errors.Invalid(path, types.KeySpan, $"{types.Count} entries, at most two are allowed");
            return;
        }

        for (var i = 0; i < types.Count; i++)
        {
            errors.OneOf(path.Index(i), types[i], PolicyTypeNames);
        }
    }

    private static void Rules(LocatedList<NetworkPolicyRule>? rules, ApiPath path, string peersField, KubernetesVersion version, ErrorList errors)
    {
        var items = rules?.Items ?? [];
        for (var i = 0; i < items.Count; i++)
        {
            var ports = items[i].Ports?.Items ?? [];
            for (var p = 0; p < ports.Count; p++)
            {
                Port(ports[p], path.Index(i).Child("ports").Index(p), errors);
            }

            var peers = items[i].Peers?.Items ?? [];
            for (var p = 0; p < peers.Count; p++)
            {
                Peer(peers[p], path.Index(i).Child(peersField).Index(p), version, errors);
            }
        }
    }

    private static void Port(NetworkPolicyPort port, ApiPath path, ErrorList errors)
    {
        ServiceValidation.Protocol(port.Protocol!, path, errors);
        var end = path.Child("endPort", RefusalTopic.EndPort);
        switch (port.Port)
        {
            case null when port.EndPort is { } last:
                errors.Invalid(end, last.Span, "endPort needs a port to start from");
                break;
            case null:
                break;
            case { Value.Int: { } first } number:
                errors.Check(path.Child("port", RefusalTopic.PortNumber), number.Span, NameFormat.PortNumber(first));
                if (port.EndPort is { } until)
                {
                    errors.Check(end, until.Span, until.Value < first ? $"endPort {until.Value} is less than port {first}" : NameFormat.PortNumber(until.Value));
                }

                break;
            case var name:
                if (port.EndPort is { } bound)
                {
                    errors.Invalid(end, bound.Span, "a range needs a port number, not a name");
                }

                errors.Check(path.Child("port", RefusalTopic.PortName), name.Span, NameFormat.PortName(name.Value.String ?? ""));
                break;
        }
    }

    private static void Peer(NetworkPolicyPeer peer, ApiPath path, KubernetesVersion version, ErrorList errors)
    {
        LabelSelectorValidation.Validate(peer.PodSelector, path.Child("podSelector"), errors);
        LabelSelectorValidation.Validate(peer.NamespaceSelector, path.Child("namespaceSelector"), errors);
        if (peer.IPBlock is { } block)
        {
            Block(block, path.Child("ipBlock", RefusalTopic.Cidr), version, errors);
            if (peer.PodSelector is not null || peer.NamespaceSelector is not null)
            {
                errors.Forbidden(path, block.KeySpan, "ipBlock must not be combined with a podSelector or namespaceSelector");
            }
        }
        else if (peer.PodSelector is null && peer.NamespaceSelector is null)
        {
            errors.Required(path, peer.KeySpan, "peer is empty ('podSelector: {}' matches all pods)");
        }
    }

    private static void Block(IPBlock block, ApiPath path, KubernetesVersion version, ErrorList errors)
    {
        if (block.CIDR is not { Value.Length: > 0 } written)
        {
            errors.Required(path.Child("cidr"), block.CIDR?.Span ?? block.KeySpan, "cidr is required, for example 10.0.0.0/8");
            return;
        }

        AddressValidation.LegacyCidr(written.Value, written.Span, path.Child("cidr"), version, errors);
        if (!CidrValue.TryParseSloppy(written.Value, out var cidr))
        {
            return;
        }

        var exceptions = block.Except?.Items ?? [];
        for (var i = 0; i < exceptions.Count; i++)
        {
            var at = path.Child("except").Index(i);
            AddressValidation.LegacyCidr(exceptions[i].Value, exceptions[i].Span, at, version, errors);
            if (!CidrValue.TryParseSloppy(exceptions[i].Value, out var exception))
            {
                if (version < ServerChecks.EachException)
                {
                    return;
                }
            }
            else if (!cidr.Contains(exception.Network) || cidr.MaskLength >= exception.MaskLength)
            {
                errors.Invalid(at, exceptions[i].Span, $"{exceptions[i].Value} is not a smaller part of {written.Value}");
            }
        }
    }
}
