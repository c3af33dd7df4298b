using SvcLint.Cluster;
using SvcLint.Model;
using SvcLint.Reachability;
using SvcLint.Reachability.Policies;

namespace SvcLint.Change;

/// <summary>Which changed lines are behind a change of traffic: from what changed to the policies that decide it, their rules, and the labels that these go by.</summary>
internal sealed class ChangeCauses(Connectivity before, Connectivity after, ObjectChanges changes)
{
    // Nobody reads more lines about one change.
    private const int MostCauses = 8;

    private readonly Dictionary<Decided, IReadOnlyList<PolicyCause>> _decided = [];
    private readonly Dictionary<(IReadOnlyList<PolicyCause>, IReadOnlyList<PolicyCause>), IReadOnlyList<PolicyCause>> _both = [];
    private IReadOnlyList<PolicyCause>? _others;
    private ILookup<(string Namespace, string? Service), ObjectChange>? _slices;

    /// <summary>What decides a pair in a direction before and now, and what tells its ends apart beside policies.</summary>
    private readonly record struct Decided(PolicyDirection Direction, object? RowBefore, int? Before, object? RowAfter, int? After, string? Subject, string? Peer, PortSet Ports);

    /// <summary>The first lines that make policies say something else of these ports.</summary>
    public IReadOnlyList<PolicyCause> Of((ReachEnd? Before, ReachEnd? After) source, (ReachEnd? Before, ReachEnd? After) destination, PortSet ports)
    {
        var (egress, ingress) = (OfDecided(source, destination, PolicyDirection.Egress, ports), OfDecided(destination, source, PolicyDirection.Ingress, ports));
        PolicyCause[] own = [.. OfMissing(source).Concat(OfMissing(destination)).Concat(OfHostNetwork(source)).Concat(OfHostNetwork(destination)).Distinct()];
        if (own.Length > 0)
        {
            return [.. own.Concat(egress).Concat(ingress).Distinct().Take(MostCauses)];
        }

        // Namespaces that are declared now say something of those that are not; addresses of nodes of those of pods.
        return egress.Count + ingress.Count == 0 ? _others ??= [.. changes.All.Where(c => c.Object is Namespace or Node or NetworkPolicy or ClusterPolicy).SelectMany(c => c.Lines()).Distinct().Take(MostCauses)]
            : ingress.Count == 0 ? egress
            : egress.Count == 0 ? ingress
            : Both(egress, ingress);
    }

    // Equal causes are one list, by which changes are known to be alike.
    private IReadOnlyList<PolicyCause> Both(IReadOnlyList<PolicyCause> egress, IReadOnlyList<PolicyCause> ingress)
    {
        if (!_both.TryGetValue((egress, ingress), out var both))
        {
            _both.Add((egress, ingress), both = [.. egress.Concat(ingress).Distinct().Take(MostCauses)]);
        }

        return both;
    }

    private IReadOnlyList<PolicyCause> OfDecided((ReachEnd? Before, ReachEnd? After) subject, (ReachEnd? Before, ReachEnd? After) peer, PolicyDirection direction, PortSet ports)
    {
        var was = Deciding(before, subject.Before, peer.Before);
        var now = Deciding(after, subject.After, peer.After);
        var key = new Decided(direction, was?.Row, was?.State.Number, now?.Row, now?.State.Number, Changed(subject), Changed(peer), ports);
        if (!_decided.TryGetValue(key, out var lines))
        {
            _decided.Add(key, lines = [.. OfPolicies(subject, peer, direction, ports).Distinct().Take(MostCauses)]);
        }

        return lines;

        (object Row, PolicyState State)? Deciding(Connectivity cluster, ReachEnd? end, ReachEnd? other) => end is null || other is null ? null : cluster.Deciding(end, direction, other);

        string? Changed((ReachEnd? Before, ReachEnd? After) end) => end is { Before: null, After: null } ? null : PairedEnds.Own(end.Before, end.After, changes);
    }

    /// <summary>What tells an end apart beside policies: its name where it changed, else that of its namespace where that did; null where nothing does.</summary>
    public string? Own(ReachEnd was, ReachEnd now) => PairedEnds.Own(was, now, changes);

