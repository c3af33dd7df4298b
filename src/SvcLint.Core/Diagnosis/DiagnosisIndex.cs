using SvcLint.Cluster;
using SvcLint.Config;
using SvcLint.Emulation;
using SvcLint.Emulation.Derivation;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Names;

namespace SvcLint.Diagnosis;

/// <summary>The objects of a dump by what the steps ask for.</summary>
internal sealed class DiagnosisIndex
{
    private readonly Dictionary<(string Namespace, string Name), Service> _services = [];
    private readonly Dictionary<string, List<Service>> _servicesByName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Service>> _servicesByNamespace = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Kind, string Namespace, string Name), List<ClusterEvent>> _events = [];
    private readonly Dictionary<(string Namespace, string Name), Workload> _pods = [];
    private readonly Dictionary<string, Node> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<Workload>> _podsBySelector = new(StringComparer.Ordinal);
    private readonly Dictionary<IReadOnlyList<Workload>, IReadOnlyList<Workload>> _living = new(ByIdentity<IReadOnlyList<Workload>>.Instance);
    private readonly Dictionary<IReadOnlyList<Workload>, IReadOnlyList<ContainerPort>> _declared = new(ByIdentity<IReadOnlyList<Workload>>.Instance);
    private readonly SelectedWorkloads<Service> _servicesByPod;
    private readonly WorkloadIndex _podsByLabel;
    private readonly WorkloadIndex _controllersByLabel;
    private readonly Dictionary<string, List<Workload>> _podsByOwner = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Workload>> _clientsByNamespace = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Namespace, string Owner), List<Workload>> _replicaSets = [];
    private readonly HashSet<string> _namespacesWithPods = new(StringComparer.Ordinal);
    private readonly HashSet<string> _namespacesWithSlices = new(StringComparer.Ordinal);
    private readonly PodRanges _ranges;

    public DiagnosisIndex(ClusterDump dump, KubernetesVersion version)
    {
        Dump = dump;
        Missing = new HashSet<string>(dump.Missing, StringComparer.Ordinal);
        var objects = dump.Objects;
        Owners = new PodOwners(objects);
        var workloads = objects.OfType<Workload>().ToArray();
        Pods = workloads.Where(w => w.WorkloadKind == WorkloadKind.Pod).ToArray();
        _podsByLabel = new WorkloadIndex(Pods);
        _controllersByLabel = new WorkloadIndex(workloads.Where(w => w.WorkloadKind is not (WorkloadKind.Pod or WorkloadKind.ReplicaSet)).ToArray());
        foreach (var pod in Pods)
        {
            _pods[(NamespaceOf(pod), pod.Name ?? "")] = pod;
            _namespacesWithPods.Add(NamespaceOf(pod));
            Add(_podsByOwner, OwnerKey(pod), pod);
        }

        foreach (var node in objects.OfType<Node>())
        {
            _nodes[node.Name ?? ""] = node;
        }

        foreach (var replicaSet in workloads.Where(w => w.WorkloadKind == WorkloadKind.ReplicaSet))
        {
            Add(_replicaSets, (NamespaceOf(replicaSet), replicaSet.Metadata.Controller?.Name?.Value ?? ""), replicaSet);
        }

        _ranges = new PodRanges(_nodes.Values, Pods);
        NodeNames = _nodes.Count > 0
            ? _nodes.Values.Where(n => PodTrouble.NotReady(n) is null && !IsControlPlane(n)).Select(n => n.Name ?? "").OrderBy(n => n, StringComparer.Ordinal).ToArray()
            : Pods.Select(p => p.PodSpec?.NodeName?.Value).OfType<string>().Distinct().OrderBy(n => n, StringComparer.Ordinal).ToArray();

        foreach (var service in objects.OfType<Service>())
        {
            _services[(NamespaceOf(service), service.Name ?? "")] = service;
            Add(_servicesByName, service.Name ?? "", service);
            Add(_servicesByNamespace, NamespaceOf(service), service);
        }

        foreach (var item in objects.OfType<ClusterEvent>())
        {
            Add(_events, (item.AboutKind?.Value ?? "", item.AboutNamespace?.Value ?? NamespaceOf(item), item.AboutName?.Value ?? ""), item);
            Newest = item.LastSeen is { } seen && string.CompareOrdinal(seen, Newest) > 0 ? seen : Newest;
        }

        _namespacesWithSlices.UnionWith(objects.OfType<EndpointSlice>().Select(NamespaceOf));
        Listed = ClusterEndpoints.Of(objects, version);
        Dns = new ClusterDns(objects, Listed, DnsServer.Of(objects, null));
        _servicesByPod = new SelectedWorkloads<Service>([.. _services.Values], SelectedPods);

        // One pod stands for its controller: its configuration is the same.
        var clients = _podsByOwner.Values.Select(p => p[0]).Concat(workloads.Where(w => w.WorkloadKind is not (WorkloadKind.Pod or WorkloadKind.ReplicaSet) && !_podsByOwner.ContainsKey(OwnerKey(w))));
        Unit = new DeploymentUnit("", UnitKind.Named, new ClusterFacts { Version = version, ClusterDomain = Dns.Zone }, objects.Where(o => o is not Workload).Concat(clients).ToArray(), [], []);
        foreach (var client in Unit.Workloads)
        {
            Add(_clientsByNamespace, NamespaceOf(client), client);
        }
    }

    public ClusterDump Dump { get; }

    /// <summary>Kinds that the dump lacks.</summary>
    public HashSet<string> Missing { get; }

    /// <summary>The dump may lack pods of the namespace: it breaks off, or holds those of some namespaces alone.</summary>
    public bool MayLackPods(string @namespace) =>
        Dump.MayLack("Pod") || (!_namespacesWithPods.Contains(@namespace) && !_namespacesWithPods.Contains("kube-system"));

    /// <summary>The dump may lack slices of the namespace: the controller writes some for each Service with a selector, be they empty.</summary>
    public bool MayLackSlices(string @namespace) => Dump.MayLack("EndpointSlice") || !_namespacesWithSlices.Contains(@namespace);

    /// <summary>When the last event of the dump happened, as written: the dump is no older.</summary>
    public string? Newest { get; }

    public PodOwners Owners { get; }

    public IReadOnlyList<Workload> Pods { get; }

    public IReadOnlyList<ListedService> Listed { get; }

    public ClusterDns Dns { get; }

    /// <summary>The objects with one pod for each controller.</summary>
    public DeploymentUnit Unit { get; }

    public IReadOnlyCollection<Node> Nodes => _nodes.Values;

    /// <summary>The nodes that pods run on: those that are ready, or, without Nodes in the dump, those that its pods name.</summary>
    public IReadOnlyList<string> NodeNames { get; }

    /// <summary>The workloads of a namespace, one pod for each controller.</summary>
    public IReadOnlyList<Workload> WorkloadsIn(string @namespace) => _clientsByNamespace.TryGetValue(@namespace, out var found) ? found : [];

    public IReadOnlyList<Workload> ReplicaSetsOf(Workload deployment) => _replicaSets.TryGetValue((NamespaceOf(deployment), deployment.Name ?? ""), out var found) ? found : [];

    /// <summary>The pod that stands for its controller.</summary>
    public Workload Representative(Workload pod) => _podsByOwner.TryGetValue(OwnerKey(pod), out var found) ? found[0] : pod;

    private static bool IsControlPlane(Node node) => node.Metadata.Labels?.Find("node-role.kubernetes.io/control-plane") is not null || node.Spec?.Taints?.Items.Any(t => t.Key?.Value == "node-role.kubernetes.io/control-plane") == true;

    public static string NamespaceOf(KubernetesObject item) => item.Namespace ?? "default";

    public Service? Service(string @namespace, string name) => _services.TryGetValue((@namespace, name), out var found) ? found : null;

    public IReadOnlyList<Service> ServicesNamed(string name) => _servicesByName.TryGetValue(name, out var found) ? found : [];

    public IReadOnlyList<Service> ServicesIn(string @namespace) => _servicesByNamespace.TryGetValue(@namespace, out var found) ? found : [];

    public Workload? Pod(string @namespace, string name) => _pods.TryGetValue((@namespace, name), out var found) ? found : null;

    /// <summary>The node whose pods have addresses like this one; null where the dump does not tell.</summary>
    public string? RangeOf(string address) => _ranges.NodeOf(address);

    /// <summary>No pod of the dump has the address.</summary>
    public bool IsFreeAddress(string address) => _ranges.IsFree(address);

    public Node? Node(string? name) => name is not null && _nodes.TryGetValue(name, out var found) ? found : null;

    public IReadOnlyList<Service> ServicesOf(Workload pod) => _servicesByPod.On(pod).Selecting;

    /// <summary>The pods that a Service's selector matches, finished ones included; the same list for Services that select the same.</summary>
    public IReadOnlyList<Workload> SelectedPods(Service service)
    {
        if (service.Spec is not { Selector: { Count: > 0 } selector } spec || spec.Type?.Value == "ExternalName")
        {
            return [];
        }

        var key = WorkloadIndex.KeyOf(NamespaceOf(service), selector);
        if (!_podsBySelector.TryGetValue(key, out var pods))
        {
            _podsBySelector.Add(key, pods = [.. PodsWith(selector, NamespaceOf(service))]);
        }

        return pods;
    }

    /// <summary>The same without those that have finished.</summary>
    public IReadOnlyList<Workload> LivingPods(Service service)
    {
        var all = SelectedPods(service);
        if (!_living.TryGetValue(all, out var living))
        {
            _living.Add(all, living = [.. all.Where(p => p.Status?.IsTerminal != true)]);
        }

        return living;
    }

    /// <summary>The ports that pods declare, each number, name and protocol once: where the first of them has it.</summary>
    public IReadOnlyList<ContainerPort> DeclaredBy(IReadOnlyList<Workload> pods)
    {
        if (!_declared.TryGetValue(pods, out var declared))
        {
            var seen = new HashSet<(int?, string?, string)>();
            _declared.Add(pods, declared = [.. pods.SelectMany(PortResolution.Declared).Where(p => seen.Add((p.Number?.Value, p.Name?.Value, PortResolution.Protocol(p))))]);
        }

        return declared;
    }

    public IEnumerable<Workload> PodsWith(StringMap selector, string? @namespace) =>
        _podsByLabel.Candidates(selector).Where(p => (@namespace is null || NamespaceOf(p) == @namespace) && selector.Entries.All(e => p.PodLabels?[e.Key.Value] == e.Value.Value));

    /// <summary>Controllers whose template a selector matches.</summary>
    public IEnumerable<Workload> ControllersWith(StringMap selector, string @namespace) =>
        _controllersByLabel.Candidates(selector).Where(w => NamespaceOf(w) == @namespace && LabelMatching.Selects(selector, w.PodLabels));

    public IReadOnlyList<Workload> PodsOf(Workload controller) => _podsByOwner.TryGetValue(OwnerKey(controller), out var found) ? found : [];

    /// <summary>Warnings about an object, the newest last.</summary>
    public IReadOnlyList<ClusterEvent> Warnings(string kind, string @namespace, string name) =>
        _events.TryGetValue((kind, @namespace, name), out var found) ? found.Where(e => e.Type?.Value != "Normal").OrderBy(e => e.LastSeen ?? "", StringComparer.Ordinal).ToArray() : [];

    /// <summary>"Deployment web", "StatefulSet db", or the pod itself.</summary>
    public string OwnerText(Workload workload) => Owners.TopOf(workload) is var (kind, name) ? $"{kind} {name}" : "";

    private string OwnerKey(Workload workload) => Owners.TopOf(workload) is var (kind, name) ? $"{NamespaceOf(workload)}/{kind}/{name}" : "";

    private static void Add<TKey, T>(Dictionary<TKey, List<T>> index, TKey key, T item)
        where TKey : notnull
    {
        if (!index.TryGetValue(key, out var same))
        {
            index.Add(key, same = []);
        }

        same.Add(item);
    }
}
