using SvcLint.Cluster;
using SvcLint.Model;

namespace SvcLint.Reachability;

/// <summary>A place that sends requests on to a Service: an Ingress, a route of a Gateway, a webhook.</summary>
/// <param name="From">Whose pods send: a workload of the input, an undeclared controller, or the API server.</param>
/// <param name="Referrer">The Ingress, route or webhook.</param>
/// <param name="Reference">Where it names the Service.</param>
/// <param name="Service">The Service; null where the input has none of the name.</param>
/// <param name="Port">Its port; null where it has none such.</param>
public sealed record ReachEntry(ReachEnd From, KubernetesObject Referrer, ServiceReference Reference, Service? Service, ServicePort? Port);

/// <summary>Who sends to Services on behalf of others, and what that asks of policies.</summary>
public sealed class ReachEntries
{
    internal ReachEntries(DeploymentUnit unit, IReadOnlyList<ReachEnd> ends, ServiceTargets targets)
    {
        var controllers = new EntrySenders(unit, ends);
        Controllers = controllers.All;
        var apiServer = ends.First(e => e.Kind == ReachEndKind.ApiServer);
        var entries = new List<ReachEntry>();
        var wanted = new Dictionary<(ReachEnd, ReachEnd), PortSet>();
        var known = new HashSet<(ReachEnd Sender, IReadOnlyList<ServiceTarget> Targets, string Protocol)>();
        foreach (var item in unit.Objects)
        {
            if (Sender(item) is not { } kind)
            {
                continue;
            }

            IReadOnlyList<ReachEnd> senders = kind == ReachEndKind.ApiServer ? [apiServer] : controllers.Of(item);
            foreach (var reference in item.ServiceReferences.Where(r => IsSentTo(unit, item, r)))
            {
                var service = targets.Find(reference.NamespaceFor(item) ?? "default", reference.Name.Value);
                var number = reference.Port?.Value ?? (reference.DefaultPort is { } implied ? new IntOrString(implied, null) : null);
                var port = service is null ? null : ServiceTargets.PortOf(service, number);
                foreach (var sender in senders)
                {
                    entries.Add(new ReachEntry(sender, item, reference, service, port));
                    if (port is null || sender.Workload is not null)
                    {
                        continue;
                    }

                    // Many may send to the same.
                    var (behind, protocol) = (targets.Of(service!, port), PortResolution.Protocol(port));
                    foreach (var target in known.Add((sender, behind, protocol)) ? behind : [])
                    {
                        if (target.Port is { } at && sender != target.End)
                        {
                            var ports = PortSet.Range(protocol, at, at);
                            wanted[(sender, target.End)] = wanted.TryGetValue((sender, target.End), out var before) ? before.Union(ports) : ports;
                        }
                    }
                }
            }
        }

        All = entries;
        Wanted = [.. wanted.Select(w => (w.Key.Item1, w.Key.Item2, w.Value)).OrderBy(w => w.Item1.Number).ThenBy(w => w.Item2.Number)];
    }

    public IReadOnlyList<ReachEntry> All { get; }

    /// <summary>Workloads of the input that are controllers of Ingresses or Gateways.</summary>
    public IReadOnlyList<ReachEnd> Controllers { get; }

    /// <summary>The ports that senders outside the input want of workloads.</summary>
    public IReadOnlyList<(ReachEnd Source, ReachEnd Destination, PortSet Ports)> Wanted { get; }

    // The API server refuses a Service without a port in a route, and a Gateway one of another namespace that does not grant it.
    private static bool IsSentTo(DeploymentUnit unit, KubernetesObject item, ServiceReference reference) =>
        reference is { Place: not "route parent", Weight: not 0 }
        && (item is not GatewayRoute route || (reference.Port is not null && unit.Lookup.Attachments.NotGranted(route, reference) is null));

    private static ReachEndKind? Sender(KubernetesObject item) => item switch
    {
        Ingress or GatewayRoute => ReachEndKind.IngressController,
        { Kind.Value: "ValidatingWebhookConfiguration" or "MutatingWebhookConfiguration" or "APIService" or "CustomResourceDefinition" } => ReachEndKind.ApiServer,
        { Kind.Value: "IngressRoute" or "IngressRouteTCP" or "IngressRouteUDP" or "HTTPProxy" or "TCPIngress" or "UDPIngress" or "VirtualServer" or "VirtualServerRoute" or "TransportServer" } => ReachEndKind.IngressController,
        { Kind.Value: "Route", Group: "route.openshift.io" } => ReachEndKind.IngressController,
        _ => null,
    };
}