    /// <summary>The changed lines of objects.</summary>
    public IReadOnlyList<PolicyCause> Of(params KubernetesObject?[] objects) => [.. objects.Select(changes.Of).OfType<ObjectChange>().SelectMany(c => c.Lines()).Distinct()];

    /// <summary>The changed lines of an object that concern some fields; all of them where it is new or gone.</summary>
    public IReadOnlyList<PolicyCause> In(KubernetesObject? item, params string[] fields) => [.. (changes.Of(item)?.Lines(fields) ?? []).Distinct()];

    /// <summary>What attaches a route, and lets it send to a Service of another namespace.</summary>
    public IEnumerable<PolicyCause> OfAttachment(KubernetesObject? entry, Service service)
    {
        if (entry is not GatewayRoute route)
        {
            return [];
        }

        Connectivity[] states = [before, after];
        var gateways = states.SelectMany(c => (route.ParentRefs?.Items ?? []).SelectMany(p => Gateways(c, route, p)));
        var grants = service.Namespace == route.Namespace ? [] : states.SelectMany(c => c.Unit.OfType<ReferenceGrant>()).Where(g => g.Namespace == service.Namespace);
        return gateways.SelectMany(g => In(g, "spec.listeners")).Concat(grants.SelectMany(g => Of(g)));
    }

    /// <summary>The changed lines of slices and Endpoints that name a Service.</summary>
    public IEnumerable<PolicyCause> OfSlices(Service service)
    {
        _slices ??= changes.All.Where(c => c.Object is EndpointSlice or Endpoints)
            .SelectMany(c => new[] { c.Before, c.After }.OfType<KubernetesObject>().Select(NamedBy).Distinct().Select(name => (Name: (c.Object.Namespace ?? "default", name), Change: c)))
            .ToLookup(c => c.Name, c => c.Change);
        return _slices[(service.Namespace ?? "default", service.Name)].SelectMany(c => c.Lines());

        static string? NamedBy(KubernetesObject item) => item is Endpoints ? item.Name : item.Metadata.Labels?[EndpointSlice.ServiceNameLabel];
    }

    /// <summary>Why there are other controllers of Ingresses and Gateways.</summary>
    public IEnumerable<PolicyCause> OfControllers() =>
        new[] { before, after }.SelectMany(c => c.Entries.Controllers).Select(e => e.Workload).Distinct().SelectMany(w => Of(w));

    internal static IEnumerable<Gateway> Gateways(Connectivity cluster, GatewayRoute route, ParentReference parent) => parent is not { IsGateway: true, Name.Value: { } name } ? []
        : cluster.Unit.Lookup.GatewaysNamed(name).Where(g => (g.Namespace ?? "default") == (parent.Namespace?.Value ?? route.Namespace ?? "default"));

    /// <summary>Why a workload runs pods on one side only, or carries other labels.</summary>
    public IEnumerable<PolicyCause> OfPods(ReachEnd end, Func<string, bool> isKey)
    {
        var change = changes.Of(end.Workload);
        return change is null ? [] : Pods(change).Concat(change.Places.Where(p => IsLabel(change, p, isKey)).Select(p => new PolicyCause(change.ToString(), p.Span)));
    }

    /// <summary>Why the ports of a workload are others.</summary>
    public IEnumerable<PolicyCause> OfPorts(ReachEnd end) => changes.Of(end.Workload) is { } change
        ? change.Places.Where(p => p.Path.IndexOf("ontainers[", StringComparison.Ordinal) >= 0 && (p.Path.IndexOf("].ports", StringComparison.Ordinal) >= 0 || p.Path.EndsWith("]", StringComparison.Ordinal)))
            .Select(p => new PolicyCause(change.ToString(), p.Span))
        : [];

    /// <summary>Why pods become ready, or no longer.</summary>
    public IEnumerable<PolicyCause> OfProbes(ReachEnd end) => changes.Of(end.Workload) is { } change
        ? change.Places.Where(p => p.Path.IndexOf("].readinessProbe", StringComparison.Ordinal) >= 0 || p.Path.IndexOf("].startupProbe", StringComparison.Ordinal) >= 0).Select(p => new PolicyCause(change.ToString(), p.Span))
        : [];

    private IEnumerable<PolicyCause> OfMissing((ReachEnd? Before, ReachEnd? After) end) =>
        end is { Before: not null, After: not null } || changes.Of((end.After ?? end.Before)?.Workload ?? (KubernetesObject?)(end.After ?? end.Before)?.Node) is not { } change ? []
        : Pods(change).DefaultIfEmpty(change.Lines().First());

