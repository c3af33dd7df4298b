using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Reachability.Policies;

namespace SvcLint.Reachability;

/// <summary>A way from outside the cluster to a Service.</summary>
/// <param name="Service">The Service.</param>
/// <param name="Via">LoadBalancer, NodePort, externalIP, or the kind that sends on: Ingress, HTTPRoute.</param>
/// <param name="Entry">The Ingress or route; null where the Service itself is exposed.</param>
/// <param name="Port">The port that clients use.</param>
/// <param name="SourceName">Who may be a client: address ranges outside.</param>
/// <param name="State">How clients fare.</param>
/// <param name="Why">One sentence without a full stop; null where it works by what the input has.</param>
/// <param name="Because">The lines behind it.</param>
public sealed record Exposure(Service Service, string Via, KubernetesObject? Entry, string Port, string SourceName, ServiceState State, string? Why, IReadOnlyList<PolicyCause> Because)
{
    /// <summary>The Service's port; null where it has none such.</summary>
    public ServicePort? ServicePort { get; init; }

    /// <summary>The addresses of <see cref="SourceName"/>.</summary>
    internal IReadOnlyList<(IPAddressValue First, IPAddressValue Last)> Sources { get; init; } = [];
}

/// <summary>What outside reaches: load balancers, node ports, external IPs, Ingresses and routes, with the source that pods see after translation.</summary>
public sealed class Exposures
{
    /// <summary>The source of a way that any address outside may take.</summary>
    public const string Everybody = "0.0.0.0-255.255.255.255";

    private static readonly string EveryIPv6 = AddressRanges.Text(AddressSpace.All(IPFamily.IPv6));

    // By which ingress-nginx lets in some addresses only.
    internal static readonly string[] SourceAnnotations = ["nginx.ingress.kubernetes.io/whitelist-source-range", "nginx.ingress.kubernetes.io/allowlist-source-range"];

    private static readonly ServiceState[] BestFirst = [ServiceState.Works, ServiceState.SomeEndpoints, ServiceState.Unknown, ServiceState.Blocked];

    // What nothing limits to a family.
    private static readonly IReadOnlyList<(IPAddressValue First, IPAddressValue Last)> Anywhere = [.. AddressSpace.All(IPFamily.IPv4)];

    private readonly Connectivity _connectivity;
    private readonly ServiceReach _services;
    private readonly ReachEnd[] _outside;
    private readonly ReachEnd[] _nodes;
    private readonly bool _hasIPv6;
    private readonly IReadOnlyList<(IPAddressValue First, IPAddressValue Last)>? _from;

    /// <param name="connectivity">The cluster.</param>
    /// <param name="from">The only clients that count; null for everybody.</param>
    public Exposures(Connectivity connectivity, (IPAddressValue First, IPAddressValue Last)? from = null)
        : this(connectivity, from is { } range ? [.. AddressRanges.Within(AddressSpace.All(range.First.Family), range)] : null)
    {
    }

    internal Exposures(Connectivity connectivity, IReadOnlyList<(IPAddressValue First, IPAddressValue Last)>? from)
    {
        _connectivity = connectivity;
        _from = from;
        _services = new ServiceReach(connectivity);
        _outside = [.. connectivity.Ends.Where(e => e.Kind == ReachEndKind.Outside)];
        _nodes = [.. connectivity.Ends.Where(e => e.Kind == ReachEndKind.Node)];
        _hasIPv6 = Array.Exists(_outside, e => e.Addresses!.Value.First.IsIPv6);
    }

    /// <summary>Sources as people say them.</summary>
    public static string Words(string sources) => sources == Everybody ? "anywhere"
        : sources == EveryIPv6 ? "anywhere by IPv6"
        : sources == $"{Everybody},{EveryIPv6}" ? "anywhere by IPv4 and IPv6"
        : sources;

