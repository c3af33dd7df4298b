using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Kubernetes;
using SvcLint.Kubernetes.Annotations;
using SvcLint.Model;
using SvcLint.Reachability;

namespace SvcLint.Change;

/// <summary>Compares the Service layer: ports, what stands behind them, how clients fare, names that are used, ways from outside.</summary>
internal sealed class ServiceChanges(Connectivity before, Connectivity after, ObjectChanges changes, IReadOnlyDictionary<string, string> renamed)
{
    private const string Replaced = "load balancer replaced";

    private readonly ChangeCauses _causes = new(before, after, changes);
    private readonly EndpointChanges _endpoints = new(before.Unit, after.Unit, OwnersNow(renamed));
    private readonly PairedEnds _clients = new(before, after, name => renamed.TryGetValue(name, out var now) ? now : name, changes, e => e.Kind == ReachEndKind.Workload);
    private ILookup<(string Namespace, string Selector), Service>? _added;
    private PodChanges? _pods;

    public IReadOnlyList<ServiceChange> Services()
    {
        var found = new List<ServiceChange>();
        foreach (var (id, was, now) in Pairs())
        {
            Compare(id, was, now, found);
        }

        found.AddRange(Pods.Readiness());
        found.AddRange(new NewClients(before, after, Renamed).All());
        return found;
    }

    public IReadOnlyList<NameChange> Names() => new NameChanges(before, after, _causes, Successor, renamed).All();

    public IReadOnlyList<ExposureChange> Exposure() => [.. new ExposureChanges(before, after, _causes, Renamed).All(), .. new RouteChanges(before, after, _causes).All(), .. Pods.NodePorts()];

    private PodChanges Pods => _pods ??= new PodChanges(before, after, _causes, Renamed);

    private IEnumerable<(string Id, Service? Was, Service? Now)> Pairs()
    {
        var later = after.Targets.Services.ToDictionary(Id, StringComparer.Ordinal);
        foreach (var service in before.Targets.Services)
        {
            later.TryGetValue(Id(service), out var now);
            yield return (Id(service), service, now);
            later.Remove(Id(service));
        }

        foreach (var service in later)
        {
            yield return (service.Key, null, service.Value);
        }
    }

    private void Compare(string id, Service? was, Service? now, List<ServiceChange> found)
    {
        if (was is null || now is null)
        {
            OfOne(id, was, now, found);
            return;
        }

        Fields(id, was, now, found);
        foreach (var port in was.Spec?.Ports?.Items ?? [])
        {
            if (Same(now, port) is { } same)
            {
                Clients(id, was, port, now, same, found);
            }
            else
            {
                found.Add(new ServiceChange(ChangeType.Removed, id, Number(port), null, First(before, was), Target(port), null, _causes.In(now, "spec.ports", "spec.type")));
            }
        }

        foreach (var port in (now.Spec?.Ports?.Items ?? []).Where(p => Same(was, p) is null))
        {
            found.Add(new ServiceChange(ChangeType.Added, id, Number(port), null, First(after, now), null, Target(port), _causes.In(now, ServicePortCauses.PortField(now, port), "spec.type")));
        }
    }

    private void OfOne(string id, Service? was, Service? now, List<ServiceChange> found)
    {
        var lines = _causes.Of(was, now);
        var type = was is null ? ChangeType.Added : ChangeType.Removed;
        var successor = now is null ? Successor(was!) : null;
        if (successor?.Spec?.Type?.Value == "LoadBalancer" && was!.Spec?.Type?.Value == "LoadBalancer")
        {
            found.Add(new ServiceChange(ChangeType.Changed, id, $"{Replaced}: name", null, null, was.Name, successor.Name, [.. lines, new PolicyCause(Id(successor), successor.NameSpan)]));
        }

        foreach (var port in (now ?? was!).Spec?.Ports?.Items ?? [])
        {
            var places = successor is null ? lines : [.. lines, new PolicyCause(Id(successor), successor.NameSpan)];
            found.Add(new ServiceChange(type, id, Number(port), null, First(now is null ? before : after, now ?? was!), now is null ? Target(port) : null, now is null ? successor is null ? null : $"renamed {successor.Name}" : Target(port), places));
        }
    }

