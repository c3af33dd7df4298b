using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Config;
using SvcLint.Emulation;
using SvcLint.Emulation.Tracing;
using SvcLint.Kubernetes;
using SvcLint.Model;
using static SvcLint.Reachability.ConnectionWords;

namespace SvcLint.Reachability;

/// <summary>What is asked of <see cref="ConnectionTracer"/>; null leaves the choice to the input.</summary>
public sealed record ConnectionQuestion
{
    /// <summary><c>pod/ns/name</c>, <c>workload/ns/name</c>, <c>node/name</c> or an IP address.</summary>
    public required string From { get; init; }

    /// <summary>A Service's DNS name, <c>service/ns/name</c>, an IP address, <c>node/name</c> or <c>pod/ns/name</c>, with <c>[:PORT][/PROTOCOL]</c>.</summary>
    public required string To { get; init; }

    public ProxyMode? Mode { get; init; }

    /// <summary>Where the packet meets kube-proxy: by default the source's node, for one from outside the only Node.</summary>
    public string? Node { get; init; }

    public IPFamily? Family { get; init; }

    /// <summary>The input itself names the Service: that it is not there is an answer, and no slip of who asks.</summary>
    public bool IsReference { get; init; }

    public KubernetesVersion Version { get; init; } = KubernetesVersion.Newest;

    /// <summary>What the configuration says exists beside the input.</summary>
    public ExternalObjects Externals { get; init; } = ExternalObjects.None;
}

/// <summary>Follows a connection from end to end: names, Services, kube-proxy's rules, endpoints, NetworkPolicies, container ports.</summary>
public sealed class ConnectionTracer
{
    private readonly ConnectionWorld _world;
    private readonly PolicyEvaluation _policies;
    private readonly ConnectionSource _source;
    private readonly EmulatedNode _entry;
    private readonly ServiceEndpoints _endpoints;
    private readonly PodShortcut _shortcut;
    private readonly ConnectionAddress _to;
    private readonly IReadOnlyList<ConnectionDestination> _destinations;
    private readonly ConnectionQuestion _question;
    private readonly bool _hasProxy;

    private ConnectionTracer(ConnectionQuestion question, ConnectionWorld world, ConnectionSource source, EmulatedNode entry, ConnectionAddress to, IReadOnlyList<ConnectionDestination> destinations)
    {
        _question = question;
        _world = world;
        _source = source;
        _entry = entry;
        _to = to;
        _destinations = destinations;
        _hasProxy = question.Mode is not null || world.Unit.Facts.DataPlane != DataPlane.None || world.Unit.KubeProxyConfigurations.Count > 0;
        _policies = new PolicyEvaluation(world.Unit);
        _endpoints = new ServiceEndpoints(world, entry.State.Family);
        _shortcut = new PodShortcut(world, source);
    }

    private IPFamily Family => _entry.State.Family;

    /// <summary>The connection; a problem where the question makes no sense for this input, or leaves a choice.</summary>
    public static ConnectionAnswer<ConnectionTrace> Trace(DeploymentUnit unit, ConnectionQuestion question) =>
        from start in ConnectionAddress.Read(question.From, isSource: true)
        from end in ConnectionAddress.Read(question.To, isSource: false)
        from world in ConnectionWorld.Of(unit, new EmulationOptions { Mode = question.Mode, Node = question.Node, Version = question.Version })
        from source in ConnectionSource.Find(world, start, question.Node)
        from family in FamilyOf(world, question, start, end)
        from node in EntryNode(world, question, source, end)
        let entry = world.On(node, family)
        from destinations in new DestinationResolver(world, source, entry, end, question.Externals).Resolve(question.IsReference)
        select new ConnectionTracer(question, world, source, entry, end, destinations).Trace();

