using SvcLint.Cluster;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Reachability;

/// <summary>What EndpointSlices say of Services, in one address family.</summary>
internal sealed class ServiceEndpoints(ConnectionWorld world, IPFamily family)
{
    /// <summary>The addresses that a headless Service's name has, of the family; with <paramref name="hostname"/> those of one pod.</summary>
    public IEnumerable<(EndpointSlice Slice, IPAddressValue Address, SourceSpan Span, bool IsDerived)> OfHeadless(Service service, string? hostname)
    {
        var publishesAll = service.Spec?.PublishNotReadyAddresses?.Value == true;
        var seen = new HashSet<IPAddressValue>();
        foreach (var slice in SlicesOf(service).Where(s => s.AddressType?.Value == family.ToString()))
        {
            foreach (var endpoint in slice.Endpoints?.Items ?? [])
            {
                var isUsed = publishesAll || (endpoint.Conditions?.Ready?.Value ?? true);
                if (isUsed && endpoint.Addresses is { Count: > 0 } addresses && IPAddressValue.TryParseSloppy(addresses[0].Value, out var ip)
                    && (hostname is null || HasHostname(service, endpoint, ip, hostname)) && seen.Add(ip))
                {
                    yield return (slice, ip, addresses[0].Span, addresses[0].IsDefault);
                }
            }
        }
    }

