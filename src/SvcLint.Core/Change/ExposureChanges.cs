using System.Globalization;
using SvcLint.Model;
using SvcLint.Reachability;

namespace SvcLint.Change;

/// <summary>Ways from outside: new ones, those that are gone, and those that let in others or fare otherwise.</summary>
internal sealed class ExposureChanges(Connectivity before, Connectivity after, ChangeCauses causes, Func<string, string> renamed)
{
    // What of a Service opens or closes a way, whoever stands behind it.
    private static readonly string[] OfWays =
    [
        "spec.type", "spec.externalIPs", "spec.allocateLoadBalancerNodePorts", "spec.externalTrafficPolicy", "spec.loadBalancerSourceRanges", "spec.loadBalancerClass", "metadata.annotations",
    ];

    private static readonly string[] OfEntries = ["spec", .. Exposures.SourceAnnotations.Append(Ingress.ClassAnnotation).Select(a => "metadata.annotations." + a)];

    public IEnumerable<ExposureChange> All()
    {
        var was = Ways(before, after);
        var now = Ways(after, before);
        foreach (var key in was.Keys.Union(now.Keys).OrderBy(k => k, StringComparer.Ordinal))
        {
            var earlier = was.TryGetValue(key, out var one) ? one : null;
            var later = now.TryGetValue(key, out var other) ? other : null;
            var (text, nowText) = (Words(before, earlier), Words(after, later));
            if (text != nowText)
            {
                var way = (later ?? earlier)!;
                yield return new ExposureChange(
                    earlier is null ? ChangeType.Added : later is null ? ChangeType.Removed : ChangeType.Changed,
                    Id(way.Service),
                    way.Entry is { } entry ? $"{way.Via} {entry.Name}" : way.Via,
                    way.Port,
                    text,
                    nowText,
                    Lines(earlier, later))
                {
                    IsUndecided = earlier is not null && later is not null && (earlier.State == ServiceState.Unknown) != (later.State == ServiceState.Unknown),
                };
            }
        }
    }

    private IReadOnlyList<PolicyCause> Lines(Exposure? earlier, Exposure? later)
    {
        var (was, now) = (earlier?.Service ?? Find(before, later!), later?.Service ?? Find(after, earlier!));
        var found = new List<PolicyCause>(causes.In(later?.Entry ?? earlier?.Entry, OfEntries));
        found.AddRange(OfAttachment(earlier, later));
        found.AddRange(earlier is null || later is null ? Own(was, now, (later ?? earlier)!) : Own(was, now, later).Concat(Behind(earlier, later)));
        if (found.Count == 0)
        {
            found.AddRange(causes.Of(was, now).Concat((later is { State: not ServiceState.Works } ? later : earlier)?.Because ?? []));
        }

        return [.. found.Distinct()];
    }

    private IEnumerable<PolicyCause> OfAttachment(Exposure? earlier, Exposure? later) =>
        earlier is not null && later is not null && By(before, earlier.Entry) == By(after, later.Entry) ? [] : causes.OfAttachment((later ?? earlier)!.Entry, (later ?? earlier)!.Service);

    // An Ingress has its own lines; a new way by it may be one by a Service that is new.
    private IEnumerable<PolicyCause> Own(Service? was, Service? now, Exposure way) =>
        was is null || now is null ? causes.Of(was, now)
        : way.Entry is not null ? []
        : causes.In(now, [.. OfWays, PortOf(now, way) is { } port ? ServicePortCauses.PortField(now, port) : "spec.ports"]);

    private IEnumerable<PolicyCause> Behind(Exposure earlier, Exposure later)
    {
        if (PortOf(earlier.Service, earlier) is not { } was || PortOf(later.Service, later) is not { } now)
        {
            return causes.In(later.Service, "spec.ports");
        }

        var port = new ServicePortCauses(before, after, causes, renamed, (earlier.Service, was), (later.Service, now));
        return port.Lines.Count > 0 || earlier.State == later.State && earlier.SourceName == later.SourceName ? port.Lines : Senders(earlier, later).SelectMany(port.Of);
    }

