using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Model;
using SvcLint.Reachability;

namespace SvcLint.Change;

/// <summary>Compares the Service layer: ports, what stands behind them, how clients fare, names that are used, ways from outside.</summary>
internal sealed class ServiceChanges(Connectivity before, Connectivity after, ObjectChanges changes, IReadOnlyDictionary<string, string> renamed)
{
    private const string Replaced = "load balancer replaced";

    private readonly ChangeCauses _causes = new(before, after, changes);
    private readonly EndpointChanges _endpoints = new(before.Unit, after.Unit, name => Renamed(name, renamed));
    private readonly Dictionary<string, ReachEnd> _earlier = Pods(before);
    private readonly Dictionary<string, ReachEnd> _later = Pods(after);

    public IReadOnlyList<ServiceChange> Services()
    {
        var found = new List<ServiceChange>();
        foreach (var (id, was, now) in Pairs())
        {
            Compare(id, was, now, found);
        }

        return found;
    }

    public IReadOnlyList<NameChange> Names() => new NameChanges(before, after, _causes, Successor).All();

    public IReadOnlyList<ExposureChange> Exposure()
    {
        var was = Ways(before);
        var now = Ways(after);
        var found = new List<ExposureChange>();
        foreach (var key in was.Keys.Union(now.Keys).OrderBy(k => k, StringComparer.Ordinal))
        {
            var earlier = was.TryGetValue(key, out var one) ? one : null;
            var later = now.TryGetValue(key, out var other) ? other : null;
            var (text, nowText) = (Words(earlier), Words(later));
            if (text != nowText)
            {
                var way = (later ?? earlier)!;
                var lines = _causes.Of(earlier?.Service, later?.Service, earlier?.Entry, later?.Entry)
                    .Concat(_causes.Of([.. Behind(after, later?.Service).Concat(Behind(before, earlier?.Service)).Select(e => e.Workload)]))
                    .Concat(later?.State is ServiceState.Works ? [] : later?.Because ?? [])
                    .Distinct();
                found.Add(new ExposureChange(
                    earlier is null ? ChangeType.Added : later is null ? ChangeType.Removed : ChangeType.Changed, Id(way.Service), way.Entry is { } entry ? $"{way.Via} {entry.Name}" : way.Via, way.Port, text, nowText, [.. lines]));
            }
        }

        return [.. found, .. new RouteChanges(before, after, _causes).All()];
    }

    private static IEnumerable<ReachEnd> Behind(Connectivity connectivity, Service? service) => service is null ? [] : connectivity.Targets.Behind(service);

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
        var lines = _causes.Of(was, now);
        if (was is null || now is null)
        {
            var type = was is null ? ChangeType.Added : ChangeType.Removed;
            var successor = now is null ? Successor(was!) : null;
            if (successor?.Spec?.Type?.Value == "LoadBalancer" && was!.Spec?.Type?.Value == "LoadBalancer")
            {
                found.Add(new ServiceChange(ChangeType.Changed, id, $"{Replaced}: name", null, null, was.Name, successor.Name, [.. lines, new PolicyCause(Id(successor), successor.NameSpan)]));
            }

            foreach (var port in (now ?? was!).Spec?.Ports?.Items ?? [])
            {
                var places = successor is null ? lines : [.. lines, new PolicyCause(Id(successor), successor.NameSpan)];
                found.Add(new ServiceChange(type, id, Number(port), null, Behind(now is null ? before : after, now ?? was!).FirstOrDefault()?.Name, now is null ? Target(port) : null, now is null ? successor is null ? null : $"renamed {successor.Name}" : Target(port), places));
            }

            return;
        }

        Fields(id, was, now, lines, found);
        foreach (var port in was.Spec?.Ports?.Items ?? [])
        {
            if (Same(now, port) is { } same)
            {
                Clients(id, was, port, now, same, lines, found);
            }
            else
            {
                found.Add(new ServiceChange(ChangeType.Removed, id, Number(port), null, Behind(before, was).FirstOrDefault()?.Name, Target(port), null, lines));
            }
        }