    private void Fields(string id, Service was, Service now, List<ServiceChange> found)
    {
        Field("type", was.Spec?.Type?.Value, now.Spec?.Type?.Value);
        Field("externalName", was.Spec?.ExternalName?.Value, now.Spec?.ExternalName?.Value);
        Field("clusterIP", Headless(was), Headless(now));
        if (!IsAlias(was) && !IsAlias(now))
        {
            Field("internalTrafficPolicy", was.Spec?.InternalTrafficPolicy?.Value, now.Spec?.InternalTrafficPolicy?.Value);
        }

        Field("externalTrafficPolicy", External(was), External(now));
        Field("sessionAffinity", Affinity(was), Affinity(now));
        if (!IsAlias(was) && !IsAlias(now))
        {
            Field("publishNotReadyAddresses", NotReady(was), NotReady(now));
            Field("ipFamilies", Families(was), Families(now));
            Choice(TopologyOf(was), TopologyOf(now));
        }

        if (External(was) == "Local" && External(now) == "Local" && was.Spec?.HealthCheckNodePort is { Value: > 0 } check && now.Spec?.HealthCheckNodePort is { Value: > 0 } nowCheck && check.Value != nowCheck.Value)
        {
            Field("healthCheckNodePort", check.Value.ToString(CultureInfo.InvariantCulture), nowCheck.Value.ToString(CultureInfo.InvariantCulture));
        }

        foreach (var (what, one, other) in LoadBalancerChanges.Of(was, now))
        {
            Add($"{Replaced}: {what}", one, other, Lines(what.IndexOf('/') < 0 ? $"spec.{what}" : "metadata.annotations"));
        }

        var (earlier, later) = (Names(before, was, Renamed), Names(after, now, name => name));
        if (!earlier.SequenceEqual(later, StringComparer.Ordinal))
        {
            var keys = SelectorKeys.Of(was);
            keys.UnionWith(SelectorKeys.Of(now));
            var moved = before.Targets.Behind(was).Where(e => !later.Contains(Renamed(e.Name))).Concat(after.Targets.Behind(now).Where(e => !earlier.Contains(e.Name)));
            Add("endpoints", earlier.Length > 0 ? string.Join(", ", earlier) : null, later.Length > 0 ? string.Join(", ", later) : null, [.. _causes.In(now, "spec.selector", "spec.type").Concat(moved.SelectMany(e => _causes.OfPods(e, keys.Contains))).Distinct()]);
        }
        else if (_endpoints.Of(id) is var (one, other, objects))
        {
            IReadOnlyList<PolicyCause> lines = [.. objects.SelectMany(o => _causes.In(o, "spec.replicas", "spec.parallelism", "spec.completions", "spec.publishNotReadyAddresses", "endpoints", "subsets", "status", "metadata.labels")).Concat(_causes.OfSlices(now)).Distinct()];
            found.Add(new ServiceChange(ChangeType.Changed, id, "endpoints", null, null, one, other, lines.Count > 0 ? lines : _causes.Of([.. objects, was, now])));
        }

        void Choice(string? one, string? other)
        {
            if (one != other)
            {
                Add("topology-mode", one ?? "none", other ?? "none", Lines("metadata.annotations"));
            }

            // Where the annotation chooses endpoints, the field does not.
            if (one is null && other is null && !(ServicePorts.IsHeadless(was) && ServicePorts.IsHeadless(now)))
            {
                Field("trafficDistribution", Nearness(was), Nearness(now));
            }
        }

        void Field(string name, string? one, string? other)
        {
            if (one != other)
            {
                Add(name, one ?? "none", other ?? "none", Lines($"spec.{name}"));
            }
        }

        void Add(string what, string? one, string? other, IReadOnlyList<PolicyCause> lines) => found.Add(new ServiceChange(ChangeType.Changed, id, what, null, null, one, other, lines.Count > 0 ? lines : _causes.Of(now)));

        IReadOnlyList<PolicyCause> Lines(string field) => _causes.In(now, field);
    }

