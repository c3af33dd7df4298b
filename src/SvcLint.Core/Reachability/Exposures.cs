using System.Globalization;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Reachability;

/// <summary>A way from outside the cluster to a Service.</summary>
/// <param name="Service">The Service.</param>
/// <param name="Via">LoadBalancer, NodePort, externalIP, or the kind that sends on: Ingress, HTTPRoute.</param>
/// <param name="Entry">The Ingress or route; null where the Service itself is exposed.</param>
/// <param name="Port">The port that clients use.</param>
/// <param name="SourceName">Who may be a client: address ranges outside.</param>
/// <param name="State">How clients fare.</param>
/// <param name="Why">One sentence without a full stop; null where it works.</param>
/// <param name="Because">The lines behind it.</param>
public sealed record Exposure(Service Service, string Via, KubernetesObject? Entry, string Port, string SourceName, ServiceState State, string? Why, IReadOnlyList<PolicyCause> Because);

/// <summary>What outside reaches: load balancers, node ports, external IPs, Ingresses and routes, with the source that pods see after translation.</summary>
public sealed class Exposures
{
    /// <summary>The source of a way that any address outside may take.</summary>
    public const string Everybody = "0.0.0.0-255.255.255.255";

    private readonly Connectivity _connectivity;
    private readonly ServiceReach _services;
    private readonly ReachEnd[] _outside;

    public Exposures(Connectivity connectivity)
    {
        _connectivity = connectivity;
        _services = new ServiceReach(connectivity);
        _outside = [.. connectivity.Ends.Where(e => e.Kind == ReachEndKind.Outside)];
    }

    public IEnumerable<Exposure> All(Func<Service, bool> isService)
    {
        foreach (var service in _connectivity.Targets.Services.Where(isService))
        {
            foreach (var port in service.Spec?.Ports?.Items ?? [])
            {
                foreach (var via in Ways(service))
                {
                    yield return Of(service, port, via);
                }
            }
        }

        foreach (var entry in _connectivity.Entries.All.Where(e => e.From.Kind != ReachEndKind.ApiServer && e.Service is not null && isService(e.Service)))
        {
            yield return Of(entry);
        }
    }

    private static IEnumerable<string> Ways(Service service)
    {
        var type = service.Spec?.Type?.Value;
        if (type == "LoadBalancer")
        {
            yield return "LoadBalancer";
        }

        if (type == "NodePort" || (type == "LoadBalancer" && service.Spec!.AllocateLoadBalancerNodePorts?.Value != false))
        {
            yield return "NodePort";
        }

        if (service.Spec?.ExternalIPs is { Count: > 0 })
        {
            yield return "externalIP";
        }
    }

    private Exposure Of(Service service, ServicePort port, string via)
    {
        var own = port.Port?.Value.ToString(CultureInfo.InvariantCulture) ?? "";
        var number = via == "NodePort" ? port.NodePort?.Value.ToString(CultureInfo.InvariantCulture) ?? $"allocated for {own}" : own;
        var sources = via == "LoadBalancer" && service.Spec?.LoadBalancerSourceRanges is { Count: > 0 } ranges ? string.Join(",", ranges.Items.Select(r => Range(r.Value))) : Everybody;
        var verdict = _services.Of(service, port);
        var row = verdict(_outside[0]);
        if (row.State is ServiceState.NoEndpoints or ServiceState.WrongPort || (row.State == ServiceState.Unknown && _connectivity.Targets.Behind(service).Count == 0))
        {
            return new Exposure(service, via, null, number, sources, row.State, row.Why, row.Because);
        }

        // With the policy Cluster pods see an address of a node, whichever it is.
        var rows = _outside.Where(e => e.Addresses!.Value.First.IsIPv4).Select(verdict).ToArray();
        if (Array.TrueForAll(rows, r => r.State == rows[0].State))
        {
            return new Exposure(service, via, null, number, sources, rows[0].State, rows[0].Why, rows[0].Because);
        }

        if (service.Spec?.ExternalTrafficPolicy?.Value == "Local")
        {
            var open = rows.Where(r => r.State == ServiceState.Works).ToArray();
            return open.Length == 0
                ? new Exposure(service, via, null, number, sources, ServiceState.Unknown, rows[0].Why, rows[0].Because)
                : new Exposure(service, via, null, number, string.Join(",", open.Select(r => r.Source.Name)), ServiceState.Works, null, open[0].Because);
        }

        return new Exposure(service, via, null, number, sources, ServiceState.Unknown, "pods see the address of a node as the source, and policies admit only some addresses", rows[0].Because);
    }

    private Exposure Of(ReachEntry entry)
    {
        var port = entry.Reference.Port?.Value.ToString() ?? "";
        if (entry.Port is null)
        {
            var place = new PolicyCause($"{entry.Referrer.Kind.Value} {entry.Referrer.Name}", entry.Reference.Span);
            return new Exposure(entry.Service!, entry.Referrer.Kind.Value, entry.Referrer, port, Everybody, ServiceState.WrongPort, "the Service has no such port", [place]);
        }

        var row = _services.Of(entry.Service!, entry.Port)(entry.From);
        return new Exposure(entry.Service!, entry.Referrer.Kind.Value, entry.Referrer, port, Everybody, row.State, row.Why, row.Because);
    }

    private static string Range(string text) =>
        CidrValue.TryParseSloppy(text, out var range) ? ReachEnds.NameOf(range.Network, Policies.AddressSpace.LastOf(range)) : text;
}