    // New, gone, or of another number.
    private static IEnumerable<PolicyCause> Pods(ObjectChange change) => change.Before is null || change.After is null ? change.Lines() : change.Lines("spec.replicas", "spec.suspend");

    // Nobody defined what policies do there.
    private IEnumerable<PolicyCause> OfHostNetwork((ReachEnd? Before, ReachEnd? After) end) =>
        end is { Before: { } was, After: { } now } && was.IsOnHostNetwork != now.IsOnHostNetwork ? OfHostNetwork(now.Workload) : [];

    private IEnumerable<PolicyCause> OfHostNetwork(Workload? workload) => In(workload, "spec.template.spec.hostNetwork", "spec.hostNetwork");

    private IEnumerable<PolicyCause> OfPolicies((ReachEnd? Before, ReachEnd? After) subject, (ReachEnd? Before, ReachEnd? After) peer, PolicyDirection direction, PortSet ports)
    {
        var was = On(before, subject.Before, direction, peer.Before);
        var now = On(after, subject.After, direction, peer.After);
        if (was is { } one && now is { } other && one.State.IsSame(other.State, ports))
        {
            yield break;
        }

        var (earlier, later) = (ByIdentity(was?.Effects), ByIdentity(now?.Effects));
        foreach (var key in earlier.Keys.Union(later.Keys))
        {
            var (old, current) = (earlier.TryGetValue(key, out var a) ? a : null, later.TryGetValue(key, out var b) ? b : null);
            var change = changes.Of((current ?? old)!.Policy);
            // Of an end that was not there before, or is not now, only what changed beside it counts.
            if ((was is null || now is null) ? change is null : old is not null && current is not null && old.IsSame(current, ports))
            {
                continue;
            }

            PolicyCause[] lines = change is null ? [] : [.. new PolicyDifference(change, direction).Lines(old, current, ports)];
            foreach (var line in lines.Length > 0 || was is null || now is null ? lines : OfEnds((current ?? old)!.Policy, subject, peer))
            {
                yield return line;
            }
        }
    }

    private static (PolicyState State, IEnumerable<PolicyEffect> Effects)? On(Connectivity cluster, ReachEnd? subject, PolicyDirection direction, ReachEnd? peer) =>
        subject is null || peer is null ? null : cluster.On(subject, direction, peer);

    private static Dictionary<(string, string, string, string), PolicyEffect> ByIdentity(IEnumerable<PolicyEffect>? effects)
    {
        var known = new Dictionary<(string, string, string, string), PolicyEffect>();
        foreach (var effect in effects ?? [])
        {
            known[ObjectChanges.Identity(effect.Policy)] = effect;
        }

        return known;
    }

    // A policy that stands as it stood: the labels by which it selects, the ports that it names.
    private IEnumerable<PolicyCause> OfEnds(KubernetesObject policy, (ReachEnd? Before, ReachEnd? After) subject, (ReachEnd? Before, ReachEnd? After) peer)
    {
        var keys = SelectorKeys.Of(policy);
        foreach (var end in new[] { subject, peer })
        {
            if ((end.After ?? end.Before) is not { Workload: { } workload } known)
            {
                continue;
            }

            foreach (var line in OfPods(known, keys.Contains).Concat(OfPorts(known)).Concat(OfHostNetwork(workload)))
            {
                yield return line;
            }

            var ns = changes.OfNamespace(known.Namespace);
            foreach (var place in ns?.Places.Where(p => p.Path.Length == 0 || IsLabel(ns, p, keys.Contains)) ?? [])
            {
                yield return new PolicyCause(ns!.ToString(), place.Span);
            }
        }
    }

    // Those of the pods: of a template, where there is one.
    private static bool IsLabel(ObjectChange change, ChangedPlace place, Func<string, bool> isKey)
    {
        var labels = change.Object is Workload { WorkloadKind: not WorkloadKind.Pod } ? "template.metadata.labels" : "metadata.labels";
        var at = place.Path.IndexOf(labels, StringComparison.Ordinal);
        return at >= 0 && (place.Path.Length == at + labels.Length || isKey(place.Path.Substring(at + labels.Length + 1)));
    }
}
