using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Names;
using SvcLint.Reachability;
using SvcLint.Text;

namespace SvcLint.Change;

/// <summary>A name that an object uses.</summary>
/// <param name="Source">Who: a workload by its end, another object by its name and kind.</param>
/// <param name="Namespace">Where it is looked up.</param>
/// <param name="Name">The Service.</param>
/// <param name="Hostname">The pod's own label before it; null for the Service's name.</param>
/// <param name="Port">The port; null where none is written.</param>
/// <param name="Place">Where it stands.</param>
internal sealed record NameUse(string Source, string Namespace, string Name, string? Hostname, string? Port, SourceSpan Place)
{
    /// <summary>A value that can hardly be anything but an address, or a reference; else it may be any word.</summary>
    public bool IsCertain { get; init; } = true;

    public string Text => Hostname is null ? $"{Namespace}/{Name}" : $"{Hostname}.{Name}.{Namespace}";
}

/// <summary>Names that pods are configured with, or that Ingresses, routes and webhooks name, before and now.</summary>
internal sealed class NameChanges
{
    private readonly Connectivity _before;
    private readonly Connectivity _after;
    private readonly ChangeCauses _causes;
    private readonly Func<Service, Service?> _successor;
    private readonly Func<string, string> _clientNow;
    private ClusterDns? _earlier;
    private ClusterDns? _later;

    /// <param name="before">The cluster as it was.</param>
    /// <param name="after">As it is.</param>
    /// <param name="causes">Finds the lines.</param>
    /// <param name="successor">A Service in place of one that is gone.</param>
    /// <param name="renamed">Names of ends, earlier to later.</param>
    public NameChanges(Connectivity before, Connectivity after, ChangeCauses causes, Func<Service, Service?> successor, IReadOnlyDictionary<string, string> renamed)
    {
        _clientNow = Renames.Later(before, after, renamed);
        _before = before;
        _after = after;
        _causes = causes;
        _successor = successor;
    }

    public IReadOnlyList<NameChange> All()
    {
        // Who named a Service and does so no longer has lost nothing, unless what it names instead is not there.
        var earlier = Uses(_before).Select(u => u with { Source = _clientNow(u.Source) }).ToArray();
        var known = new HashSet<(string, string)>(earlier.Select(u => (u.Text, u.Source)));
        var later = Uses(_after).ToArray();
        var dropped = Dropped(earlier, later).ToLookup(u => u.Source, StringComparer.Ordinal);
        var found = new Dictionary<(string, string, string?), NameChange>();
        foreach (var use in later)
        {
            var (was, now) = (Resolves(_before, ref _earlier, use), Resolves(_after, ref _later, use));
            if (was && !now)
            {
                found[(use.Text, use.Source, use.Port)] = Lost(use);
            }
            else if (was && now && HadPort(use))
            {
                found[(use.Text, use.Source, use.Port)] = new NameChange(
                    ChangeType.Removed, use.Text, use.Source, use.Port, null, [.. _causes.In(_after.Targets.Find(use.Namespace, use.Name), "spec.ports"), new PolicyCause(use.Source, use.Place)])
                { IsPort = true };
            }
            else if (was && now && HadMapping(use))
            {
                found[(use.Text, use.Source, use.Port)] = new NameChange(
                    ChangeType.Removed, use.Text, use.Source, use.Port, null, [.. _causes.In(_after.Targets.Find(use.Namespace, use.Name), "spec.clusterIP"), new PolicyCause(use.Source, use.Place)])
                { IsPort = true, IsUnmapped = true };
            }
            else if (!was && !now && !known.Contains((use.Text, use.Source)) && New(use, dropped[use.Source]) is { } change)
            {
                found[(use.Text, use.Source, use.Port)] = change;
            }
            else if (!was && now && known.Contains((use.Text, use.Source)))
            {
                var added = _after.Targets.Find(use.Namespace, use.Name)!;
                found[(use.Text, use.Source, use.Port)] = new NameChange(ChangeType.Added, use.Text, use.Source, use.Port, null, [new PolicyCause(Id(added), added.NameSpan), .. _causes.Of(added)]);
            }
        }

        return [.. found.Values];
    }