    private static string[] Names(Connectivity connectivity, Service service, Func<string, string> renamed) => [.. connectivity.Targets.Behind(service).Select(e => renamed(e.Name)).OrderBy(n => n, StringComparer.Ordinal)];

    private void Clients(string id, Service was, ServicePort wasPort, Service now, ServicePort nowPort, List<ServiceChange> found)
    {
        var causes = new ServicePortCauses(before, after, _causes, Renamed, (was, wasPort), (now, nowPort));
        if (Target(wasPort) != Target(nowPort) && !LeadsToTheSame(was, wasPort, now, nowPort))
        {
            found.Add(new ServiceChange(ChangeType.Changed, id, Number(nowPort), null, causes.Target?.Name, Target(wasPort), Target(nowPort), _causes.In(now, ServicePortCauses.PortField(now, nowPort))));
        }

        else if (Target(wasPort) == Target(nowPort))
        {
            found.AddRange(causes.Moved.Select(m => new ServiceChange(ChangeType.Changed, id, Number(nowPort), null, m.End.Name, $"{Target(wasPort)} ({m.Before})", $"{Target(nowPort)} ({m.After})", [.. causes.Lines.Distinct()])));
        }

        if (wasPort.AppProtocol?.Value != nowPort.AppProtocol?.Value)
        {
            found.Add(new ServiceChange(
                ChangeType.Changed, id, $"{Number(nowPort)} appProtocol", null, causes.Target?.Name, wasPort.AppProtocol?.Value ?? "none", nowPort.AppProtocol?.Value ?? "none", _causes.In(now, ServicePortCauses.PortField(now, nowPort))));
        }

        var earlierRows = new ServiceReach(before).Of(was, wasPort);
        var laterRows = new ServiceReach(after).Of(now, nowPort);
        var behind = before.Targets.Of(was, wasPort).Concat(after.Targets.Of(now, nowPort)).Select(t => t.End);
        foreach (var (end, same, names) in _clients.Differing(behind, (one, other) => earlierRows(one).State != laterRows(other).State))
        {
            PolicyCause[] lines = [.. causes.Lines.Concat(causes.Of((end, same))).Distinct()];
            var later = laterRows(same);

            // Among its own pods a client fares by how many there are.
            lines = lines.Length > 0 ? lines : [.. _causes.In(same.Workload, "spec.replicas").Distinct()];
            found.Add(new ServiceChange(
                ChangeType.Changed, id, Number(nowPort), same.Name, causes.Target?.Name, ServiceReach.Word(earlierRows(end).State), ServiceReach.Word(later.State), lines.Length > 0 ? lines : [.. _causes.Of(now).Concat(later.Because).Distinct()])
            { Clients = names });
        }
    }

    // A name in place of the number that it stands for changes nothing.
    private bool LeadsToTheSame(Service was, ServicePort wasPort, Service now, ServicePort nowPort)
    {
        var earlier = before.Targets.Of(was, wasPort);
        var later = after.Targets.Of(now, nowPort);
        return wasPort.NodePort?.Value == nowPort.NodePort?.Value && earlier.Count > 0 && earlier.All(t => t.Port is not null)
            && earlier.Select(t => (Renamed(t.End.Name), t.Port)).OrderBy(t => t.Item1, StringComparer.Ordinal)
                .SequenceEqual(later.Select(t => (t.End.Name, t.Port)).OrderBy(t => t.Name, StringComparer.Ordinal));
    }

    // The only new Service with the selector of one that is gone.
    private Service? Successor(Service gone)
    {
        _added ??= after.Targets.Services.Where(s => before.Targets.Find(s.Namespace ?? "default", s.Name!) is null).ToLookup(s => (s.Namespace ?? "default", Selector(s)));
        return Selector(gone) is { Length: > 0 } selector && _added[(gone.Namespace ?? "default", selector)].Take(2).ToArray() is [var only] ? only : null;
    }