    private ConnectionTrace Trace()
    {
        var paths = _destinations.SelectMany(Follow).ToArray();
        var shared = 0;
        while (paths.All(p => p.Steps.Count > shared && p.Steps[shared] == paths[0].Steps[shared]))
        {
            shared++;
        }

        var start = new ConnectionStep(ConnectionStage.Source, SourceText(), _source.Span) { HasDerivedValue = HasDerivedAddress };
        var first = _destinations[0];
        return new ConnectionTrace
        {
            From = _source.Text,
            To = first.Port == 0 ? _question.To : Words(first),
            Mode = _hasProxy ? _world.Mode : null,
            Family = Family,
            Node = _entry.Node.Name,
            Version = _question.Version,
            Steps = [start, .. paths[0].Steps.Take(shared)],
            Paths = paths.Select(p => p with { Steps = p.Steps.Skip(shared).ToArray() }).ToArray(),
            Notes = Notes(start, paths),
        };
    }

    // ---- where it starts

    private static ConnectionAnswer<ProxyNode> EntryNode(ConnectionWorld world, ConnectionQuestion question, ConnectionSource source, ConnectionAddress to) =>
        source.Node is { } own ? own
        : to.Kind == AddressKind.Node ? ConnectionLookup.Node(world, to.Name)
        : to.IP is { } address && (world.NodeAt(address) ?? world.NodeBehind(address)) is { } addressed ? addressed
        : question.Node is { } name ? ConnectionLookup.Node(world, name)
        : world.AreNodesSynthetic || world.Nodes.Count == 1 ? world.Nodes[0]
        : new ConnectionProblem($"the input has several Nodes; choose the one that the packet comes to: {string.Join(", ", world.Nodes.Select(n => n.Name))}", QuestionPart.Node);

    // Where neither the question nor an address tells it, that of the first address of the Service that is meant.
    private static ConnectionAnswer<IPFamily> FamilyOf(ConnectionWorld world, ConnectionQuestion question, ConnectionAddress from, ConnectionAddress to) =>
        (question.Family ?? to.IP?.Family ?? from.IP?.Family) is { } family ? family
        : to.Kind == AddressKind.Service && !question.IsReference ? ConnectionLookup.Service(world, to).Select(FamilyOf)
        : to.Kind == AddressKind.Service ? FamilyOf(ConnectionLookup.FindService(world, to))
        : to.Kind == AddressKind.HostName && ServiceDnsName.TryParse(to.Name, out var name)
            ? FamilyOf(world.Services.FirstOrDefault(s => s.Name == name.Name && (name.Namespace is null || ConnectionWorld.NamespaceOf(s) == name.Namespace)))
        : IPFamily.IPv4;

    private static IPFamily FamilyOf(Service? service)
    {
        if (service?.Spec?.ClusterIPs is { Count: > 0 } addresses && IPAddressValue.TryParseSloppy(addresses[0].Value, out var address))
        {
            return address.Family;
        }

        return service?.Spec?.IPFamilies is { Count: > 0 } families && families[0].Value == nameof(IPFamily.IPv6) ? IPFamily.IPv6 : IPFamily.IPv4;
    }

    private bool HasDerivedAddress =>
        _source.AddressOf(Family) is not null && (_source.IsAnybody || (_source.Pod is { } pod && _world.IsPlaceholder(pod)) || (_source.Origin == PacketOrigin.Node && _world.AreNodesSynthetic));

    private string SourceText()
    {
        var address = _source.AddressOf(Family);
        var place = _source.Pod is not null || _source is { IP: not null, Node: not null } ? $" on node {_source.Node!.Name}" : "";
        return $"{_source.Text}{place}{(address is { } ip && !_source.Text.EndsWith(ip.ToString(), StringComparison.Ordinal) ? $", {ip}{Mark(HasDerivedAddress)}" : "")}";
    }

    // ---- one destination

    private IEnumerable<ConnectionPath> Follow(ConnectionDestination destination)
    {
        if (destination.Early is { } early)
        {
            return [Ended(destination, early.Verdict, early.Why)];
        }

        if (destination.Address is not { } address)
        {
            return [ToOutsider(destination)];
        }

        if (_source.AddressOf(Family) is not { } sender)
        {
            return [Ended(destination, ConnectionVerdict.NoRoute, $"{_source.Text} has no {Family} address")];
        }

        var packet = new Packet(_source.Origin, sender, address, destination.Port, destination.Protocol.ToLowerInvariant());
        var entry = TakesShortcut(destination) ? _shortcut.Knowing(sender, _entry) : _entry;
        return entry.Tracer.Trace(packet).SelectMany(outcome => _hasProxy ? Follow(destination, packet, outcome, entry) : [WithoutProxy(destination, outcome)]);
    }

