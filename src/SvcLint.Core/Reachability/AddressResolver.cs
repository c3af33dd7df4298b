using SvcLint.Cluster;
using SvcLint.Emulation;
using SvcLint.Emulation.Derivation;
using SvcLint.Kubernetes;
using SvcLint.Text;
using static SvcLint.Reachability.ConnectionWords;

namespace SvcLint.Reachability;

/// <summary>Destinations that have addresses of their own: pods, nodes and what is written as an address, perhaps one of a Service.</summary>
internal sealed class AddressResolver(ConnectionWorld world, ConnectionSource source, EmulatedNode entry, ConnectionAddress written)
{
    private readonly List<ConnectionStep> _steps = [];

    private IPFamily Family => entry.State.Family;

    /// <returns>A problem where there is no such destination, or several.</returns>
    public ConnectionAnswer<ConnectionDestination[]> Resolve() => written.Kind switch
    {
        AddressKind.Pod => ConnectionLookup.Pod(world, written).SelectMany(p => OfPods([p])),
        AddressKind.Workload => ConnectionLookup.Workload(world, written).SelectMany(w => ConnectionLookup.PodsOf(world, w)).SelectMany(OfPods),
        AddressKind.Node => ConnectionLookup.Node(world, written.Name).SelectMany(OfNode).Select(Alone),
        _ when written.IP is { IsLoopback: true } loopback && !IsOfService(loopback) => new LoopbackResolver(world, source, entry, written).Resolve(loopback),
        _ => OfAddress(written.IP!.Value).Select(Alone),
    };

    private void Step(ConnectionStage stage, string text, SourceSpan? span, bool hasDerivedValue = false) => _steps.Add(new ConnectionStep(stage, text, span) { HasDerivedValue = hasDerivedValue });

    private bool IsOfService(IPAddressValue address) => entry.State.ServicePorts.Any(p => Where(p, address.ToString()).Kind is not null);

    private static ConnectionDestination[] Alone(ConnectionDestination destination) => [destination];

    private ConnectionAnswer<ConnectionDestination[]> OfPods(DerivedPod[] pods)
    {
        var destinations = new ConnectionDestination[pods.Length];
        for (var i = 0; i < pods.Length; i++)
        {
            var found = OfPod(pods[i]);
            if (found.Problem is { } problem)
            {
                return problem;
            }

            destinations[i] = found.Value! with { Probability = 1.0 / pods.Length };
        }

        return destinations;
    }

    private ConnectionAnswer<ConnectionDestination> OfPod(DerivedPod pod)
    {
        var name = ConnectionWorld.NameOf(pod);
        var declared = PortResolution.Declared(pod.Workload).Where(p => written.Protocol is null || PortResolution.Protocol(p) == written.Protocol).ToArray();
        var matching = declared.Where(p => written.Port is null || (written.PortNumber is { } wanted ? p.Number?.Value == wanted : p.Name?.Value == written.Port)).ToArray();
        if ((matching.Length != 1 || matching[0].Number is null) && written.PortNumber is null)
        {
            var candidates = string.Join(", ", (matching.Length > 1 ? matching : declared).Select(p => $"{Number(p.Number?.Value ?? 0)}/{PortResolution.Protocol(p)}{(p.Name is { } n ? $" ({n.Value})" : "")}"));
            return new ConnectionProblem(candidates.Length == 0 ? $"pod {name} declares no port; write a number: :PORT"
                : written.Port is null || matching.Length > 1 ? $"pod {name} declares several ports; choose one: {candidates}" : $"pod {name} has no port {written.Port}; it declares {candidates}");
        }

        var steps = new List<ConnectionStep>(_steps);
        if (ConnectionWorld.AddressOf(pod.Addresses, Family) is not { } address)
        {
            return ConnectionDestination.Nowhere(steps, ConnectionVerdict.NoRoute, $"pod {name} has no {Family} address");
        }

        steps.Add(new ConnectionStep(ConnectionStage.Endpoint, $"{address}{Mark(world.IsPlaceholder(pod))}, pod {name}", ConnectionWorld.PlaceOf(pod)) { HasDerivedValue = world.IsPlaceholder(pod) });
        return new ConnectionDestination
        {
            Steps = steps,
            Address = address,
            Port = written.PortNumber ?? matching[0].Number!.Value,
            Protocol = written.Protocol ?? (matching.Length > 0 ? PortResolution.Protocol(matching[0]) : "TCP"),
            End = world.End(pod, Family),
        };
    }