    // As CoreDNS calls an endpoint: by its hostname, else by its address.
    private bool HasHostname(Service service, SliceEndpoint endpoint, IPAddressValue ip, string hostname)
    {
        var own = endpoint.Hostname?.Value ?? (world.PodAt(ip) is not { } pod ? null
            : pod.Workload.ServiceName?.Value == service.Name ? pod.Name
            : pod.Workload.PodSpec?.Subdomain?.Value == service.Name ? pod.Workload.PodSpec?.Hostname?.Value : null);
        return string.Equals(own ?? ip.ToString().Replace('.', '-').Replace(':', '-'), hostname, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The number that a slice has for a port of its Service.</summary>
    public static int? PortOf(EndpointSlice slice, ServicePort port) =>
        slice.Ports?.Items.FirstOrDefault(p => (p.Name?.Value ?? "") == (port.Name?.Value ?? ""))?.Port?.Value;

    private IEnumerable<EndpointSlice> SlicesOf(Service service) => world.Slices.Where(s =>
        ConnectionWorld.NamespaceOf(s) == ConnectionWorld.NamespaceOf(service) && s.Metadata.Labels?[EndpointSlice.ServiceNameLabel] == service.Name);

    public bool HasSlices(Service service) => SlicesOf(service).Any();

    /// <summary>What keeps it open that a Service has no endpoint: its pods may be in files that are not here, or in some that could not be read. Null where it surely has none.</summary>
    public string? MayHaveOthers(Service? service)
    {
        if (service is null || service.Spec?.Selector is not { Count: > 0 } selector || SlicesOf(service).Any(s => !s.Kind.IsDefault))
        {
            return null;
        }

        if (world.Unit.Gaps.FirstOrDefault(g => !g.IsLimit) is { } gap)
        {
            return $"not everything is known: {gap.Reason}";
        }

        var hasPods = SlicesOf(service).Any(s => s.Endpoints is { Count: > 0 });
        return hasPods || world.Unit.Facts.ClosedWorld || IsDumped(service) || world.Unit.Workloads.Any(w => IsMeant(service, selector, w)) ? null
            : "whether the cluster has one that is not in the input nobody can tell";
    }

    // Where real pods are in the input, all of the namespace are.
    private bool IsDumped(Service service) =>
        !world.AreNodesSynthetic || world.Unit.Workloads.Any(w => w.PodIPs.Count > 0 && ConnectionWorld.NamespaceOf(w) == ConnectionWorld.NamespaceOf(service));

    private static bool IsMeant(Service service, StringMap selector, Workload workload) =>
        ConnectionWorld.NamespaceOf(workload) != ConnectionWorld.NamespaceOf(service) ? LabelMatching.Selects(selector, workload.PodLabels)
        : SelectorEvidence.Find(selector, workload, workload.Name == service.Name) is not null;

    /// <summary>Why a Service port leads to nobody, as far as the input tells.</summary>
    public string WhyNone(Service? service, ServicePort? port)
    {
        if (service is null)
        {
            return "no endpoint is ready";
        }

        var all = SlicesOf(service).ToArray();
        var slices = all.Where(s => s.AddressType?.Value == family.ToString()).ToArray();
        if (slices.Any(s => s.Endpoints is { Count: > 0 }))
        {
            return port is not null && !slices.Any(s => PortOf(s, port) is not null) && PortResolution.Target(port)?.String is { } missing
                ? $"no container port of its pods is called {missing}"
                : port is not null && !slices.Any(s => PortOf(s, port) is not null) ? "no EndpointSlice has a port of that name" : "no endpoint is ready";
        }

        if (all.FirstOrDefault(s => s.Endpoints is { Count: > 0 }) is { } other)
        {
            return $"its endpoints have {other.AddressType?.Value} addresses alone";
        }

        var selector = service.Spec?.Selector;
        return selector is not { Count: > 0 } ? "it has no selector, and no EndpointSlice names it"
            : WhyPodsAreNone(service, selector) ?? (all.Any(s => !s.Kind.IsDefault) ? "its pods are none at the moment"
            : $"no pod of the input has {Labels(selector)}");
    }

    private static string Labels(StringMap selector) => string.Join(", ", selector.Entries.Select(e => $"{e.Key.Value}={e.Value.Value}"));

    // Why pods that the selector matches are no endpoints; null where none are there.
    private string? WhyPodsAreNone(Service service, StringMap selector)
    {
        var selected = world.Unit.Workloads.Where(w => ConnectionWorld.NamespaceOf(w) == ConnectionWorld.NamespaceOf(service) && LabelMatching.Selects(selector, w.PodLabels)).ToArray();
        var running = selected.Where(w => w is { WorkloadKind: WorkloadKind.Pod, Status: not null }).ToArray();
        return running.Length > 0 ? WhyNot(service, running)
            : world.MissingPodsOf(service) is [var missing, ..] ? missing
            : selected.Length > 0 ? WhyNot(service, selected)
            : null;
    }

    // The first pod that may come nearest to an endpoint speaks for all.
    private string WhyNot(Service service, Workload[] selected)
    {
        var pod = Array.Find(selected, p => p.Status?.IsTerminal != true && p.PodIPs.Count > 0) ?? Array.Find(selected, p => p.Status?.IsTerminal != true) ?? selected[0];
        var name = $"{pod}";
        if (pod is { WorkloadKind: WorkloadKind.Pod, Status: { } status })
        {
            return status.IsTerminal ? $"{name} has finished"
                : pod.PodIPs.Count == 0 ? $"{name} has no address yet{(status.Phase is { } phase ? $" ({phase.Value})" : "")}"
                : !pod.PodIPs.Any(i => IPAddressValue.TryParseSloppy(i.Value, out var ip) && ip.Family == family) ? $"{name} has no {family} address"
                : !world.AreNodesSynthetic && pod.PodSpec?.NodeName is { Value.Length: > 0 } node && !world.Nodes.Any(n => n.Name == node.Value) && service.Spec?.PublishNotReadyAddresses?.Value != true
                    ? $"{name} is on node {node.Value}, and the input has no such Node"
                : $"no EndpointSlice of the input holds {name}";
        }

        return pod.WorkloadKind is WorkloadKind.CronJob ? $"{name} runs such pods at times only"
            : pod.WorkloadKind is WorkloadKind.PodTemplate ? $"{name} is a template of which nobody makes pods"
            : pod.Replicas?.Value == 0 ? $"{name} is scaled to 0 replicas"
            : world.Pods.Any(p => ReferenceEquals(p.Workload, pod) && p.Addresses.Count > 0) ? $"pods of {name} have no {family} address in the input"
            : $"{name} runs no pod";
    }
}