        foreach (var port in (now.Spec?.Ports?.Items ?? []).Where(p => Same(was, p) is null))
        {
            found.Add(new ServiceChange(ChangeType.Added, id, Number(port), null, Behind(after, now).FirstOrDefault()?.Name, null, Target(port), lines));
        }
    }

    private void Fields(string id, Service was, Service now, IReadOnlyList<PolicyCause> lines, List<ServiceChange> found)
    {
        Field("type", was.Spec?.Type?.Value, now.Spec?.Type?.Value);
        Field("externalName", was.Spec?.ExternalName?.Value, now.Spec?.ExternalName?.Value);
        Field("clusterIP", Headless(was), Headless(now));
        Field("internalTrafficPolicy", was.Spec?.InternalTrafficPolicy?.Value, now.Spec?.InternalTrafficPolicy?.Value);
        Field("externalTrafficPolicy", External(was), External(now));
        foreach (var (what, one, other) in LoadBalancerChanges.Of(was, now))
        {
            Field($"{Replaced}: {what}", one, other);
        }

        var (earlier, later) = (Names(before, was), Names(after, now));
        if (earlier != later)
        {
            var behind = _causes.Of([.. Behind(before, was).Concat(Behind(after, now)).Select(e => e.Workload)]);
            found.Add(new ServiceChange(ChangeType.Changed, id, "endpoints", null, null, earlier.Length > 0 ? earlier : null, later.Length > 0 ? later : null, [.. lines.Concat(behind).Distinct()]));
        }
        else if (_endpoints.Of(id) is var (one, other, objects))
        {
            var behind = _causes.Of([.. objects]);
            found.Add(new ServiceChange(ChangeType.Changed, id, "endpoints", null, null, one, other, behind.Count > 0 ? behind : lines));
        }

        void Field(string name, string? one, string? other)
        {
            if (one != other)
            {
                found.Add(new ServiceChange(ChangeType.Changed, id, name, null, null, one ?? "none", other ?? "none", lines));
            }
        }

        string Names(Connectivity connectivity, Service service) => string.Join(", ", Behind(connectivity, service).Select(e => renamed.TryGetValue(e.Name, out var name) ? name : e.Name).OrderBy(n => n, StringComparer.Ordinal));
    }

    private void Clients(string id, Service was, ServicePort wasPort, Service now, ServicePort nowPort, IReadOnlyList<PolicyCause> lines, List<ServiceChange> found)
    {
        if (Target(wasPort) != Target(nowPort) && !LeadsToTheSame(was, wasPort, now, nowPort))
        {
            found.Add(new ServiceChange(ChangeType.Changed, id, Number(nowPort), null, Behind(after, now).FirstOrDefault()?.Name, Target(wasPort), Target(nowPort), lines));
        }

        var (one, other) = (new ServiceReach(before), new ServiceReach(after));
        var earlierRows = one.Of(was, wasPort);
        var laterRows = other.Of(now, nowPort);
        foreach (var end in before.Ends.Where(e => e.Kind == ReachEndKind.Workload))
        {
            if (!_later.TryGetValue(renamed.TryGetValue(end.Name, out var name) ? name : end.Name, out var same))
            {
                continue;
            }

            var (earlierRow, laterRow) = (earlierRows(end), laterRows(same));
            if (earlierRow.State != laterRow.State)
            {
                var targets = after.Targets.Of(now, nowPort);
                IEnumerable<PolicyCause> places = [.. lines, .. _causes.Of([.. targets.Select(t => t.End.Workload), .. targets.Count > 0 ? [] : Behind(before, was).Select(e => e.Workload)])];
                var target = targets.Count > 0 ? targets[0].End : null;
                places = places.Concat(laterRow.State == ServiceState.WrongPort ? laterRow.Because : [])
                    .Concat(target is null ? [] : _causes.Of((end, same), (_earlier.TryGetValue(target.Name, out var known) ? known : null, target)));
                found.Add(new ServiceChange(ChangeType.Changed, id, Number(nowPort), same.Name, target?.Name, ServiceReach.Word(earlierRow.State), ServiceReach.Word(laterRow.State), [.. places.Distinct()]));
            }
        }
    }

    // A name in place of the number that it stands for changes nothing.
    private bool LeadsToTheSame(Service was, ServicePort wasPort, Service now, ServicePort nowPort)
    {
        var earlier = before.Targets.Of(was, wasPort);
        var later = after.Targets.Of(now, nowPort);
        return wasPort.NodePort?.Value == nowPort.NodePort?.Value && earlier.Count > 0 && earlier.All(t => t.Port is not null)
            && earlier.Select(t => (renamed.TryGetValue(t.End.Name, out var name) ? name : t.End.Name, t.Port)).OrderBy(t => t.Item1, StringComparer.Ordinal)
                .SequenceEqual(later.Select(t => (t.End.Name, t.Port)).OrderBy(t => t.Name, StringComparer.Ordinal));
    }

    private Service? Successor(Service gone)
    {
        var candidates = after.Targets.Services.Where(s => before.Targets.Find(s.Namespace ?? "default", s.Name!) is null
            && (s.Namespace ?? "default") == (gone.Namespace ?? "default") && Selector(s) is { Length: > 0 } selector && selector == Selector(gone)).ToArray();
        return candidates.Length == 1 ? candidates[0] : null;
    }

    private static string Selector(Service service) =>
        string.Join(",", (service.Spec?.Selector?.Entries ?? []).Select(e => $"{e.Key.Value}={e.Value.Value}").OrderBy(e => e, StringComparer.Ordinal));

    private static Dictionary<string, Exposure> Ways(Connectivity connectivity)
    {
        var ways = new Dictionary<string, Exposure>(StringComparer.Ordinal);
        foreach (var way in new Exposures(connectivity).All(_ => true))
        {
            ways[$"{Id(way.Service)} {way.Via} {way.Entry?.Name} {way.Port}"] = way;
        }

        return ways;
    }

    private static string? Words(Exposure? way) => way is null ? null
        : $"{ServiceReach.Word(way.State)} from {(way.SourceName == Exposures.Everybody ? "anywhere" : way.SourceName)}{(way.Via == "LoadBalancer" && LoadBalancerChanges.IsInternal(way.Service) ? ", internal load balancer" : "")}";

    private static Dictionary<string, ReachEnd> Pods(Connectivity connectivity)
    {
        var pods = new Dictionary<string, ReachEnd>(StringComparer.Ordinal);
        foreach (var end in connectivity.Ends.Where(e => e.Kind == ReachEndKind.Workload))
        {
            pods[end.Name] = end;
        }

        return pods;
    }

    // Endpoints name their owner by kind and name, ends with their namespace.
    private static string Renamed(string owner, IReadOnlyDictionary<string, string> renamed)
    {
        var parts = owner.Split('/');
        foreach (var pair in parts.Length == 2 ? renamed : new Dictionary<string, string>())
        {
            if (pair.Key.EndsWith($"/{parts[1]}[{parts[0]}]", StringComparison.Ordinal))
            {
                return $"{parts[0]}/{pair.Value.Substring(pair.Value.IndexOf('/') + 1).Split('[')[0]}";
            }
        }

        return owner;
    }

    // By number and protocol; of several by the name, too.
    private static ServicePort? Same(Service service, ServicePort port)
    {
        ServicePort[] alike = [.. service.Spec?.Ports?.Items.Where(p => p.Port?.Value == port.Port?.Value && PortResolution.Protocol(p) == PortResolution.Protocol(port)) ?? []];
        return Array.Find(alike, p => p.Name?.Value == port.Name?.Value) ?? alike.FirstOrDefault();
    }

    // It says something of Services that are exposed; the default is what others have, too.
    private static string External(Service service) => service.Spec?.ExternalTrafficPolicy?.Value ?? "Cluster";

    private static string Headless(Service service) => ServicePorts.IsHeadless(service) ? "None" : "a cluster IP";

    private static string Number(ServicePort port) => port.Port?.Value.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Target(ServicePort port) => $"{PortResolution.Protocol(port)} {Number(port)} -> {PortResolution.Target(port)}{(port.NodePort is { } node ? $" (node port {node.Value.ToString(CultureInfo.InvariantCulture)})" : "")}";

    private static string Id(Service service) => $"{service.Namespace ?? "default"}/{service.Name}";
}