    private bool TakesShortcut(ConnectionDestination destination) => _hasProxy && _shortcut.IsTaken(destination, _entry);

    private static ConnectionPath Ended(ConnectionDestination destination, ConnectionVerdict verdict, string why) =>
        new(verdict, why, destination.Probability, null, null, false, destination.Steps) { Span = destination.Steps.LastOrDefault(s => s.Span is not null)?.Span };

    private IEnumerable<ConnectionPath> Follow(ConnectionDestination destination, Packet packet, TraceOutcome outcome, EmulatedNode entry)
    {
        var steps = new List<ConnectionStep>(destination.Steps);
        steps.AddRange(outcome.Steps.Select(RuleStep));
        var way = new Way(destination, steps, destination.Probability * outcome.Probability);
        switch (outcome.Verdict)
        {
            case TraceVerdict.Allowed or TraceVerdict.ReplyLost:
                return [Arrived(way, outcome, entry)];
            case TraceVerdict.Dropped:
                return [WhyDropped(way, packet, entry)];
            case TraceVerdict.Rejected:
                return [Rejected(way, destination, ConnectionVerdict.Rejected)];
            default:
                return LeftAlone(way, packet);
        }
    }

    // What stands in kube-proxy's place reaches the same endpoints; by which way, and with whose address, is its own affair.
    private ConnectionPath WithoutProxy(ConnectionDestination destination, TraceOutcome outcome)
    {
        const string Unknown = "the cluster has no kube-proxy (dataPlane: none), and the input does not tell what the data plane in its place does";
        var way = new Way(destination, [.. destination.Steps], destination.Probability * outcome.Probability);
        if (destination.End is { Kind: TrafficEndKind.Pod or TrafficEndKind.UndeclaredPod } pod)
        {
            return AtPod(way, pod, destination.Port, isMasqueraded: false, _entry, endpoint: $"{Host(destination.Address!.Value)}:{Number(destination.Port)}");
        }

        if (destination.End is { Kind: TrafficEndKind.Outside })
        {
            return ToOutsider(destination);
        }

        if (outcome.Verdict == TraceVerdict.Rejected || destination is { IsClusterIP: true, ServicePort: null })
        {
            return Rejected(way, destination, ConnectionVerdict.NoRoute);
        }

        if (outcome.Verdict is not (TraceVerdict.Allowed or TraceVerdict.ReplyLost))
        {
            return way.End(ConnectionVerdict.Unknown, Unknown);
        }

        var (end, port) = AtEndpoint(way, outcome, _entry);
        var path = AtPod(way, end, port, isMasqueraded: false, _entry, outcome.Endpoint!);
        return path.Verdict == ConnectionVerdict.Dropped && _source.Pod is not null && destination.IsClusterIP ? path : path with { Verdict = ConnectionVerdict.Unknown, Why = Unknown };
    }

    private static ConnectionStep RuleStep(TraceStep step) => new(ConnectionStage.Rule, step.Place, step.Cause?.Span) { Chain = step.Place, Rule = step.Text };

