using SvcLint.Cluster;
using SvcLint.Cluster.Listening;
using SvcLint.Config;
using SvcLint.Emulation;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Names;
using SvcLint.Text;
using static SvcLint.Reachability.ConnectionWords;

namespace SvcLint.Reachability;

/// <summary>From what a person calls a destination to addresses: names, Services and their ports; what is no name is <see cref="AddressResolver"/>'s.</summary>
internal sealed class DestinationResolver(ConnectionWorld world, ConnectionSource source, EmulatedNode entry, ConnectionAddress written, ExternalObjects externals)
{
    private const int LongestChain = 8;

    private readonly List<ConnectionStep> _steps = [];
    private readonly ServiceEndpoints _endpoints = new(world, entry.State.Family);

    private IPFamily Family => entry.State.Family;

    /// <param name="isReference">Something of the input names the destination.</param>
    /// <returns>A problem where there is no such destination, or several.</returns>
    public ConnectionAnswer<ConnectionDestination[]> Resolve(bool isReference) => written.Kind switch
    {
        AddressKind.HostName => OfHost(written.Name, 0),
        AddressKind.Service when isReference && ConnectionLookup.FindService(world, written) is null =>
            IsAbsent(written.Name, written.Namespace) ? Nowhere(ConnectionVerdict.NoRoute, $"there is no Service {written.Namespace}/{written.Name}: requests to it fail")
                : Nowhere(ConnectionVerdict.Unknown, $"the input has no Service {written.Namespace}/{written.Name}: unless something else declares it, requests to it fail"),
        AddressKind.Service => ConnectionLookup.Service(world, written).SelectMany(s => OfService(s, 0)),
        _ => new AddressResolver(world, source, entry, written).Resolve(),
    };

    private ConnectionDestination[] Nowhere(ConnectionVerdict verdict, string why) => [ConnectionDestination.Nowhere(_steps, verdict, why)];

    private void Step(ConnectionStage stage, string text, SourceSpan? span, bool hasDerivedValue = false) => _steps.Add(new ConnectionStep(stage, text, span) { HasDerivedValue = hasDerivedValue });

    // ---- names

    private ConnectionAnswer<ConnectionDestination[]> OfHost(string host, int depth)
    {
        if (depth == 0 && OfHosts(host) is { } ofHosts)
        {
            return ofHosts;
        }

        var domain = world.Dns.Zone;
        var isService = ServiceDnsName.TryParse(host, out var name) && (name.Domain is not { } below || string.Equals(below, domain, StringComparison.OrdinalIgnoreCase));
        if (isService && AsksOtherDns() is { } other)
        {
            return Nowhere(ConnectionVerdict.Unknown, other);
        }

        return Found(host, depth).SelectMany(found => OfTarget(host, depth, found, isService ? name : null));
    }

    // The pod's C library reads /etc/hosts before it asks a server.
    private ConnectionAnswer<ConnectionDestination[]>? OfHosts(string host)
    {
        if (source.Pod is not { } pod || PodHosts.Find(PodHosts.Of(pod.Workload, pod.HasOwnName ? pod.Name : null, world.Dns.Zone), host) is not { Count: > 0 } lines)
        {
            return null;
        }

        var line = lines.FirstOrDefault(l => l.Address is null || l.IsIPv6 == (Family == IPFamily.IPv6)) ?? lines[0];
        Step(ConnectionStage.Name, line.Because.Text, line.Because.Span);
        if (line.Address is not { } address)
        {
            return new AddressResolver(world, source, entry, written with { Kind = AddressKind.Pod, Namespace = ConnectionWorld.NamespaceOf(pod.Workload), Name = pod.Name }).Resolve().Select(Behind);
        }

        return !IPAddressValue.TryParseSloppy(address, out var ip) || ip.Family != Family
            ? Nowhere(ConnectionVerdict.NoRoute, $"{line.Because.Text}, which is no {Family} address")
            : new AddressResolver(world, source, entry, written with { Kind = AddressKind.IP, Name = ip.ToString() }).Resolve().Select(Behind);

        ConnectionDestination[] Behind(ConnectionDestination[] found) => [.. found.Select(d => d with { Steps = [.. _steps, .. d.Steps] })];
    }

