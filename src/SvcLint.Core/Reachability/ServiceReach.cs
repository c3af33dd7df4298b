using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Model;

namespace SvcLint.Reachability;

/// <summary>How a client fares with a Service port.</summary>
public enum ServiceState
{
    Works,

    /// <summary>Policies let it reach some of the endpoints.</summary>
    SomeEndpoints,

    /// <summary>Policies let it reach none.</summary>
    Blocked,

    NoEndpoints,

    /// <summary>The Service sends to a port that its pods do not have.</summary>
    WrongPort,

    Unknown,
}

/// <summary>A client and a Service port.</summary>
/// <param name="Service">The Service.</param>
/// <param name="Port">Its port.</param>
/// <param name="Source">The client.</param>
/// <param name="State">How it fares.</param>
/// <param name="Why">One sentence without a full stop; null where it works.</param>
/// <param name="Because">The lines behind it.</param>
public sealed record ServiceReachRow(Service Service, ServicePort Port, ReachEnd Source, ServiceState State, string? Why, IReadOnlyList<PolicyCause> Because);

/// <summary>The Service layer on the connectivity: name and port, to the endpoints' ports, to the policies there.</summary>
public sealed class ServiceReach
{
    private readonly Connectivity _connectivity;

    public ServiceReach(Connectivity connectivity) => _connectivity = connectivity;

    /// <summary>Every Service port with every client that the filter lets through.</summary>
    public IEnumerable<ServiceReachRow> Rows(Func<ReachEnd, bool> isSource, Func<Service, ServicePort, bool> isPort)
    {
        foreach (var service in _connectivity.Targets.Services)
        {
            foreach (var port in (service.Spec?.Ports?.Items ?? []).Where(p => isPort(service, p)))
            {
                var verdict = new PortVerdict(_connectivity, service, port);
                foreach (var source in _connectivity.Ends.Where(e => e.Kind == ReachEndKind.Workload && isSource(e)))
                {
                    yield return verdict.For(source);
                }
            }
        }
    }

    /// <summary>How any client fares with a port.</summary>
    public Func<ReachEnd, ServiceReachRow> Of(Service service, ServicePort port) => new PortVerdict(_connectivity, service, port).For;

    /// <summary>What holds for everybody at a Service port that leads to no pod; without a port where the Service has none.</summary>
    public static (ServiceState State, string? Why, IReadOnlyList<PolicyCause> Because) WithoutPods(Connectivity connectivity, Service service, ServicePort? port)
    {
        if (port is null)
        {
            var why = service.Spec?.Type?.Value == "ExternalName" ? OfExternalName(service) : "the Service has no ports";
            return (ServiceState.Unknown, why, [new PolicyCause($"Service {service.Namespace ?? "default"}/{service.Name}", service.NameSpan)]);
        }

        var row = new PortVerdict(connectivity, service, port).For(connectivity.Ends[0]);
        return (row.State, row.Why, row.Because);
    }

    private static string OfExternalName(Service service) => service.Spec?.ExternalName is { Value.Length: > 0 } target
        ? $"an ExternalName stands for the name {target.Value}, which files do not follow" : "the ExternalName stands for no name";

    /// <summary>A state as outputs write it.</summary>
    public static string Word(ServiceState state) => state switch
    {
        ServiceState.Works => "works",
        ServiceState.SomeEndpoints => "some endpoints",
        ServiceState.Blocked => "blocked",
        ServiceState.NoEndpoints => "no endpoints",
        ServiceState.WrongPort => "wrong port",
        _ => "unknown",
    };

    /// <summary>What holds for a port whoever asks, and what policies add for each client; clients that fare alike share the answer.</summary>
    private sealed class PortVerdict
    {
        private readonly Connectivity _connectivity;
        private readonly Service _service;
        private readonly ServicePort _port;
        private readonly (ServiceState State, string? Why)? _always;
        private readonly IReadOnlyList<ServiceTarget> _targets;
        private readonly TargetGroups _groups;
        private readonly string _protocol;
        private Lazy<KubernetesObject?>? _onUndeclared;
        private Doubt? _ofUndeclared;

        public PortVerdict(Connectivity connectivity, Service service, ServicePort port)
        {
            _connectivity = connectivity;
            _service = service;
            _port = port;
            _protocol = PortResolution.Protocol(port);
            _targets = connectivity.Targets.Of(service, port);
            _groups = connectivity.GroupsOf(_targets);
            _always = Always();
            if (_always is not null)
            {
                Because = [new PolicyCause($"Service {service.Namespace ?? "default"}/{service.Name}", (port.TargetPort is { IsDefault: false } target ? target.Span : port.Port?.Span) ?? port.KeySpan)];
            }
        }

        private IReadOnlyList<PolicyCause> Because { get; } = [];