    // kube-proxy of this node has no rule for it: the packet goes where it was sent.
    private IEnumerable<ConnectionPath> LeftAlone(Way way, Packet packet)
    {
        var destination = way.Destination;
        if (_world.NodeAt(packet.Destination) is { } node && node.Name != _entry.Node.Name)
        {
            return OnOtherNode(way, packet, node);
        }

        if (destination.End is { Kind: TrafficEndKind.Pod or TrafficEndKind.UndeclaredPod } pod)
        {
            return [AtPod(way, pod, destination.Port, isMasqueraded: false, _entry, endpoint: $"{Host(packet.Destination)}:{Number(destination.Port)}")];
        }

        if (destination.End is { Kind: TrafficEndKind.Outside })
        {
            return [ToOutsider(destination)];
        }

        if (HealthCheckPort.At(_entry, packet.Destination, destination.Port, destination.Protocol) is { } health)
        {
            return [Checked(way, health, _entry)];
        }

        return
        [
            destination.IsClusterIP ? way.End(ConnectionVerdict.NoRoute, $"kube-proxy has no rule for port {Number(destination.Port)}/{destination.Protocol} of the cluster IP, and nothing else has that address")
            : destination.ServicePort is null && destination.End is null ? way.End(ConnectionVerdict.Unknown, $"kube-proxy has no rule for port {Number(destination.Port)}/{destination.Protocol}: the packet goes on to whatever has the address outside")
            : destination.ServicePort is { } port && port.NodePort == destination.Port ? NoNodePorts(way, packet.Destination, _entry.Node, "kube-proxy")
            : way.End(ConnectionVerdict.Unknown, $"no Service of the input has node port {Number(destination.Port)}/{destination.Protocol}: whether a process of the node listens there the input does not tell"),
        ];
    }

    private IEnumerable<ConnectionPath> OnOtherNode(Way way, Packet packet, ProxyNode node)
    {
        var other = _world.On(node, Family);
        way.Steps.Add(new ConnectionStep(ConnectionStage.Address, $"the packet goes on to node {node.Name}", node.Cause?.Span));
        // A neighbour's packet is to kube-proxy one from outside.
        var arriving = packet with { Origin = packet.Origin == PacketOrigin.Node ? PacketOrigin.Outside : packet.Origin };
        foreach (var outcome in other.Tracer.Trace(arriving))
        {
            var further = new Way(way.Destination, [.. way.Steps, .. outcome.Steps.Select(RuleStep)], way.Probability * outcome.Probability);
            yield return outcome.Verdict switch
            {
                TraceVerdict.Allowed or TraceVerdict.ReplyLost => Arrived(further, outcome, other),
                TraceVerdict.Dropped when _shortcut.Matters(way.Destination, other) => further.End(ConnectionVerdict.Unknown, $"externalTrafficPolicy is Local, and node {node.Name} has no endpoint of Service {way.Destination.ServicePort!.NameText}: whether its kube-proxy knows pods of other nodes (clusterCIDR) the input does not tell"),
                TraceVerdict.Dropped => WhyDropped(further, arriving, other),
                TraceVerdict.Rejected => Rejected(further, way.Destination, ConnectionVerdict.Rejected),
                _ when HealthCheckPort.At(other, packet.Destination, packet.Port, way.Destination.Protocol) is { } health => Checked(further, health, other),
                _ when way.Destination.ServicePort is not null => NoNodePorts(further, packet.Destination, node, $"kube-proxy of node {node.Name}"),
                _ => further.End(ConnectionVerdict.Unknown, $"no Service of the input has node port {Number(packet.Port)}/{way.Destination.Protocol}: whether a process of node {node.Name} listens there the input does not tell"),
            };
        }
    }

    // An external address of a node may be on an interface all the same.
    private static ConnectionPath NoNodePorts(Way way, IPAddressValue address, ProxyNode node, string who) =>
        address.IsLoopback || !node.ExternalIPs.Contains(address) || node.InternalIPs.Contains(address)
            ? way.End(ConnectionVerdict.NoRoute, $"{who} serves no node ports at {address}")
            : way.End(ConnectionVerdict.Unknown, $"{who} serves node ports at {address} only where an interface of the node has it, which the input does not tell");

    // A pod asks by leave of its policies; none guards a node.
    private ConnectionPath Checked(Way way, HealthCheckPort health, EmulatedNode node)
    {
        var egress = _policies.Egress(_source.End(_world, Family), _world.End(node.Node, Family), way.Destination.Port, way.Destination.Protocol);
        AddPolicy(way, egress);
        var end = egress.Answer switch
        {
            PolicyAnswer.Denied => way.End(ConnectionVerdict.Dropped, egress.Why),
            PolicyAnswer.Unknown => way.End(ConnectionVerdict.Unknown, egress.Why),
            _ => way.End(health.Verdict, health.Why),
        };
        return egress.Answer == PolicyAnswer.Allowed && health.Cause is { } cause ? end with { Span = cause.Span } : end;
    }

