using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Model;

namespace SvcLint.Reachability;

/// <summary>One workload behind a Service port.</summary>
/// <param name="End">The pods.</param>
/// <param name="Port">The number that the Service sends to on them; null where they have no port of the name.</param>
/// <param name="IsDoubtful">They declare ports, not this one, and nothing else suggests that they listen there.</param>
public sealed record ServiceTarget(ReachEnd End, int? Port, bool IsDoubtful);

/// <summary>Which workloads stand behind Services, and at which ports.</summary>
public sealed class ServiceTargets
{
    private readonly DeploymentUnit _unit;
    private readonly Dictionary<Workload, ReachEnd> _ends;
    private readonly Dictionary<(string Namespace, string Name), Service> _services = [];
    private readonly Dictionary<Service, IReadOnlyList<ReachEnd>> _behind;
    private readonly Dictionary<string, IReadOnlyList<ReachEnd>> _bySelector = new(StringComparer.Ordinal);
    private readonly Dictionary<(IReadOnlyList<ReachEnd> Behind, IntOrString? Target, string Protocol, bool TakesUnready), IReadOnlyList<ServiceTarget>> _targets = [];
    private readonly SliceTargets _slices;

    internal ServiceTargets(DeploymentUnit unit, IReadOnlyList<ReachEnd> ends)
    {
        _unit = unit;
        _slices = new SliceTargets(unit, ends);
        _ends = new Dictionary<Workload, ReachEnd>(ByIdentity<Workload>.Instance);
        _behind = new Dictionary<Service, IReadOnlyList<ReachEnd>>(ByIdentity<Service>.Instance);
        foreach (var end in ends.Where(e => e.Workload is not null))
        {
            _ends[end.Workload!] = end;
        }

        foreach (var service in unit.Services.Where(s => s.Name is not null))
        {
            _services[(service.Namespace ?? "default", service.Name!)] = service;
        }
    }

    /// <summary>Each Service once, by namespace and name.</summary>
    public IEnumerable<Service> Services => _services.OrderBy(s => s.Key.Namespace, StringComparer.Ordinal).ThenBy(s => s.Key.Name, StringComparer.Ordinal).Select(s => s.Value);

    public Service? Find(string ns, string name) => _services.TryGetValue((ns, name), out var found) ? found : null;

    /// <summary>The workloads that a Service selects; Services that select alike share the list.</summary>
    public IReadOnlyList<ReachEnd> Behind(Service service)
    {
        if (!_behind.TryGetValue(service, out var behind))
        {
            _behind.Add(service, behind = service.Spec is { Selector: { Count: > 0 } selector } spec && spec.Type?.Value != "ExternalName" ? Selected(service.Namespace ?? "default", selector) : []);
        }

        return behind;
    }

    private IReadOnlyList<ReachEnd> Selected(string ns, StringMap selector)
    {
        var key = WorkloadIndex.KeyOf(ns, selector);
        if (!_bySelector.TryGetValue(key, out var selected))
        {
            selected = [.. _unit.WorkloadCandidates(selector, ns)
                .Where(w => (w.Namespace ?? "default") == ns && LabelMatching.Selects(selector, w) && _ends.ContainsKey(w))
                .Select(w => _ends[w])];
            _bySelector.Add(key, selected);
        }

        return selected;
    }

    /// <summary>Who stands behind a port: workloads that the Service selects, else whom slices of the input name. Ports that lead to the same share the list.</summary>
    public IReadOnlyList<ServiceTarget> Of(Service service, ServicePort port)
    {
        if (Behind(service) is not { Count: > 0 } behind)
        {
            return service.Spec?.Type?.Value == "ExternalName" ? [] : _slices.Of(service, port);
        }

        var key = (behind, PortResolution.Target(port), PortResolution.Protocol(port), service.Spec?.PublishNotReadyAddresses?.Value == true);
        if (!_targets.TryGetValue(key, out var targets))
        {
            _targets.Add(key, targets = [.. behind.Where(end => FailingProbe(service, end) is null).Select(end => Target(port, end))]);
        }

        return targets;
    }

    /// <summary>The port of a readiness or startup probe that the container does not have, so that the pods never become ready; null where they may.</summary>
    internal IntOrString? FailingProbe(Service service, ReachEnd end) => end.Workload is { WorkloadKind: not WorkloadKind.Pod } workload && _unit.IsFullyKnown && service.Spec?.PublishNotReadyAddresses?.Value != true
        ? workload.ServingContainers().SelectMany(c => new[] { c.ReadinessProbe, c.StartupProbe }.Select(p => (Container: c, (p?.HttpGet?.Port ?? p?.TcpSocket?.Port)?.Value)))
            .FirstOrDefault(p => p.Value?.String is { Length: > 0 } name && p.Container.Ports?.Items.Any(own => own.Name?.Value == name) != true).Value
        : null;

    /// <summary>Slices of the input say who the endpoints are, be it nobody.</summary>
    internal bool AreGiven(Service service) => Behind(service).Count == 0 && _slices.Know(service);

    /// <summary>What clients ask for: the Service's port; of a headless Service, which maps nothing, the target port, by its name where pods have several numbers for it.</summary>
    public IntOrString? ClientPort(Service service, ServicePort port)
    {
        if (!ServicePorts.IsHeadless(service))
        {
            return port.Port is { } own ? new IntOrString(own.Value, null) : null;
        }

        var numbers = Of(service, port).Select(t => t.Port).OfType<int>().Distinct().Take(2).ToArray();
        return numbers.Length == 1 ? new IntOrString(numbers[0], null) : PortResolution.Target(port);
    }

    private ServiceTarget Target(ServicePort port, ReachEnd end)
    {
        var number = PolicyReach.TargetNumber(port, end.Workload!);
        return new ServiceTarget(end, number, IsDoubtful: number is { } known && !MayListen(end, known));
    }

    /// <summary>Pods listen where they declare a port, or something else says so; those that declare none, anywhere.</summary>
    internal bool MayListen(ReachEnd end, int number)
    {
        var declared = PortResolution.Declared(end.Workload!).ToArray();
        return declared.Length == 0 || Array.Exists(declared, p => p.Number?.Value == number) || !_unit.IsFullyKnown || ListeningEvidence.Suggests(end.Workload!, number, _unit);
    }

    /// <summary>The port of a Service that a reference means; null where it has none such.</summary>
    public static ServicePort? PortOf(Service service, IntOrString? written) => written switch
    {
        null => service.Spec?.Ports is { Count: > 0 } ports ? ports[0] : null,
        { Int: { } number } => service.Spec?.Ports?.Items.FirstOrDefault(p => p.Port?.Value == number),
        { String: { } name } => service.Spec?.Ports?.Items.FirstOrDefault(p => p.Name?.Value == name || p.Port?.Value.ToString(CultureInfo.InvariantCulture) == name),
        _ => null,
    };
}
