using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Endpoints;

/// <summary>Hand-made endpoints and their Service are joined by port name and protocol; one end lacks what the other names.</summary>
public sealed class EndpointPortNotOfService : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC6003",
        Name = "endpoint-port-not-of-service",
        Title = "A port of hand-made endpoints differs in name or protocol from every port of its Service",
        Category = Category.Endpoints,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        var all = HandMadeEndpoints.Of(context.Unit);
        foreach (var endpoints in all)
        {
            var services = endpoints.Services(context.Unit).Where(HandMadeEndpoints.NeedsHandMade).ToArray();
            if (services.Length == 0 || services.Any(IsPortless))
            {
                continue;
            }

            foreach (var port in endpoints.PortLists.SelectMany(l => l.Items))
            {
                if (!services.Any(s => Has(s, port)))
                {
                    yield return Report(endpoints, port, services[0]);
                }
            }
        }

        foreach (var service in context.Unit.Services.Where(s => HandMadeEndpoints.NeedsHandMade(s) && !IsPortless(s)))
        {
            var ports = context.Unit.HandMadeFor(service).SelectMany(e => e.PortLists).SelectMany(l => l.Items).ToArray();
            // Where an endpoint port fits nothing, that end is reported already.
            if (ports.Length > 0 && ports.All(p => Has(service, p)))
            {
                foreach (var port in service.Spec!.Ports!.Items.Where(s => !ports.Any(p => IsSame(s, p))))
                {
                    yield return Report(
                        service,
                        port.Name?.Span ?? port.KeySpan,
                        $"no hand-made endpoint of Service {service.Name} has a port for {Describe(port.Name?.Value, PortResolution.Protocol(port))}",
                        severity: Severity.Warning,
                        effect: $"connections to port {port.Port} are refused",
                        help: "add the port to the endpoints, or remove it from the Service");
                }
            }
        }
    }

    private static bool IsPortless(Service service) => service.Spec?.Ports is not { Count: > 0 };

    private static bool Has(Service service, EndpointPort port)
    {
        var ports = service.Spec!.Ports!.Items;
        for (var i = 0; i < ports.Count; i++)
        {
            if (IsSame(ports[i], port))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSame(ServicePort service, EndpointPort port) =>
        (service.Name?.Value ?? "") == (port.Name?.Value ?? "") && PortResolution.Protocol(service) == ProtocolOf(port);

    private static string ProtocolOf(EndpointPort port) => port.Protocol?.Value is { Length: > 0 } protocol ? protocol : "TCP";

    private static string Describe(string? name, string protocol) => name is { Length: > 0 } ? $"'{name}' ({protocol})" : $"the port without a name ({protocol})";

    private Finding Report(HandMadeEndpoints endpoints, EndpointPort port, Service service)
    {
        var ports = service.Spec!.Ports!.Items;
        var byName = ports.FirstOrDefault(p => (p.Name?.Value ?? "") == (port.Name?.Value ?? ""));
        var span = byName is null
            ? port.Name is { IsDefault: false } name ? name.Span : port.KeySpan
            : port.Protocol is { IsDefault: false } protocol ? protocol.Span : port.KeySpan;
        // A headless Service resolves to the addresses whatever the ports are; only SRV records go by them.
        var isHeadless = service.Spec.ClusterIP?.Value == "None";
        var effect = isHeadless ? "its SRV record is missing" : "that Service port has no endpoints; connections are refused";
        return Report(
            endpoints.Object,
            span,
            $"port {Describe(port.Name?.Value, ProtocolOf(port))} matches no port of Service {service.Name} ({string.Join(", ", ports.Select(p => Describe(p.Name?.Value, PortResolution.Protocol(p))))})",
            [new RelatedSpan(byName?.Protocol is { IsDefault: false } p ? p.Span : ports[0].Name?.Span ?? ports[0].KeySpan, "Service port")],
            isHeadless ? Severity.Info : null,
            effect: effect,
            help: $"use the Service's {(byName is null ? "port name" : "protocol")}; ports match by name and protocol, not by number");
    }
}