    private ConnectionPath ToOutsider(ConnectionDestination destination)
    {
        var way = new Way(destination, [.. destination.Steps], destination.Probability);
        var sender = _source.End(_world, Family);
        if (_source.Node is null)
        {
            return way.End(ConnectionVerdict.Unknown, "neither end is in the cluster");
        }

        var egress = _policies.Egress(sender, destination.End!, destination.Port, destination.Protocol);
        AddPolicy(way, egress);
        return egress.Answer switch
        {
            PolicyAnswer.Denied => way.End(ConnectionVerdict.Dropped, egress.Why),
            PolicyAnswer.Unknown => way.End(ConnectionVerdict.Unknown, egress.Why),
            _ => way.End(ConnectionVerdict.Unknown, $"{destination.End} is outside: the packet leaves the cluster, and the input does not tell what is there"),
        };
    }

    // ---- at the endpoint

    private ConnectionPath Arrived(Way way, TraceOutcome outcome, EmulatedNode by)
    {
        var (end, port) = AtEndpoint(way, outcome, by);
        way.Steps.Add(new ConnectionStep(ConnectionStage.Address, outcome.IsMasqueraded ? $"the sender's address becomes that of node {by.Node.Name} (SNAT)" : "the endpoint sees the sender's own address"));
        var path = AtPod(way, end, port, outcome.IsMasqueraded, by, outcome.Endpoint!);
        return path.Verdict == ConnectionVerdict.Allowed && outcome.Verdict == TraceVerdict.ReplyLost
            ? path with { Verdict = ConnectionVerdict.ReplyLost, Why = $"the endpoint on another node answers the client directly, with an address that the client did not ask: it must be served by a node with endpoints of its own (externalTrafficPolicy Local)" }
            : path;
    }

    private (TrafficEnd End, int Port) AtEndpoint(Way way, TraceOutcome outcome, EmulatedNode by)
    {
        var colon = outcome.Endpoint!.LastIndexOf(':');
        var address = IPAddressValue.TryParseSloppy(outcome.Endpoint.Substring(0, colon).Trim('[', ']'), out var ip) ? ip : default;
        var port = int.Parse(outcome.Endpoint.Substring(colon + 1), CultureInfo.InvariantCulture);
        var end = _world.EndAt(address);
        var cause = by.State.ServicePorts.SelectMany(p => p.Endpoints).FirstOrDefault(e => e.Address == outcome.Endpoint)?.Cause;
        var pod = _world.PodAt(address);
        var (hasDerivedAddress, hasDerivedNode) = (pod is not null ? _world.IsPlaceholder(pod) : IsDerived(cause), pod is not null && !_world.IsPlaced(pod));
        var place = pod is not null ? $" on node {pod.Node.Name}{Mark(hasDerivedNode)}" : end.Node is { } node ? $" on node {node}" : "";
        way.Steps.Add(new ConnectionStep(ConnectionStage.Endpoint, $"endpoint {outcome.Endpoint}{Mark(hasDerivedAddress)}, {(end.Kind == TrafficEndKind.Pod ? "pod " : "")}{end}{place}", cause?.Span) { HasDerivedValue = hasDerivedAddress || hasDerivedNode });
        return (end, port);
    }