    // Whose address pods see: a controller's, or any outside.
    private IEnumerable<(ReachEnd Before, ReachEnd After)> Senders(Exposure earlier, Exposure later)
    {
        var known = after.Ends.Where(e => e.Kind is not ReachEndKind.Outside).ToLookup(e => e.Name, StringComparer.Ordinal);
        var isEntry = later.Entry is not null;
        var senders = before.Ends.Where(e => isEntry ? e.Kind == ReachEndKind.IngressController || before.Entries.Controllers.Contains(e) : e.Kind == ReachEndKind.Node)
            .SelectMany(e => known[renamed(e.Name)].Select(o => (e, o))).ToArray();
        return senders.Concat(earlier.State == ServiceState.Unknown || later.State == ServiceState.Unknown || !isEntry ? ConnectionChanges.Pieces(before, after) : []);
    }

    private static ServicePort? PortOf(Service service, Exposure way) => way.ServicePort is null ? null : service.Spec?.Ports?.Items.FirstOrDefault(p => ReferenceEquals(p, way.ServicePort));

    private static Service? Find(Connectivity cluster, Exposure way) => cluster.Targets.Find(way.Service.Namespace ?? "default", way.Service.Name!);

    private static Dictionary<string, Exposure> Ways(Connectivity connectivity, Connectivity other)
    {
        var ways = new Dictionary<string, Exposure>(StringComparer.Ordinal);
        foreach (var way in new Exposures(connectivity).All(_ => true).Where(w => w.Entry is not GatewayRoute route || !HasLostGateways(route, connectivity, other)))
        {
            ways[$"{Id(way.Service)} {way.Via} {way.Entry?.Name} {way.Port}"] = way;
        }

        return ways;
    }

    // A Gateway that no state has is elsewhere; one that the other state has is not there in this.
    private static bool HasLostGateways(GatewayRoute route, Connectivity cluster, Connectivity other) => cluster.Unit.IsFullyKnown && route.ParentRefs is { Count: > 0 } parents
        && parents.Items.All(p => p.IsService || (!ChangeCauses.Gateways(cluster, route, p).Any() && ChangeCauses.Gateways(other, route, p).Any()));

    private static string? Words(Connectivity cluster, Exposure? way) => way is null ? null
        : $"{ServiceReach.Word(way.State)} from {Exposures.Words(way.SourceName)}{(way.Via == "LoadBalancer" && LoadBalancerChanges.IsInternal(way.Service) ? ", internal load balancer" : "")}{By(cluster, way.Entry)}{Share(way)}";

    // Of several backends each gets its part.
    private static string Share(Exposure way)
    {
        if (way.Entry is not GatewayRoute { Node: { } node })
        {
            return "";
        }

        var shares = new HashSet<string>(StringComparer.Ordinal);
        foreach (var rule in MappingReader.Of(node).Nested("spec")?.List("rules", r => r)?.Items ?? [])
        {
            var backends = (rule.List("backendRefs", b => b)?.Items ?? []).Select(b => (Backend: b, Weight: b.Int("weight")?.Value ?? 1)).Where(b => b.Weight > 0).ToArray();
            var total = backends.Sum(b => (long)b.Weight);
            foreach (var (_, weight) in backends.Where(b => b.Weight != total && b.Backend.String("name")?.Value == way.Service.Name && b.Backend.Int("port")?.Value.ToString(CultureInfo.InvariantCulture) == way.Port
                && (b.Backend.String("namespace")?.Value ?? way.Entry.Namespace ?? "default") == (way.Service.Namespace ?? "default")))
            {
                shares.Add($", {weight.ToString(CultureInfo.InvariantCulture)} of {total.ToString(CultureInfo.InvariantCulture)} requests");
            }
        }

        return string.Concat(shares.OrderBy(s => s, StringComparer.Ordinal));
    }

    // Another class, or another Gateway, is another way in.
    private static string By(Connectivity cluster, KubernetesObject? entry) => entry switch
    {
        Ingress ingress when EntrySenders.ClassOf(ingress) is { } name => $", class {name}",
        GatewayRoute { ParentRefs: { Count: > 0 } parents } route => $", by {string.Join(", ", parents.Items.SelectMany(p => At(cluster, route, p)).Distinct().OrderBy(n => n, StringComparer.Ordinal))}",
        _ => "",
    };

    private static IEnumerable<string> At(Connectivity cluster, GatewayRoute route, ParentReference parent) =>
        cluster.Unit.Lookup.Attachments.Ports(route, parent) is { Count: > 0 } ports ? ports.Select(p => $"{parent.Name?.Value}:{p.ToString(CultureInfo.InvariantCulture)}")
        : cluster.Unit.Lookup.Attachments.MayAttach(route, parent) ? [parent.Name?.Value ?? ""] : [];

    private static string Id(Service service) => $"{service.Namespace ?? "default"}/{service.Name}";
}
