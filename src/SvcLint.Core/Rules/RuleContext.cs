using SvcLint.Cluster;
using SvcLint.Config;
using SvcLint.Emulation;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Validation;

namespace SvcLint.Rules;

/// <summary>Why a rule said nothing where it looked.</summary>
public sealed record Silence(string RuleId, string Reason, SourceSpan Span);

/// <summary>What a rule may ask: one unit, the repository around it and the facts of its cluster.</summary>
public sealed class RuleContext(
    DeploymentUnit unit, Repository repository, EarlierState? earlier = null, ProxyMode? migrateTo = null, KubernetesVersion? upgradeTo = null, KubernetesVersion? version = null)
{
    private readonly List<Silence> _silences = [];
    private readonly Dictionary<Service, IReadOnlyList<Workload>> _workloadsBehind = new(ByIdentity<Service>.Instance);
    private readonly Dictionary<IReadOnlyList<Workload>, DeclaredPorts> _portsOf = new(ByIdentity<IReadOnlyList<Workload>>.Instance);
    private IReadOnlyList<ObjectVerdict>? _verdicts;
    private IReadOnlyList<CidrValue>? _serviceRanges;
    private IReadOnlyList<ObjectVerdict>? _objections;
    private ClusterProxy? _proxy;
    private Upgrade? _upgrade;

    public DeploymentUnit Unit { get; } = unit;

    public Repository Repository { get; } = repository;

    /// <summary>What objects were before a change; null where the host does not know.</summary>
    public EarlierState? Earlier { get; } = earlier;

    public ClusterFacts Facts { get; } = version is null ? unit.Facts : unit.Facts with { Version = version };

    /// <summary>True when what the input lacks does not exist: the configuration says so, and nothing of the unit is unknown.</summary>
    public bool IsClosedWorld => Facts.ClosedWorld && Unit.IsFullyKnown;

    /// <summary>The declared version; null means that only what holds in every supported version may be a Warning or Error.</summary>
    public KubernetesVersion? Version => Facts.Version;

    /// <summary>True when the statement holds in the declared version or, undeclared, in every supported one.</summary>
    public bool HoldsIn(Func<KubernetesVersion, bool> statement) =>
        Version is { } version ? statement(version) : KubernetesVersion.Supported.All(statement);

    /// <summary>
    /// Workloads whose pods a Service selects: those of the unit; else, because a folder of alternatives splits into units, those
    /// beside it. A port is then judged only when every candidate lacks it.
    /// </summary>
    public IReadOnlyList<Workload> WorkloadsBehind(Service service)
    {
        if (!_workloadsBehind.TryGetValue(service, out var workloads))
        {
            workloads = Unit.WorkloadsBehind(service);
            if (workloads.Count == 0 && Unit.Kind is UnitKind.File or UnitKind.Folder)
            {
                workloads = Repository.WorkloadsBeside(service).ToArray();
            }

            _workloadsBehind.Add(service, workloads);
        }

        return workloads;
    }

    /// <summary>The ports that workloads behind a Service declare; those behind many Services are looked at once.</summary>
    public DeclaredPorts PortsOf(IReadOnlyList<Workload> workloads)
    {
        if (!_portsOf.TryGetValue(workloads, out var ports))
        {
            _portsOf.Add(workloads, ports = new DeclaredPorts(workloads));
        }

        return ports;
    }

    /// <summary>
    /// The Services that a name may mean: those of the unit; else those of the whole repository, where what is wrong must be wrong with
    /// every one of them.
    /// </summary>
    public IReadOnlyList<Service> ServicesMeant(string name, string? @namespace)
    {
        var own = Unit.FindServices(name, @namespace).ToArray();
        if (own.Length > 0)
        {
            return own;
        }

        var others = Repository.ServicesNamed(name).Where(s => NamespaceComparer.MayBeSame(s.Namespace, @namespace) && (Unit.Deployment is null || !Repository.IsDeployedAsOther(s))).ToArray();
        return others.Any(s => Repository.MayMeet(Unit, s)) ? others : [];
    }

    /// <summary>What the API server and kube-proxy say of each object; asked once per unit.</summary>
    public IReadOnlyList<ObjectVerdict> Verdicts => _verdicts ??= Ask();

    /// <summary>Those that say anything: of most objects there is nothing to say.</summary>
    public IReadOnlyList<ObjectVerdict> Objections => _objections ??= [.. Verdicts.Where(v => v.Decode.Count > 0 || v.Errors.Count > 0 || v.Warnings.Count > 0)];

    /// <summary>kube-proxy of the unit's cluster; null where the configuration says that another data plane does its work.</summary>
    public ClusterProxy? Proxy => Facts.DataPlane == DataPlane.None ? null : _proxy ??= new ClusterProxy(Unit, Repository, Version);

    /// <summary>The move to another mode of kube-proxy that the host asks about; null when the unit's cluster has none before it.</summary>
    public Migration? Migration => migrateTo is { } to && Proxy is { } proxy && (proxy.Mode ?? ProxyMode.Iptables) is var from && from != to ? new Migration(proxy, from, to) : null;

    /// <summary>The move to a later version that the host asks about; null where the unit's version is not declared, or not earlier.</summary>
    public Upgrade? Upgrade => upgradeTo is { } to && Version is { } from && from < to ? _upgrade ??= new Upgrade(this, from, to) : null;

    public IReadOnlyList<Silence> Silences => _silences;

    /// <summary>Where cluster IPs come from; none where that is not known. Every ServiceCIDR adds to the others; all are known where the one that each cluster makes for itself is.</summary>
    public IReadOnlyList<CidrValue> ServiceRanges => _serviceRanges ??= FindServiceRanges();

    /// <summary>Where node ports come from, both ends included: as the configuration says, else as the input tells its API servers.</summary>
    public (int First, int Last) NodePortRange => Facts.NodePortRange ?? Repository.NodePortRange ?? ClusterFacts.DefaultNodePortRange;

    /// <summary>True when a pod of the input, or one that the configuration says is elsewhere, may be selected in the namespace; what the cluster brings along is in no manifest.</summary>
    public bool MaySelect(LabelSelector selector, string? @namespace) =>
        ClusterFacts.IsBroughtAlong(@namespace)
        || (selector.MatchLabels is { } labels && Repository.Externals.DeclaresPod(labels))
        || Repository.WorkloadCandidates(selector.MatchLabels).Any(w => NamespaceComparer.MayBeSame(w.Namespace, @namespace) && LabelMatching.Selects(selector, w.PodLabels));

    /// <summary>The same unit in a cluster of another version.</summary>
    internal RuleContext In(KubernetesVersion other) =>
        Inputs?.At(other) is { } input ? new(input.UnitLike(Unit), input.Repository, version: other) { Inputs = Inputs } : new(Unit, Repository, version: other);

    /// <summary>The same objects in a cluster of another version, whatever charts would write for that.</summary>
    internal RuleContext Unchanged(KubernetesVersion release) => new(Unit, Repository, version: release);

    /// <summary>What charts render for each version; null where the input has none, or the host asks about no other version.</summary>
    internal VersionedInputs? Inputs { get; init; }

    /// <summary>What they render for this one.</summary>
    internal VersionedInput? Input => version is { } other ? Inputs?.At(other) : Inputs?.Today;

    /// <summary>Counts a silence for <c>--stats</c>: one end is unknown.</summary>
    public void Silent(Rule rule, string reason, SourceSpan span) => _silences.Add(new Silence(rule.Info.Id, reason, span));

    private ObjectVerdict[] Ask() => [.. Unit.Objects.Select(o => ObjectVerdict.Of(o, Version, NodePortRange, ServiceRanges))];

    private List<CidrValue> FindServiceRanges()
    {
        var objects = Unit.Objects.OfType<ServiceCidr>().ToArray();
        var isKnown = Facts.ServiceCidrs.Count > 0 || ((Version ?? KubernetesVersion.Newest) >= ServiceCidr.ServedByDefault && Array.Exists(objects, o => o.Name == ServiceCidr.DefaultName));
        var ranges = new List<CidrValue>();
        foreach (var text in isKnown ? Facts.ServiceCidrs.Concat(objects.SelectMany(o => o.Spec?.Cidrs?.Items ?? []).Select(c => c.Value)) : [])
        {
            if (CidrValue.TryParse(text, out var range))
            {
                ranges.Add(range);
            }
        }

        return ranges;
    }
}