    private static string Selector(Service service) =>
        string.Join(",", (service.Spec?.Selector?.Entries ?? []).Select(e => $"{e.Key.Value}={e.Value.Value}").OrderBy(e => e, StringComparer.Ordinal));

    private static string? First(Connectivity connectivity, Service service) => connectivity.Targets.Behind(service) is [var end, ..] ? end.Name : null;

    private string Renamed(string name) => renamed.TryGetValue(name, out var now) ? now : name;

    // Endpoints name their owner by kind and name; each namespace has its own.
    private static Func<string, string, string> OwnersNow(IReadOnlyDictionary<string, string> renamed)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in renamed.Reverse())
        {
            owners[$"{pair.Key.Split('/')[0]}/{Owner(pair.Key)}"] = Owner(pair.Value);
        }

        return (ns, owner) => owners.TryGetValue($"{ns}/{owner}", out var now) ? now : owner;

        static string Owner(string end) => end.Substring(end.IndexOf('/') + 1).TrimEnd(']').Split('[') is [var name, var kind] ? $"{kind}/{name}" : end;
    }

    // By number and protocol; of several by the name, too.
    private static ServicePort? Same(Service service, ServicePort port)
    {
        ServicePort[] alike = [.. service.Spec?.Ports?.Items.Where(p => p.Port?.Value == port.Port?.Value && PortResolution.Protocol(p) == PortResolution.Protocol(port)) ?? []];
        return Array.Find(alike, p => p.Name?.Value == port.Name?.Value) ?? alike.FirstOrDefault();
    }

    // It says something of Services that are exposed; the default is what others have, too.
    private static string External(Service service) => service.Spec?.ExternalTrafficPolicy?.Value ?? "Cluster";

    private static string Affinity(Service service) => service.Spec switch
    {
        { SessionAffinity.Value: "ClientIP", SessionAffinityConfig.ClientIP.TimeoutSeconds: { } timeout } => $"ClientIP for {timeout.Value.ToString(CultureInfo.InvariantCulture)} seconds",
        { SessionAffinity.Value: { } affinity } => affinity,
        _ => "None",
    };

    private static string NotReady(Service service) => service.Spec?.PublishNotReadyAddresses?.Value == true ? "true" : "false";

    // Two words for one thing.
    private static string? Nearness(Service service) => service.Spec?.TrafficDistribution?.Value is "PreferClose" ? "PreferSameZone" : service.Spec?.TrafficDistribution?.Value;

    private static string? TopologyOf(Service service) =>
        (service.Metadata.Annotations?[KubernetesItself.TopologyHints] ?? service.Metadata.Annotations?[KubernetesItself.TopologyMode]) is "Auto" or "auto" ? "Auto" : null;

    // Without a word it is the cluster's first family, which nearly everywhere is IPv4.
    private static string Families(Service service)
    {
        var written = string.Join(", ", (service.Spec?.IPFamilies?.Items ?? []).Select(f => f.Value));
        var isDual = service.Spec?.IPFamilyPolicy?.Value is "PreferDualStack" or "RequireDualStack";
        return isDual && written is "" or "IPv4" ? "IPv4, IPv6" : isDual && written == "IPv6" ? "IPv6, IPv4" : written.Length > 0 ? written : ServiceFamilies.Of(service).Only == IPFamily.IPv6 ? "IPv6" : "IPv4";
    }

    private static bool IsAlias(Service service) => service.Spec?.Type?.Value == "ExternalName";

    private static string Headless(Service service) => ServicePorts.IsHeadless(service) ? "None" : "a cluster IP";

    private static string Number(ServicePort port) => port.Port?.Value.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Target(ServicePort port) => $"{PortResolution.Protocol(port)} {Number(port)} -> {PortResolution.Target(port)}{(port.NodePort is { } node ? $" (node port {node.Value.ToString(CultureInfo.InvariantCulture)})" : "")}";

    private static string Id(Service service) => $"{service.Namespace ?? "default"}/{service.Name}";
}