    private ConnectionPath AtPod(Way way, TrafficEnd pod, int port, bool isMasqueraded, EmulatedNode by, string endpoint)
    {
        var destination = way.Destination;
        var sender = _source.End(_world, Family);
        var egress = _policies.Egress(sender, pod, port, destination.Protocol, isThroughService: destination.End is null);
        AddPolicy(way, egress);
        var ingress = Ingress(sender, pod, port, destination, isMasqueraded ? _world.End(by.Node, Family) : null);
        AddPolicy(way, ingress);
        var listening = pod.Workload is { } workload ? ListeningStep.At(workload, port, destination.Protocol, _world.Unit) : null;
        if (listening is not null)
        {
            way.Steps.Add(listening.Step);
        }

        var refused = egress.Answer == PolicyAnswer.Denied ? egress : ingress.Answer == PolicyAnswer.Denied ? ingress : egress.Answer == PolicyAnswer.Unknown ? egress : ingress;
        var name = pod.Kind == TrafficEndKind.Outside ? null : pod.Name;
        var (verdict, why) = refused.Answer switch
        {
            PolicyAnswer.Denied => (ConnectionVerdict.Dropped, refused.Why),
            PolicyAnswer.Unknown => (ConnectionVerdict.Unknown, refused.Why),
            _ when _source.Node is null && destination.End is not null => (ConnectionVerdict.Unknown, "whether addresses of pods have a route from outside is the network's affair"),
            _ when destination.Unanswered is { } unanswered => unanswered,
            _ when listening is { IsRefused: true } => (ConnectionVerdict.Rejected, listening.Step.Text),
            _ => (ConnectionVerdict.Allowed, $"it reaches port {Number(port)} of {pod}"),
        };
        return new ConnectionPath(verdict, why, way.Probability, endpoint, name, isMasqueraded, way.Steps) { Span = refused.Answer != PolicyAnswer.Allowed ? refused.Span : verdict == ConnectionVerdict.Rejected ? listening!.Step.Span : null };
    }

    // After SNAT some plugins still know the sender and others see the node alone.
    private PolicyDecision Ingress(TrafficEnd sender, TrafficEnd pod, int port, ConnectionDestination destination, TrafficEnd? masquerade)
    {
        var direct = IngressOf(sender, pod, port, destination);
        // Who comes back to itself is known by the Service that it asked, as reach has it.
        if (masquerade is null || direct.IsUnpoliced || (sender.Kind == pod.Kind && sender.Name == pod.Name))
        {
            return direct;
        }

        var rewritten = IngressOf(masquerade, pod, port, destination);
        return rewritten.Answer == direct.Answer ? direct
            : new PolicyDecision(PolicyAnswer.Unknown, $"the sender's address is rewritten to the node's: {(direct.Answer == PolicyAnswer.Allowed ? rewritten : direct).Why}, unless the network plugin tells the two apart otherwise", direct.Span ?? rewritten.Span);
    }

    // A node that may or may not be the pod's own.
    private PolicyDecision IngressOf(TrafficEnd sender, TrafficEnd pod, int port, ConnectionDestination destination)
    {
        var decision = _policies.Ingress(sender, pod, port, destination.Protocol, isThroughService: destination.End is null);
        return decision.Answer == PolicyAnswer.Denied && sender.Kind == TrafficEndKind.Node && (pod.Node is null || sender.Node is null)
            ? decision with { Answer = PolicyAnswer.Unknown, Why = $"{decision.Why}, unless it is the pod's own node, which is always let in" }
            : decision;
    }

    private static void AddPolicy(Way way, PolicyDecision decision)
    {
        if (!decision.IsUnpoliced)
        {
            way.Steps.Add(new ConnectionStep(ConnectionStage.Policy, decision.Why, decision.Span));
        }
    }

    // ---- why

    private static ConnectionPath WhyDropped(Way way, Packet packet, EmulatedNode node)
    {
        var destination = way.Destination;
        var port = destination.ServicePort is { } asked ? node.State.ServicePorts.FirstOrDefault(p => p.Name == asked.Name) : null;
        var (why, cause) = port is null ? ("kube-proxy drops packets to cluster IPs that no Service has", null)
            : destination.IsClusterIP && port.InternalPolicyLocal && port.Choice.Local.Count == 0
                ? ($"internalTrafficPolicy is Local, and node {node.Node.Name} has no endpoint of Service {port.NameText}", port.InternalPolicyCause)
            : !destination.IsClusterIP && port.ExternalPolicyLocal && port.Choice.Local.Count == 0 && IsAdmitted(port, packet)
                ? ($"externalTrafficPolicy is Local, and node {node.Node.Name} has no endpoint of Service {port.NameText}", port.ExternalPolicyCause)
            : ($"loadBalancerSourceRanges of Service {port.NameText} do not hold {packet.Source}", port.SourceRanges.Count > 0 ? port.SourceRanges[0].Cause : null);
        var end = way.End(ConnectionVerdict.Dropped, why);
        return cause is null ? end : end with { Span = cause.Span };
    }