    private ConnectionAnswer<ConnectionDestination> OfNode(ProxyNode node)
    {
        if (ConnectionWorld.AddressOf(node.HostIPs, Family) is not { } address)
        {
            return ConnectionDestination.Nowhere(_steps, ConnectionVerdict.Unknown, $"the input knows no {Family} address of node {node.Name}");
        }

        return AtNode(node, address);
    }

    private ConnectionAnswer<ConnectionDestination> AtNode(ProxyNode node, IPAddressValue address)
    {
        if (written.Port is null)
        {
            var ports = entry.State.ServicePorts.Where(p => p.NodePort != 0).OrderBy(p => p.NodePort).Select(p => $"{Number(p.NodePort)}/{p.Name.Protocol} ({p.NameText})").ToArray();
            return new ConnectionProblem($"node/{node.Name}: write a port; {(ports.Length == 0 ? "the input has no node ports" : $"node ports are {string.Join(", ", ports)}")}");
        }

        var matching = entry.State.ServicePorts.Where(p => p.NodePort != 0
            && (written.PortNumber is { } wanted ? p.NodePort == wanted : p.Name.Port == written.Port) && (written.Protocol is null || p.Name.Protocol == written.Protocol)).ToArray();
        if (written.PortNumber is null && matching.Length != 1)
        {
            return new ConnectionProblem($"node/{node.Name}:{written.Port}: {(matching.Length == 0 ? "no node port is called so" : $"several; choose one: {string.Join(", ", matching.Select(p => $"{Number(p.NodePort)}/{p.Name.Protocol} ({p.NameText})"))}")}");
        }

        var own = matching.FirstOrDefault();
        Step(ConnectionStage.Address, $"node {node.Name} at {address}{Mark(node.Cause is null)}", node.Cause?.Span, node.Cause is null);
        if (own is not null)
        {
            Step(ConnectionStage.Service, $"node port {Number(own.NodePort)}{Mark(IsDerived(own.NodePortCause))} of Service {own.NameText}", own.NodePortCause?.Span ?? own.Cause.Span, IsDerived(own.NodePortCause));
        }

        return new ConnectionDestination
        {
            Steps = _steps,
            Address = address,
            Port = own?.NodePort ?? written.PortNumber!.Value,
            Protocol = own?.Name.Protocol ?? written.Protocol ?? "TCP",
            ServicePort = own,
            End = own is null ? world.End(node, Family) : null,
        };
    }

    private ConnectionAnswer<ConnectionDestination> OfAddress(IPAddressValue address)
    {
        var text = address.ToString();
        var services = entry.State.ServicePorts.Select(p => (Port: p, At: Where(p, text))).Where(p => p.At.Kind is not null).ToArray();
        if (services.Length > 0)
        {
            return OfServiceAddress(address, services);
        }

        if (world.PodAt(address) is { } pod)
        {
            return OfPod(pod);
        }

        if (world.NodeAt(address) is { } node)
        {
            return AtNode(node, address);
        }

        if (world.NodeBehind(address) is { } reached)
        {
            return AtExternalAddress(reached, address);
        }

        if (written.PortNumber is not { } port)
        {
            return new ConnectionProblem($"write a port number: {(address.IsIPv6 ? $"[{text}]" : text)}:PORT", QuestionPart.To);
        }

        var end = world.EndAt(address);
        Step(ConnectionStage.Address, world.IsOfServices(address) ? $"{text} is in the range of Services, and no Service of the input has it" : end.Kind == TrafficEndKind.Outside ? $"{text} is outside the cluster" : $"{text} is {end}", null);
        return new ConnectionDestination { Steps = _steps, Address = address, Port = port, Protocol = written.Protocol ?? "TCP", End = end };
    }