    public IEnumerable<Exposure> All(Func<Service, bool> isService)
    {
        foreach (var service in _connectivity.Targets.Services.Where(isService))
        {
            foreach (var port in service.Spec?.Ports?.Items ?? [])
            {
                foreach (var via in Ways(service))
                {
                    if (From(Clients(service, via)) is { Count: > 0 } ranges)
                    {
                        yield return Of(service, port, via, ranges) with { ServicePort = port };
                    }
                }
            }
        }

        foreach (var entry in _connectivity.Entries.All.Where(e => e.From.Kind != ReachEndKind.ApiServer && e.Service is not null && isService(e.Service)))
        {
            if (From(Sources(entry.Referrer)) is { Count: > 0 } ranges)
            {
                yield return Of(entry, AddressRanges.Text(ranges)) with { ServicePort = entry.Port, Sources = ranges };
            }
        }
    }

    // Without a word of ranges a way is open to IPv6, too.
    private IReadOnlyList<(IPAddressValue First, IPAddressValue Last)> From(IReadOnlyList<(IPAddressValue First, IPAddressValue Last)> ranges) =>
        _from is not { } from ? ranges : [.. from.SelectMany(f => ReferenceEquals(ranges, Anywhere) && f.First.IsIPv6 ? [f] : AddressRanges.Within(ranges, f))];

    /// <summary>A Service has a way in of its own, or somebody outside sends on to it.</summary>
    internal bool Has(Service service) => Ways(service).Any() || _connectivity.Entries.All.Any(e => e.From.Kind != ReachEndKind.ApiServer && ReferenceEquals(e.Service, service));