    private static bool IsAdmitted(ProxyServicePort port, Packet packet) =>
        port.SourceRanges.Count == 0 || !port.LoadBalancerVIPs.Any(v => v.IP == packet.Destination.ToString()) || port.SourceRanges.Any(r => r.Range.Contains(packet.Source));

    private ConnectionPath Rejected(Way way, ConnectionDestination destination, ConnectionVerdict verdict)
    {
        if (destination.ServicePort is not { } port)
        {
            return way.End(verdict, $"no Service has port {Number(destination.Port)}/{destination.Protocol} at that address");
        }

        var service = _world.Services.FirstOrDefault(s => ConnectionWorld.NamespaceOf(s) == port.Name.Namespace && s.Name == port.Name.Name);
        var written = service?.Spec?.Ports?.Items.FirstOrDefault(p => (p.Name?.Value ?? "") == port.Name.Port && PortResolution.Protocol(p) == port.Name.Protocol);
        var why = $"Service {port.NameText} has no endpoint: {_endpoints.WhyNone(service, written)}";
        return _endpoints.MayHaveOthers(service) is { } doubt ? way.End(ConnectionVerdict.Unknown, $"{why}; {doubt}") : way.End(verdict, why);
    }

    private List<string> Notes(ConnectionStep start, ConnectionPath[] paths)
    {
        var notes = new List<string>();
        if (paths.SelectMany(p => p.Steps).Prepend(start).Any(s => s.HasDerivedValue))
        {
            notes.Add("what is marked (placeholder) is not in the input: svclint chose it in the cluster's place");
        }

        if (paths.Length > 1 && _destinations.Select(d => d.ServicePort).FirstOrDefault(p => p?.HasAffinity == true) is { } sticky)
        {
            notes.Add($"sessionAffinity ClientIP: the choice sticks to the client for {Number(sticky.StickyMaxAgeSeconds)} s after its last connection");
        }

        if (_source.Pod is { } pod && !_world.IsPlaced(pod) && !_world.AreNodesSynthetic)
        {
            notes.Add($"the input does not tell where {_source.Text} runs; node {_source.Node!.Name} was taken");
        }

        if (_destinations.Any(TakesShortcut))
        {
            notes.Add(PodShortcut.Assumption);
        }

        notes.AddRange(_world.Unit.Gaps.Select(g => $"not everything is known: {g.Reason} ({g.Span.Source.Path}:{Number(g.Span.StartPosition.Line)})"));
        return notes;
    }

    // As asked, with port and protocol as they were found.
    private string Words(ConnectionDestination destination)
    {
        var name = _to.Kind switch
        {
            AddressKind.HostName => _to.Name,
            AddressKind.IP => Host(_to.IP!.Value),
            _ => $"{_to.Kind.ToString().ToLowerInvariant()}/{(_to.Namespace is null ? "" : _to.Namespace + "/")}{_to.Name}",
        };
        var port = destination.ServicePort is { } service && _to.Kind is AddressKind.Service or AddressKind.HostName ? service.Port : destination.Port;
        return $"{name}:{Number(port)}/{destination.Protocol}";
    }

    private static string Host(IPAddressValue address) => address.IsIPv6 ? $"[{address}]" : address.ToString();

    /// <summary>A path that is being made.</summary>
    private sealed record Way(ConnectionDestination Destination, List<ConnectionStep> Steps, double Probability)
    {
        public ConnectionPath End(ConnectionVerdict verdict, string why) =>
            new(verdict, why, Probability, null, null, false, Steps) { Span = Steps.LastOrDefault(s => s.Span is not null)?.Span };
    }
}