    private bool HadPort(NameUse use) => use is { Port: { } port, Hostname: null }
        && _before.Targets.Find(use.Namespace, use.Name) is { Spec.Selector: not null } was && _after.Targets.Find(use.Namespace, use.Name) is { Spec.Selector: not null } now
        && Protocols(was, port) is { Count: > 0 } protocols && !protocols.Overlaps(Protocols(now, port));

    // One number may be two ports.
    private static HashSet<string> Protocols(Service service, string port) => [.. (service.Spec?.Ports?.Items ?? [])
        .Where(p => p.Name?.Value == port || p.Port?.Value.ToString(CultureInfo.InvariantCulture) == port).Select(PortResolution.Protocol)];

    // A headless Service sends nobody on: who asks for its port gets that port of the pods.
    private bool HadMapping(NameUse use) => use is { Port: { } port, Hostname: null }
        && _before.Targets.Find(use.Namespace, use.Name) is { } was && !ServicePorts.IsHeadless(was)
        && _after.Targets.Find(use.Namespace, use.Name) is { } now && ServicePorts.IsHeadless(now)
        && ServiceTargets.PortOf(now, new IntOrString(null, port)) is { Port: { } number } same
        && _after.Targets.Of(now, same) is { Count: > 0 } targets && targets.All(t => t.Port is { } target && target != number.Value);

    // As often as a client says a name less; one that says it elsewhere, too, leaves the rest.
    private static IEnumerable<NameUse> Dropped(IEnumerable<NameUse> earlier, IEnumerable<NameUse> later)
    {
        var left = new Dictionary<(string, string), int>();
        foreach (var use in later)
        {
            left[(use.Text, use.Source)] = left.TryGetValue((use.Text, use.Source), out var count) ? count + 1 : 1;
        }

        foreach (var use in earlier)
        {
            var key = (use.Text, use.Source);
            left[key] = (left.TryGetValue(key, out var count) ? count : 0) - 1;
            if (left[key] < 0)
            {
                yield return use;
            }
        }
    }

    // A name that nobody used before and that no Service has: in place of one that did resolve, or nearly one that does.
    private NameChange? New(NameUse use, IEnumerable<NameUse> dropped)
    {
        var near = use.Hostname is null ? Near(use) : null;
        var before = use.IsCertain ? Instead(use, dropped) : null;
        var isElsewhere = before is not null && near is null && !IsOfCluster(use);
        return before is null && near is null ? null : new NameChange(isElsewhere ? ChangeType.Changed : ChangeType.Removed, use.Text, use.Source, use.Port, null, [new PolicyCause(use.Source, use.Place)])
        {
            Was = before?.Text,
            Near = before is null ? near : null,
            IsUndecided = isElsewhere,
        };
    }

    private string? Near(NameUse use)
    {
        if (!_after.Unit.IsFullyKnown || _after.Unit.HasWorkloadNamed(use.Name) || use.Port is not { } port)
        {
            return null;
        }

        var alike = _after.Unit.ServicesNamedLike(use.Name).Where(s => (s.Namespace ?? "default") == use.Namespace && ServiceTargets.PortOf(s, new IntOrString(null, port)) is not null);
        return NearMiss.Nearest(use.Name, alike.Select(s => s.Name!)) is { } name ? $"{use.Namespace}/{name}" : null;
    }

    // Names of the world outside read like those of a Service with its namespace.
    private bool IsOfCluster(NameUse use) => _after.Targets.Services.Any(s => (s.Namespace ?? "default") == use.Namespace);