    // A client has the family of the address that it connects to.
    private IReadOnlyList<(IPAddressValue First, IPAddressValue Last)> Clients(Service service, string via)
    {
        var families = ServiceFamilies.Of(service);
        IReadOnlyList<IPFamily> own = families.IsDualStack || (_hasIPv6 && service.Spec?.IPFamilyPolicy?.Value == "PreferDualStack") ? [IPFamily.IPv4, IPFamily.IPv6]
            : families.Only is { } only ? [only]
            : [];
        if (via == "externalIP")
        {
            var addresses = new HashSet<IPFamily>();
            foreach (var item in service.Spec!.ExternalIPs!.Items)
            {
                if (IPAddressValue.TryParseSloppy(item.Value, out var address) && (own.Count == 0 || own.Contains(address.Family)))
                {
                    addresses.Add(address.Family);
                }
            }

            return [.. addresses.OrderBy(f => f).SelectMany(AddressSpace.All)];
        }

        IReadOnlyList<(IPAddressValue First, IPAddressValue Last)> open = own.Count == 0 ? Anywhere : [.. own.OrderBy(f => f).SelectMany(AddressSpace.All)];
        return via == "LoadBalancer" && Ranges(Admitted(service)) is var ranges && !ReferenceEquals(ranges, Anywhere)
            && ranges.Where(r => own.Count == 0 || own.Contains(r.First.Family)).ToArray() is { Length: > 0 } admitted ? admitted : open;
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

    private Exposure Of(Service service, ServicePort port, string via, IReadOnlyList<(IPAddressValue First, IPAddressValue Last)> ranges)
    {
        var own = port.Port?.Value.ToString(CultureInfo.InvariantCulture) ?? "";
        var number = via == "NodePort" ? port.NodePort?.Value.ToString(CultureInfo.InvariantCulture) ?? $"allocated for {own}" : own;
        var verdict = _services.Of(service, port);
        var row = verdict(_outside[0]);
        if (row.State is ServiceState.NoEndpoints or ServiceState.WrongPort || (row.State == ServiceState.Unknown && _connectivity.Targets.Behind(service).Count == 0))
        {
            return Told(row, ranges);
        }

        // With the policy Cluster pods see an address of a node, whichever it is.
        var isLocal = service.Spec?.ExternalTrafficPolicy?.Value == "Local";
        var rows = _outside.Where(e => isLocal ? AddressRanges.Within(ranges, e.Addresses!.Value).Any() : ranges.Any(r => r.First.Family == e.Addresses!.Value.First.Family)).Select(verdict).DefaultIfEmpty(row).ToArray();
        if (Array.TrueForAll(rows, r => r.State == rows[0].State))
        {
            return Told(rows[0], ranges);
        }

        // With Local they see the client: the best that any fares, and who they are.
        return isLocal
            ? BestFirst.Select(state => Array.FindAll(rows, r => r.State == state)).Where(r => r.Length > 0).Select(r => Told(r[0], [.. r.SelectMany(one => AddressRanges.Within(ranges, one.Source.Addresses!.Value))])).First()
            : new Exposure(service, via, null, number, AddressRanges.Text(ranges), ServiceState.Unknown, "pods see the address of a node as the source, and policies allow only some addresses", rows[0].Because) { Sources = ranges };

        Exposure Told(ServiceReachRow told, IReadOnlyList<(IPAddressValue First, IPAddressValue Last)> from) =>
            new(service, via, null, number, AddressRanges.Text(from), told.State, told.Why, told.Because) { Sources = from };
    }

    private Exposure Of(ReachEntry entry, string sources)
    {
        if (entry.Port is null)
        {
            return Told(ServiceState.WrongPort, "the Service has no such port", [new PolicyCause($"{entry.Referrer.Kind.Value} {entry.Referrer.Name}", entry.Reference.Span)]);
        }

        var verdict = _services.Of(entry.Service!, entry.Port);
        var row = verdict(entry.From);
        return entry.From.Kind == ReachEndKind.IngressController && Admitting(verdict, row.State) is { } admitting
            ? Told(ServiceState.Unknown, "policies allow some addresses, and that of the controller or load balancer is not in the input", admitting.Because)
            : Told(row.State, row.State == ServiceState.Works ? Elsewhere(entry.Referrer) : row.Why, row.Because);

        Exposure Told(ServiceState state, string? why, IReadOnlyList<PolicyCause> because) => new(
            entry.Service!, entry.Referrer.Kind.Value, entry.Referrer, entry.Reference.Port?.Value.ToString() ?? "", sources, state, why, because);
    }

    // Somebody else's Gateway may be there or not.
    private string? Elsewhere(KubernetesObject entry)
    {
        var missing = entry is not GatewayRoute { ParentRefs.Items: var parents } route ? []
            : parents.Where(p => p is { IsGateway: true, Name: not null } && !_connectivity.Unit.Lookup.GatewaysNamed(p.Name.Value).Any(g => (g.Namespace ?? "default") == (p.Namespace?.Value ?? route.Namespace ?? "default"))).ToArray();
        return missing.Length == 0 || missing.Length < (entry as GatewayRoute)!.ParentRefs!.Count ? null : $"through Gateway {missing[0].Name!.Value}, which is not in the input";
    }

    private static IReadOnlyList<(IPAddressValue First, IPAddressValue Last)> Sources(KubernetesObject entry)
    {
        var written = entry is not Ingress ? null : Array.ConvertAll(SourceAnnotations, a => entry.Metadata.Annotations?[a]).FirstOrDefault(a => a is not null);
        return written is null ? Anywhere : Ranges(written.Split(','));
    }

    // A controller that the input does not declare may be a pod, a process of a node or a proxy of the cloud: what no pod may do, an address may.
    private ServiceReachRow? Admitting(Func<ReachEnd, ServiceReachRow> verdict, ServiceState state) => state is not (ServiceState.Blocked or ServiceState.SomeEndpoints) ? null
        : _outside.Concat(_nodes).Select(verdict).FirstOrDefault(r => r.State == ServiceState.Works || (state == ServiceState.Blocked && r.State == ServiceState.SomeEndpoints));

    // The annotation of old counts where the field is empty.
    private static IEnumerable<string> Admitted(Service service) => service.Spec?.LoadBalancerSourceRanges is { Count: > 0 } field
        ? field.Items.Select(r => r.Value)
        : SourceRanges.OfAnnotation(service)?.Items.Select(r => r.Text.Value) ?? [];

    // What the API server refuses counts for nobody.
    private static IReadOnlyList<(IPAddressValue First, IPAddressValue Last)> Ranges(IEnumerable<string> written)
    {
        var ranges = new List<(IPAddressValue First, IPAddressValue Last)>();
        foreach (var item in written)
        {
            if (CidrValue.TryParseSloppy(item.Trim(), out var range))
            {
                ranges.AddRange(AddressRanges.Within(AddressSpace.All(range.Family), (range.Network, AddressSpace.LastOf(range))));
            }
        }

        return ranges.Count > 0 ? AddressRanges.Joined(ranges) : Anywhere;
    }
}
