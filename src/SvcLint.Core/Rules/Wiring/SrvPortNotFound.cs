using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary><c>_grpc._tcp.api.shop.svc</c> where the Service has no port of that name: SRV names are made of port names.</summary>
public sealed class SrvPortNotFound : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2145",
        Name = "srv-port-not-found",
        Title = "An SRV name uses a port that the Service does not have",
        Category = Category.Wiring,
        Severity = Severity.Error,
        Effect = "the name does not resolve (NXDOMAIN)",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var configured in context.Unit.Addresses)
        {
            if (configured.Name.PortName is not { Length: > 0 } port
                || (configured.Name.Domain is { } domain && domain != context.Facts.ClusterDomain)
                || context.Unit.FindServices(configured.Name.Name, configured.Namespace).ToArray() is not [{ Spec.Ports: { Count: > 0 } ports } service]
                || NamesOf(context, service, ports) is not { } names)
            {
                continue;
            }

            var protocol = configured.Address.Host.Split('.')[1].Substring(1).ToUpperInvariant();
            if (!names.Any(n => string.Equals(n.Name, port, StringComparison.OrdinalIgnoreCase) && n.Protocol == protocol))
            {
                var named = names.Where(n => n.Name.Length > 0).Select(n => $"_{n.Name}._{n.Protocol.ToLowerInvariant()}").ToArray();
                yield return Report(
                    configured.Owner,
                    configured.HostSpan,
                    $"Service {service.Name} has no port '_{port}._{protocol.ToLowerInvariant()}' ({(named.Length > 0 ? "it has: " + string.Join(", ", named) : "its ports have no names")})",
                    [new RelatedSpan(ports.KeySpan, "Service ports")],
                    help: named.Length == 1 ? $"write '{named[0]}'" : named.Length > 1 ? "use a port of the Service" : port.All(char.IsDigit) ? "name the port, and use that name" : $"name the port '{port}'");
            }
        }
    }

    /// <summary>The names that DNS has records for; null where slices that somebody else writes decide.</summary>
    private static IReadOnlyList<(string Name, string Protocol)>? NamesOf(RuleContext context, Service service, LocatedList<ServicePort> ports)
    {
        if (service.Spec?.Type?.Value == "ExternalName")
        {
            return null;
        }

        if (service.Spec?.Selector is { Count: > 0 } || !ServicePorts.IsHeadless(service))
        {
            return [.. ports.Items.Select(p => (p.Name?.Value ?? "", PortResolution.Protocol(p)))];
        }

        // Without a selector a headless Service has the ports of its slices, under their names.
        var slices = context.Unit.OfType<EndpointSlice>().Where(s => s.Metadata.Labels?[EndpointSlice.ServiceNameLabel] == service.Name && NamespaceComparer.MayBeSame(s.Namespace, service.Namespace)).ToArray();
        return slices.Length == 0 ? null : [.. slices.SelectMany(s => s.Ports?.Items ?? []).Select(p => (p.Name?.Value ?? "", p.Protocol?.Value ?? "TCP"))];
    }
}