    // The name in whose place another stands: the same in another namespace, else the only one that went, or the one with the same port.
    private NameUse? Instead(NameUse use, IEnumerable<NameUse> dropped)
    {
        var all = dropped.ToArray();
        var same = Array.FindAll(all, d => d.Name == use.Name && d.Hostname == use.Hostname);
        var candidates = Array.FindAll(same.Length > 0 ? same : all, d => Resolves(_before, ref _earlier, d));
        return same.Length > 0 || candidates.Length == 1 ? candidates.FirstOrDefault() : candidates.FirstOrDefault(c => c.Port is not null && c.Port == use.Port);
    }

    private NameChange Lost(NameUse use)
    {
        var gone = _before.Targets.Find(use.Namespace, use.Name)!;
        var lines = new List<PolicyCause>(_causes.Of(gone));
        var instead = _after.Targets.Find(use.Namespace, use.Name) is null ? _successor(gone) : null;
        if (instead is not null)
        {
            lines.Add(new PolicyCause(Id(instead), instead.NameSpan));
        }

        // What became of the Service, then who misses it.
        lines.AddRange(use.Hostname is null ? [] : _causes.Of([.. _before.Targets.Behind(gone).Select(e => e.Workload)]));
        lines.Add(new PolicyCause(use.Source, use.Place));
        return new NameChange(ChangeType.Removed, use.Text, use.Source, use.Port, instead?.Name, [.. lines.Distinct()]);
    }

    // Names of pods depend on more than the Service: whether it governs, what is ready.
    private static bool Resolves(Connectivity cluster, ref ClusterDns? dns, NameUse use)
    {
        if (cluster.Targets.Find(use.Namespace, use.Name) is null)
        {
            return false;
        }

        if (use.Hostname is null)
        {
            return true;
        }

        var unit = cluster.Unit;
        dns ??= new ClusterDns(unit.Objects, DnsServer.Of(unit.Objects, unit.Facts.ClusterDomain), unit.Facts.Version ?? KubernetesVersion.Newest);
        var name = $"{use.Hostname}.{use.Name}.{use.Namespace}.svc.{dns.Zone}";
        return dns.Ask(name, DnsType.A).HasAddress || dns.Ask(name, DnsType.AAAA).HasAddress;
    }

    // Before or now: else the second label of db-0.db is a namespace.
    private bool IsOfPods(string service, string ns) => new[] { _before, _after }.Any(c => c.Targets.Find(ns, service) is { } found && ServicePorts.IsHeadless(found));

    private IEnumerable<NameUse> Uses(Connectivity connectivity)
    {
        var names = new Dictionary<Workload, string>();
        foreach (var end in connectivity.Ends.Where(e => e.Workload is not null))
        {
            names[end.Workload!] = end.Name;
        }

        foreach (var (address, workload) in connectivity.Unit.Addresses.SelectMany(a => a.Readers.Select(r => (a, r))))
        {
            if (names.TryGetValue(workload, out var source))
            {
                var own = workload.Namespace ?? "default";
                var (service, hostname, ns) = address is { Name: { IsQualified: false, Hostname: null }, Pod: { } pod } && IsOfPods(pod.Service, own) ? (pod.Service, pod.Pod, own)
                    : (address.Name.Name, address.Name.Hostname, address.Name.Namespace ?? own);
                yield return new NameUse(source, ns, service, hostname, address.Address.Port?.ToString(CultureInfo.InvariantCulture), address.NameSpan) { IsCertain = address.IsCertain };
            }
        }

        foreach (var item in connectivity.Unit.Objects.Where(o => o is not Workload))
        {
            foreach (var reference in item.ServiceReferences)
            {
                yield return new NameUse($"{item.Namespace ?? "default"}/{item.Name}[{item.Kind.Value}]", reference.NamespaceFor(item) ?? "default", reference.Name.Value, null, reference.Port?.Value.ToString(), reference.Name.Span);
            }
        }
    }

    private static string Id(Service service) => $"{service.Namespace ?? "default"}/{service.Name}";
}