        public ServiceReachRow For(ReachEnd source)
        {
            if (_always is var (always, why))
            {
                return new ServiceReachRow(_service, _port, source, always, why, Because);
            }

            var (works, unknown, blocked) = (0, 0, 0);
            (ServiceTarget Target, int Place)? telling = null;
            (ServiceTarget Target, int Place)? own = null;
            Doubt? doubt = null;
            foreach (var group in _groups.Items)
            {
                var (end, number) = (group.First.End, group.First.Port!.Value);
                var answer = _connectivity.Between(source, end);
                if (end.Kind == ReachEndKind.IngressController && !answer.IsNothing && OnUndeclared is { } policy)
                {
                    unknown += group.Count;
                    doubt ??= _ofUndeclared ??= new Doubt(DoubtKind.UndeclaredPod, $"whether {policy} selects an endpoint that is no pod of the input is unknown", $"{policy.Kind.Value} {policy.Name}", policy.NameSpan);
                }
                else if (answer.Sure.Contains(_protocol, number))
                {
                    works += group.Count;
                }
                else if (answer.Unknown.Contains(_protocol, number))
                {
                    unknown += group.Count;
                    doubt ??= answer.Doubts.Count > 0 ? answer.Doubts[0] : null;
                }
                else
                {
                    blocked += group.Count;
                    var other = ((ServiceTarget Target, int Place)?)(group.First, group.Place);
                    if (_groups.Own(source, group) is { } self && _connectivity.ReachesItself(source, PortSet.Range(_protocol, number, number)))
                    {
                        (works, blocked) = (works + 1, blocked - 1);
                        own = own?.Place > self.Place ? own : self;
                        other = self.Place == group.Place ? group.Second : other;
                    }

                    telling = telling is null || other?.Place < telling.Value.Place ? other : telling;
                }
            }

            // A pod reaches itself, whatever NetworkPolicies say; its siblings are others.
            if (own is not null && MayHaveSiblings(source))
            {
                blocked++;
                telling ??= own;
            }

            return (works, unknown, blocked) switch
            {
                ( > 0, 0, 0) => new ServiceReachRow(_service, _port, source, ServiceState.Works, null, _connectivity.Because(source, _groups.Items[0].First.End)),
                (0, 0, > 0) => new ServiceReachRow(_service, _port, source, ServiceState.Blocked, "a policy denies it", Denying(source, telling!.Value.Target)),
                ( > 0, _, > 0) => new ServiceReachRow(_service, _port, source, ServiceState.SomeEndpoints, "policies deny some endpoints", Denying(source, telling!.Value.Target)),
                _ => new ServiceReachRow(_service, _port, source, ServiceState.Unknown, doubt?.Text, doubt is null ? [] : _connectivity.Because(doubt)),
            };
        }

        // Some policy on ingress may select a pod of which only the address is known.
        private KubernetesObject? OnUndeclared => (_onUndeclared ??= new Lazy<KubernetesObject?>(() =>
            _connectivity.Unit.NetworkPolicies.FirstOrDefault(p => (p.Namespace ?? "default") == (_service.Namespace ?? "default") && PolicyReach.Isolates(p, PolicyDirection.Ingress))
            ?? (KubernetesObject?)_connectivity.Unit.OfType<ClusterPolicy>().FirstOrDefault(p => p.Ingress is { Count: > 0 }))).Value;

        private bool MayHaveSiblings(ReachEnd end) => end.PodCount > 1
            || end.Workload is { } workload && (workload.WorkloadKind == WorkloadKind.DaemonSet || workload.Replicas?.Value > 1 || _connectivity.Unit.Lookup.MayBeScaled(workload));

        private IReadOnlyList<PolicyCause> Denying(ReachEnd source, ServiceTarget target) =>
            _connectivity.WhyDenied(source, target.End, PortSet.Range(_protocol, target.Port!.Value, target.Port.Value));

        private (ServiceState, string?)? Always()
        {
            if (_service.Spec?.Type?.Value == "ExternalName")
            {
                return (ServiceState.Unknown, OfExternalName(_service));
            }

            if (_targets.Count == 0 && _connectivity.Targets.AreGiven(_service))
            {
                return (ServiceState.NoEndpoints, "no ready endpoint of its EndpointSlices has the port");
            }

            if (_targets.Count == 0 && _connectivity.Targets.Behind(_service).Select(e => _connectivity.Targets.FailingProbe(_service, e)).FirstOrDefault(p => p is not null) is { } probe)
            {
                return (ServiceState.NoEndpoints, $"no pod becomes ready: its probe asks for port '{probe}', which the container does not have");
            }

            if (_targets.Count == 0 && _service.Spec?.Selector is not { Count: > 0 })
            {
                return (ServiceState.Unknown, "the Service has no selector: others write its endpoints");
            }

            if (_targets.Count == 0)
            {
                return _connectivity.Unit.IsFullyKnown
                    ? (ServiceState.NoEndpoints, "no pod matches the selector")
                    : (ServiceState.Unknown, "not everything that may match the selector is in the input");
            }

            if (_groups.AreAllUnnamed)
            {
                return (ServiceState.WrongPort, $"no container port is named '{_port.TargetPort?.Value.String}'");
            }

            return _groups.AreAllDoubtful
                ? (ServiceState.WrongPort, $"the pods declare other ports than {_groups.Items[0].First.Port!.Value.ToString(CultureInfo.InvariantCulture)}")
                : null;
        }
    }
}