    private ConnectionAnswer<ConnectionDestination[]> OfTarget(string host, int depth, DnsTarget? found, ServiceDnsName? name)
    {
        if (found is not var (service, pod, portName))
        {
            return AddressIn(host) is { } address ? new AddressResolver(world, source, entry, written with { Kind = AddressKind.IP, Name = address }).Resolve()
                : NotAnswered(host, depth, name) ?? (name is { } unknown ? NotFound(host, unknown) : OutsideName(host, NoName(host)));
        }

        if (DnsRefusal() is { } refusal)
        {
            Step(ConnectionStage.Policy, refusal.Why, refusal.Span);
            return Nowhere(ConnectionVerdict.Dropped, refusal.Why);
        }

        Step(ConnectionStage.Name, $"{host} is {(pod is not null ? $"pod {pod} of " : "")}Service {ConnectionWorld.NameOf(service)}{(source.Node is null ? ", to whoever asks the cluster's DNS: resolvers outside do not know the name" : "")}", service.NameSpan);
        return pod is not null ? OfHeadless(service, pod, portName) : OfService(service, depth, portName);
    }

    private string NoName(string host) => $"{host} is no name of the cluster's DNS ({world.Dns.Zone})";

    // What no search list completes, and what the cluster's server answers alone; null where it is open whether something else has the name.
    private ConnectionDestination[]? NotAnswered(string host, int depth, ServiceDnsName? name)
    {
        var dns = world.Dns;
        var bare = DnsName.Normal(host);
        var isAbsolute = depth > 0 || bare.Length < host.Length;
        if (!dns.IsInZone(bare) && isAbsolute)
        {
            return NameWalk.MayBeOutside(bare, dns) ? OutsideName(host, NoName(host))
                : Nowhere(ConnectionVerdict.Unknown, $"{host} is asked for as it stands, without a search list, and is no name of the cluster's DNS ({dns.Zone})");
        }

        var asked = dns.IsInZone(bare) ? bare : name is { IsQualified: true } ? $"{bare}.{dns.Zone}" : null;
        if (asked is null || name is { Hostname: not null } || dns.Ask(asked, DnsType.A) is not { Code: not DnsCode.Outside, Because: [var because, ..] } answer)
        {
            return null;
        }

        var isEmpty = answer.Code == DnsCode.NoData && !dns.Ask(asked, DnsType.AAAA).HasAddress;
        return isEmpty || dns.IsRefused(asked) ? Nowhere(ConnectionVerdict.NoRoute, $"the cluster's DNS answers {(isEmpty ? "no address" : "NXDOMAIN")} for {asked}: {because.Text}")
            : name is null ? Nowhere(ConnectionVerdict.Unknown, $"{host}: {because.Text}")
            : null;
    }

    // In a closed world what the input lacks does not exist.
    private bool IsAbsent(string name, string? @namespace) =>
        world.Unit is { IsFullyKnown: true, Facts.ClosedWorld: true } && !ClusterFacts.IsBroughtAlong(@namespace, name) && !externals.DeclaresService(name, @namespace);

    private ConnectionDestination[] NotFound(string host, ServiceDnsName name)
    {
        var others = world.Services.Where(s => s.Name == name.Name).Select(ConnectionWorld.NameOf).ToArray();
        var @namespace = name.Namespace ?? NamespaceOfSource() ?? "default";
        var isThere = others.Contains($"{@namespace}/{name.Name}");
        var elsewhere = others.Length == 0 ? "" : $"; there is {string.Join(", ", others)}";
        var why = (@namespace, name.Name) is ("default", "kubernetes")
            ? "the API server makes Service default/kubernetes in every cluster; the input does not tell its endpoints"
            : isThere ? $"neither the search list of {source.Text} nor the Corefile makes {host} the name of Service {@namespace}/{name.Name}"
            : $"the input has no Service {@namespace}/{name.Name}{elsewhere}";
        if ((name.IsQualified || name.Namespace is null) && IsAbsent(name.Name, @namespace))
        {
            return Nowhere(ConnectionVerdict.NoRoute, isThere ? why : $"there is no Service {@namespace}/{name.Name}{elsewhere}: the name does not resolve");
        }

        return name.IsQualified || name.Namespace is null
            ? Nowhere(name.Hostname is not null && others.Length > 0 ? ConnectionVerdict.NoRoute : ConnectionVerdict.Unknown, name.Hostname is not null && others.Length > 0 ? $"no endpoint of Service {name.Namespace}/{name.Name} has the host name {name.Hostname}" : why)
            : OutsideName(host, $"{why}, and {host} may be a name outside");
    }

    // 10-244-1-5.shop.pod: the server makes the address of the name.
    private string? AddressIn(string host) =>
        world.Dns.Ask(host, Family == IPFamily.IPv6 ? DnsType.AAAA : DnsType.A).Records.FirstOrDefault(r => r.IsAddress && IPAddressValue.TryParse(r.Data, out _))?.Data;

    // The resolver of a pod goes through its search list as its C library does; what an ExternalName says is looked up as it stands.
    private ConnectionAnswer<DnsTarget?> Found(string host, int depth)
    {
        if (depth > 0 || source.Pod is not { Workload: var client })
        {
            return Candidates(host, depth).Select(names => names.Select(Exact).FirstOrDefault(f => f is not null));
        }

        var dns = world.Dns;
        var resolver = PodResolver.Of(client.PodSpec, ConnectionWorld.NamespaceOf(client), dns.Zone);
        var walk = NameWalk.Of(dns, host, resolver, PodResolver.LibraryOf(client.PodSpec));
        if (walk.Answered is { } answered && Exact(answered) is { } found)
        {
            return found;
        }

        // A name that exists and has no address yet: the Service tells why.
        return walk.Answered is null ? walk.Steps.Select(s => Exact(s.Name)).FirstOrDefault(f => f is not null) : null;
    }

    private DnsTarget? Exact(string name) =>
        world.Dns.TargetOf(name) is { } target && (target is { Endpoint: null, Port: null } || world.Dns.Ask(name, DnsType.A).HasAddress || world.Dns.Ask(name, DnsType.AAAA).HasAddress) ? target : null;

    private ConnectionAnswer<List<string>> Candidates(string host, int depth)
    {
        var domain = world.Dns.Zone;
        var bare = host.TrimEnd('.');
        var candidates = new List<string>();
        if (depth == 0 && bare == host)
        {
            if (NamespaceOfSource() is { } own)
            {
                candidates.Add($"{bare}.{own}.svc.{domain}");
            }
            else if (bare.IndexOf('.') < 0)
            {
                // Outside the pods nothing has a namespace: a single label must be unique.
                var homonyms = world.Services.Where(s => s.Name == bare).ToArray();
                if (homonyms.Length > 1)
                {
                    return new ConnectionProblem($"{bare}: several Services, and {source.Text} has no namespace; there are {string.Join(", ", homonyms.Select(ConnectionWorld.NameOf))}");
                }

                candidates.AddRange(homonyms.Select(s => $"{bare}.{ConnectionWorld.NamespaceOf(s)}.svc.{domain}"));
            }

            candidates.Add($"{bare}.svc.{domain}");
            candidates.Add($"{bare}.{domain}");
        }

        candidates.Add(bare);
        return candidates;
    }

    private string? NamespaceOfSource() => source.Pod is { } pod ? ConnectionWorld.NamespaceOf(pod.Workload) : null;

    private string? AsksOtherDns()
    {
        if (source is { Pod: null, IP: null, Node: not null })
        {
            return $"{source.Text} asks its own resolver, which does not know the cluster's names unless the node was told";
        }

        if (source.Pod is not { Workload.PodSpec: { } spec } pod)
        {
            return null;
        }

        var policy = spec.DnsPolicy?.Value ?? "ClusterFirst";
        return policy == "None" ? $"{pod.Workload} has dnsPolicy None: it asks resolvers of its own"
            : policy == "Default" ? $"{pod.Workload} has dnsPolicy Default: it asks the node's resolver, which does not know the cluster's names unless the node was told"
            : policy == "ClusterFirst" && source.IsOnHostNetwork ? $"{pod.Workload} is on the host network without dnsPolicy ClusterFirstWithHostNet: it asks the node's resolver, which does not know the cluster's names unless the node was told"
            : null;
    }

    // Certain only where no rule lets the pod ask anybody for names.
    private PolicyDecision? DnsRefusal()
    {
        if (source.Pod is null || source.IsOnHostNetwork)
        {
            return null;
        }

        var dns = new TrafficEnd(TrafficEndKind.UndeclaredPod, "the cluster's DNS", "kube-system");
        var policies = new PolicyEvaluation(world.Unit);
        var from = world.End(source.Pod, Family);
        // OpenShift's DNS pods listen on 5353; a node-local cache has an address of its own.
        PolicyDecision? refusal = null;
        foreach (var (port, protocol) in new[] { (53, "UDP"), (53, "TCP"), (5353, "UDP") })
        {
            foreach (var peer in new[] { dns, TrafficEnd.Outside("a resolver") })
            {
                var decision = policies.Egress(from, peer, port, protocol);
                if (decision.Answer != PolicyAnswer.Denied)
                {
                    return null;
                }

                refusal ??= decision;
            }
        }

        return refusal! with { Why = $"names cannot be looked up: {refusal.Why}" };
    }

    private ConnectionDestination[] OutsideName(string host, string why)
    {
        Step(ConnectionStage.Name, why, null);
        var end = TrafficEnd.Outside(host);
        var port = written.PortNumber;
        return port is null || source.Pod is null
            ? Nowhere(ConnectionVerdict.Unknown, why)
            : [new ConnectionDestination { Steps = _steps, End = end, Port = port.Value, Protocol = written.Protocol ?? "TCP" }];
    }

    // ---- Services

    private ConnectionAnswer<ConnectionDestination[]> OfService(Service service, int depth, string? srvPort = null)
    {
        var name = ConnectionWorld.NameOf(service);
        if (service.Spec?.Type?.Value == "ExternalName")
        {
            var target = service.Spec.ExternalName;
            if (target is not { Value.Length: > 0 } || depth >= LongestChain)
            {
                return Nowhere(ConnectionVerdict.NoRoute, depth >= LongestChain ? $"Service {name} leads back to itself" : $"Service {name} has no externalName");
            }

            Step(ConnectionStage.Service, $"Service {name} is another name for {target.Value}; its ports count for nothing", target.Span);
            return OfHost(target.Value, depth + 1);
        }

        if (service.Spec?.ClusterIP?.Value == "None")
        {
            return OfHeadless(service, null, srvPort);
        }

        return PickPort(service, srvPort).Select(picked => OfPort(service, picked.Number, picked.Protocol, picked.Port));
    }

    private ConnectionDestination[] OfPort(Service service, int number, string protocol, ServicePort? port)
    {
        var name = ConnectionWorld.NameOf(service);
        Step(ConnectionStage.Service, PortText(service, number, protocol, port), port?.KeySpan ?? service.Spec?.Ports?.KeySpan ?? service.NameSpan);
        var proxied = entry.State.ServicePorts.Where(p => p.Name.Namespace == ConnectionWorld.NamespaceOf(service) && p.Name.Name == service.Name).ToArray();
        var own = proxied.FirstOrDefault(p => p.Port == number && p.Name.Protocol == protocol);
        var any = own ?? proxied.FirstOrDefault();
        if (any is null)
        {
            var addresses = (service.Spec?.ClusterIPs?.Items ?? []).Select(a => a.Value).ToArray();
            if (service.Metadata.Labels is { } labels && labels.Find(ServicePortMap.ServiceProxyNameLabel) is null && labels.Find(ServicePortMap.HeadlessLabel) is not null)
            {
                return Nowhere(ConnectionVerdict.NoRoute, $"label {ServicePortMap.HeadlessLabel} hides Service {name} from kube-proxy");
            }

            return addresses.Any(a => IPAddressValue.TryParseSloppy(a, out var ip) && ip.Family == Family)
                ? Nowhere(ConnectionVerdict.Unknown, $"kube-proxy leaves Service {name} to another proxy")
                : Nowhere(ConnectionVerdict.NoRoute, $"Service {name} has no {Family} address{(addresses.Length == 0 ? "" : $", only {string.Join(", ", addresses)}")}");
        }

        return source.Node is not null ? [To(any.ClusterIP, "cluster IP", number, protocol, own, isClusterIP: true)] : [FromOutside(service, any, own, number, protocol)];
    }

    private ConnectionDestination FromOutside(Service service, ProxyServicePort any, ProxyServicePort? own, int number, string protocol)
    {
        if (any.LoadBalancerVIPs.Count > 0)
        {
            return To(any.LoadBalancerVIPs[0], "load balancer IP", number, protocol, own, isClusterIP: false);
        }

        if (any.ExternalIPs.Count > 0)
        {
            return To(any.ExternalIPs[0], "external IP", number, protocol, own, isClusterIP: false);
        }

        if (own is { NodePort: not 0 } && ConnectionWorld.AddressOf(entry.Node.HostIPs, Family) is { } address)
        {
            Step(ConnectionStage.Address, $"node port {Number(own.NodePort)}{Mark(IsDerived(own.NodePortCause))} of node {entry.Node.Name} at {address}", own.NodePortCause?.Span, IsDerived(own.NodePortCause));
            return new ConnectionDestination { Steps = _steps, Address = address, Port = own.NodePort, Protocol = protocol, ServicePort = own };
        }

        Step(ConnectionStage.Address, $"cluster IP {any.ClusterIP.IP}{Mark(IsDerived(any.ClusterIP.Cause))}", any.ClusterIP.Cause.Span, IsDerived(any.ClusterIP.Cause));
        return ConnectionDestination.Nowhere(_steps, ConnectionVerdict.NoRoute, $"Service {ConnectionWorld.NameOf(service)} has no address outside the cluster: type {service.Spec?.Type?.Value}, no load balancer, external IP or node port");
    }

    private ConnectionDestination To(ServiceAddress address, string kind, int port, string protocol, ProxyServicePort? own, bool isClusterIP)
    {
        Step(ConnectionStage.Address, $"{kind} {address.IP}{Mark(IsDerived(address.Cause))}", address.Cause.Span, IsDerived(address.Cause));
        return new ConnectionDestination { Steps = _steps, Address = IPAddressValue.TryParseSloppy(address.IP, out var ip) ? ip : null, Port = port, Protocol = protocol, ServicePort = own, IsClusterIP = isClusterIP };
    }

    /// <summary>The port of the Service that was asked for; a number that it lacks stays a number.</summary>
    private ConnectionAnswer<(int Number, string Protocol, ServicePort? Port)> PickPort(Service service, string? srvPort)
    {
        var name = ConnectionWorld.NameOf(service);
        var all = service.Spec?.Ports?.Items ?? [];
        var asked = srvPort ?? written.Port;
        var matching = all.Where(p =>
            (asked is null || (written.PortNumber is { } wanted && srvPort is null ? p.Port?.Value == wanted : p.Name?.Value == asked))
            && (written.Protocol is null || PortResolution.Protocol(p) == written.Protocol)).ToArray();
        if (matching.Length == 1 && matching[0].Port is { } number)
        {
            return (number.Value, PortResolution.Protocol(matching[0]), matching[0]);
        }

        if (matching.Length == 0 && written.PortNumber is { } free && srvPort is null)
        {
            return (free, written.Protocol ?? "TCP", null);
        }

        var candidates = string.Join(", ", (matching.Length > 1 ? matching : all).Select(PortName));
        return new ConnectionProblem(all.Count == 0 ? $"Service {name} has no ports; write one: :PORT"
            : matching.Length > 1 ? $"Service {name} has several ports; choose one: {candidates}"
            : $"Service {name} has no port {asked}{(written.Protocol is { } protocol ? "/" + protocol : "")}; there {(all.Count == 1 ? "is" : "are")} {candidates}");
    }

    private static string PortName(ServicePort port) =>
        $"{Number(port.Port?.Value ?? 0)}/{PortResolution.Protocol(port)}{(port.Name is { Value.Length: > 0 } name ? $" ({name.Value})" : "")}";

    private static string PortText(Service service, int number, string protocol, ServicePort? port)
    {
        var name = ConnectionWorld.NameOf(service);
        if (port is null)
        {
            var there = string.Join(", ", (service.Spec?.Ports?.Items ?? []).Select(PortName));
            return $"Service {name} has no port {Number(number)}/{protocol}; it has {(there.Length == 0 ? "none" : there)}";
        }

        var target = PortResolution.Target(port) is { } t && t.ToString() != Number(number) ? $", target port {t}" : "";
        return $"Service {name}, port {PortName(port)}{target}";
    }

    // ---- headless Services: names lead to pods directly

    private ConnectionAnswer<ConnectionDestination[]> OfHeadless(Service service, string? hostname, string? srvPort)
    {
        var isBySrv = srvPort is not null || (written.Port is not null && written.PortNumber is null);
        return PickPort(service, srvPort).Select(picked => OfPods(service, hostname, isBySrv, picked.Number, picked.Protocol, picked.Port));
    }

    private ConnectionDestination[] OfPods(Service service, string? hostname, bool isBySrv, int number, string protocol, ServicePort? port)
    {
        var name = ConnectionWorld.NameOf(service);
        var isHeadless = service.Spec?.ClusterIP?.Value == "None";
        Step(
            ConnectionStage.Service,
            isHeadless ? $"Service {name} is headless: its name leads to the pods, and kube-proxy has no part in it"
                : $"Service {name} is not headless: CoreDNS gives its pods names all the same, the specification promises them under headless Services only",
            service.Spec?.ClusterIP?.Span ?? service.NameSpan);
        var endpoints = _endpoints.OfHeadless(service, hostname).ToArray();
        if (endpoints.Length == 0)
        {
            var why = hostname is null ? $"the name has no {Family} address: {_endpoints.WhyNone(service, port)}" : $"no endpoint of Service {name} has the host name {hostname}";
            return _endpoints.MayHaveOthers(service) is { } doubt ? Nowhere(ConnectionVerdict.Unknown, $"{why}; {doubt}")
                : Nowhere(_endpoints.HasSlices(service) || service.Spec?.Selector is { Count: > 0 } ? ConnectionVerdict.NoRoute : ConnectionVerdict.Unknown, why);
        }

        return endpoints.Select(e =>
        {
            var isDerived = world.PodAt(e.Address) is { } pod ? world.IsPlaceholder(pod) : e.IsDerived;
            var target = isBySrv && port is not null ? ServiceEndpoints.PortOf(e.Slice, port) ?? number : number;
            var steps = new List<ConnectionStep>(_steps)
            {
                new(ConnectionStage.Endpoint, $"{e.Address}{Mark(isDerived)}, {world.EndAt(e.Address).Name}{PortNote(port, target, isBySrv)}", e.Span) { HasDerivedValue = isDerived },
            };
            return new ConnectionDestination { Steps = steps, Address = e.Address, Port = target, Protocol = protocol, End = world.EndAt(e.Address), Probability = 1.0 / endpoints.Length, Unanswered = isBySrv ? null : Unanswered(port, target, protocol, world.PodAt(e.Address)?.Workload) };
        }).ToArray();
    }

    // A headless Service maps no port: who asks for the Service's port gets it on the pod.
    private (ConnectionVerdict, string)? Unanswered(ServicePort? port, int asked, string protocol, Workload? pod)
    {
        if (port is null || pod is null || PortResolution.Target(port) is not { } target || target.ToString() == Number(asked)
            || PortResolution.Declared(pod).Any(p => p.Number?.Value == asked && PortResolution.Protocol(p) == protocol))
        {
            return null;
        }

        // What the container is told, or what its image does by itself, weighs more than what nobody declared.
        if (protocol == "TCP" && pod.ServingContainers().SelectMany(c => ContainerListeners.Of(c, pod, world.Unit).Listeners).FirstOrDefault(l => l.Port == asked && l.To != BoundTo.Loopback) is { } listener)
        {
            return listener.Evidence is ListenerEvidence.File or ListenerEvidence.Command ? null
                : (ConnectionVerdict.Unknown, $"the client reaches {pod} at port {Number(asked)}, where {listener.What} listens by itself, and the pod declares other ports");
        }

        var listens = PortResolution.Declared(pod).Any(p => (target.Int is { } number ? p.Number?.Value == number : p.Name?.Value == target.String) && PortResolution.Protocol(p) == protocol);
        return listens
            ? (ConnectionVerdict.Rejected, $"the client reaches {pod} at port {Number(asked)}, and it listens on {target}: a headless Service maps no port")
            : (ConnectionVerdict.Unknown, $"the client reaches {pod} at port {Number(asked)}: a headless Service maps no port to {target}, and the pod declares neither");
    }

    private static string PortNote(ServicePort? port, int target, bool isBySrv) =>
        isBySrv ? $"; its SRV record names port {Number(target)}"
        : port is not null && PortResolution.Target(port) is { } t && t.ToString() != Number(target) ? $"; the target port {t} counts for nothing here, the client asks for {Number(target)}"
        : "";
}