    // On an interface of the node, or translated on the way: the answer stands where both lead to the same.
    private ConnectionAnswer<ConnectionDestination> AtExternalAddress(ProxyNode node, IPAddressValue address)
    {
        if (ConnectionWorld.AddressOf(node.InternalIPs, Family) is not { } own)
        {
            return ConnectionDestination.Nowhere(_steps, ConnectionVerdict.Unknown, $"{address} is an external address of node {node.Name}, and the input knows no {Family} address of the node itself");
        }

        Step(ConnectionStage.Address, $"{address} is an external address of node {node.Name}", node.Cause?.Span);
        var served = world.On(node, Family).State.NodePortAddresses;
        return AtNode(node, own).Select(destination => destination.ServicePort is null || served.MatchesAll || served.Matching([own]).Count == served.Matching([address]).Count
            ? destination
            : ConnectionDestination.Nowhere(_steps, ConnectionVerdict.Unknown, $"nodePortAddresses has only one of {own} and {address}, and the input does not tell which of them the packet has when it arrives"));
    }

    private ConnectionAnswer<ConnectionDestination> OfServiceAddress(IPAddressValue address, (ProxyServicePort Port, (string? Kind, Cause? Cause) At)[] services)
    {
        var matching = services.Where(s =>
            (written.Port is null || (written.PortNumber is { } wanted ? s.Port.Port == wanted : s.Port.Name.Port == written.Port))
            && (written.Protocol is null || s.Port.Name.Protocol == written.Protocol)).ToArray();
        var candidates = string.Join(", ", (matching.Length > 1 ? matching : services).OrderBy(s => s.Port.Port).Select(s => $"{Number(s.Port.Port)}/{s.Port.Name.Protocol} ({s.Port.NameText})"));
        var isAmbiguous = matching.Select(m => (m.Port.Port, m.Port.Name.Protocol)).Distinct().Count() > 1;
        if (isAmbiguous || (matching.Length == 0 && written.PortNumber is null))
        {
            return new ConnectionProblem(isAmbiguous ? $"{address} has several ports; choose one: {candidates}" : $"{address} has no port {written.Port}; there {(services.Length == 1 ? "is" : "are")} {candidates}");
        }

        // Where several Services claim one key, the kernel's rules decide.
        var own = matching.Length > 0 ? matching[0].Port : null;
        var at = matching.Length > 0 ? matching[0].At : services[0].At;
        Step(ConnectionStage.Address, $"{address}{Mark(IsDerived(at.Cause))} is the {at.Kind} of Service {string.Join(", ", (matching.Length > 0 ? matching : services).Select(s => $"{s.Port.Name.Namespace}/{s.Port.Name.Name}").Distinct())}", at.Cause?.Span, IsDerived(at.Cause));
        if (own is null)
        {
            Step(ConnectionStage.Service, $"no Service has port {written.Port}/{written.Protocol ?? "TCP"} there; there {(services.Length == 1 ? "is" : "are")} {candidates}", services[0].Port.Cause.Span);
        }
        else
        {
            Step(ConnectionStage.Service, $"Service port {Number(own.Port)}/{own.Name.Protocol} ({own.NameText})", own.Cause.Span);
        }

        if (at.Kind == "cluster IP" && source.Node is null)
        {
            return ConnectionDestination.Nowhere(_steps, ConnectionVerdict.NoRoute, "cluster IPs exist inside the cluster alone: nothing outside has a route there");
        }

        return new ConnectionDestination
        {
            Steps = _steps,
            Address = address,
            Port = own?.Port ?? written.PortNumber!.Value,
            Protocol = own?.Name.Protocol ?? written.Protocol ?? "TCP",
            ServicePort = own,
            IsClusterIP = at.Kind == "cluster IP",
        };
    }

    private static (string? Kind, Cause? Cause) Where(ProxyServicePort port, string address)
    {
        if (port.ClusterIP.IP == address)
        {
            return ("cluster IP", port.ClusterIP.Cause);
        }

        foreach (var vip in port.LoadBalancerVIPs)
        {
            if (vip.IP == address)
            {
                return ("load balancer IP", vip.Cause);
            }
        }

        foreach (var external in port.ExternalIPs)
        {
            if (external.IP == address)
            {
                return ("external IP", external.Cause);
            }
        }

        return (null, null);
    }
}
