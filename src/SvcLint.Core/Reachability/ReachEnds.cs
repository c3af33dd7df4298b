using SvcLint.Cluster;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Reachability.Policies;

namespace SvcLint.Reachability;

/// <summary>The ends of a cluster: workloads, addresses outside, nodes, and who else connects.</summary>
internal static class ReachEnds
{
    public const string IngressControllerName = "{ingress-controller}";
    public const string ApiServerName = "{api-server}";

    /// <summary>Some policy, Node or Service has to do with IPv6.</summary>
    public static bool HasIPv6(DeploymentUnit unit) => KnownFamilies.HasIPv6(unit, Ranges(unit));

    /// <param name="unit">The cluster.</param>
    /// <param name="hasIPv6">IPv6 addresses outside are ends, too.</param>
    public static IReadOnlyList<ReachEnd> Of(DeploymentUnit unit, bool hasIPv6)
    {
        var ends = new List<ReachEnd>();
        foreach (var named in Workloads(unit).OrderBy(w => w.Key, StringComparer.Ordinal))
        {
            ends.Add(named.Value.End(ends.Count, named.Key));
        }

        foreach (var (first, last) in AddressSpace.Cut(new HashSet<CidrValue>(Ranges(unit)), hasIPv6))
        {
            ends.Add(new ReachEnd(ReachEndKind.Outside, ends.Count, NameOf(first, last)) { Addresses = (first, last) });
        }

        ends.Add(new ReachEnd(ReachEndKind.IngressController, ends.Count, IngressControllerName));
        ends.Add(new ReachEnd(ReachEndKind.ApiServer, ends.Count, ApiServerName));
        foreach (var node in unit.Nodes.Where(n => n.Name is not null))
        {
            IPAddressValue? address = null;
            foreach (var written in node.Status?.Addresses?.Items ?? [])
            {
                address ??= written.Type?.Value == "InternalIP" && IPAddressValue.TryParse(written.Address?.Value, out var own) ? own : null;
            }

            ends.Add(new ReachEnd(ReachEndKind.Node, ends.Count, "node/" + node.Name) { Node = node, Addresses = address is { } at ? (at, at) : null });
        }

        return ends;
    }

    public static string NameOf(IPAddressValue first, IPAddressValue last) => $"{first}-{last}";

    /// <summary>A workload with the pods of it that the input has.</summary>
    private sealed class Running(Workload workload)
    {
        private readonly HashSet<string> _nodes = new(StringComparer.Ordinal);
        private int _pods;
        private bool _isUnplaced;

        public void Add(Workload pod)
        {
            _pods++;
            if (pod.PodSpec?.NodeName?.Value is { Length: > 0 } node)
            {
                _nodes.Add(node);
            }
            else
            {
                _isUnplaced = true;
            }
        }

        // A controller makes further pods, of which nobody knows where they will run.
        public ReachEnd End(int number, string name) => new(ReachEndKind.Workload, number, name)
        {
            Workload = workload,
            Namespace = workload.Namespace ?? "default",
            PodCount = _pods,
            RunsOn = _pods == 0 || _isUnplaced || _pods < (workload.WorkloadKind == WorkloadKind.Pod ? 1 : workload.Replicas?.Value ?? 1) ? null : _nodes,
        };
    }

    /// <summary>Each workload that runs pods, by its name as an end; pods that a controller made count as the workload at the top.</summary>
    private static Dictionary<string, Running> Workloads(DeploymentUnit unit)
    {
        var written = new Dictionary<(string, string, string), Workload>();
        foreach (var workload in unit.Workloads)
        {
            var key = (workload.Kind.Value, workload.Namespace ?? "default", workload.Name ?? "");
            if (!written.TryGetValue(key, out _))
            {
                written[key] = workload;
            }
        }

        var ends = new Dictionary<string, Running>(StringComparer.Ordinal);
        foreach (var workload in unit.Workloads)
        {
            if (Runs(workload))
            {
                var (top, name) = Top(workload, written);
                if (!ends.TryGetValue(name, out var running) && (ReferenceEquals(top, workload) || Runs(top)))
                {
                    ends.Add(name, running = new Running(top));
                }

                if (workload.WorkloadKind == WorkloadKind.Pod)
                {
                    running?.Add(workload);
                }
            }
        }

        return ends;
    }

    /// <summary>Pods of it run; of one that is scaled to nothing, or suspended, there are none.</summary>
    public static bool Runs(Workload workload) =>
        workload.WorkloadKind != WorkloadKind.PodTemplate
        && workload.Replicas?.Value != 0
        && (workload.WorkloadKind is not (WorkloadKind.Job or WorkloadKind.CronJob) || !IsSuspended(workload));

    private static bool IsSuspended(Workload workload) => workload.Node is { } node && MappingReader.Of(node).Nested("spec")?.Bool("suspend")?.Value == true;

    private static (Workload Workload, string Name) Top(Workload workload, Dictionary<(string, string, string), Workload> written)
    {
        var ns = workload.Namespace ?? "default";
        var top = workload;
        for (var depth = 0; depth < 4; depth++)
        {
            var owner = top.Metadata.OwnerReferences?.Items.FirstOrDefault(o => o.Controller?.Value == true);
            if (owner?.Kind?.Value is not { } kind || owner.Name?.Value is not { } name)
            {
                break;
            }

            if (!written.TryGetValue((kind, ns, name), out var found))
            {
                // The hash at the end of a ReplicaSet's name is the Deployment's doing.
                var hash = top.PodLabels?["pod-template-hash"];
                return kind == "ReplicaSet" && hash is not null && name.EndsWith("-" + hash, StringComparison.Ordinal)
                    ? (top, NameOf(ns, name.Substring(0, name.Length - hash.Length - 1), "Deployment"))
                    : (top, NameOf(ns, name, kind));
            }

            top = found;
        }

        return (top, NameOf(ns, top.Name ?? top.Metadata.GenerateName?.Value ?? "", top.Kind.Value));
    }

    private static string NameOf(string ns, string name, string kind) => $"{ns}/{name}[{kind}]";

    private static IEnumerable<CidrValue> Ranges(DeploymentUnit unit)
    {
        var texts = unit.NetworkPolicies
            .SelectMany(p => (p.Spec?.Ingress?.Items ?? []).Concat(p.Spec?.Egress?.Items ?? []))
            .SelectMany(r => r.Peers?.Items ?? [])
            .Where(p => p.IPBlock is not null)
            .SelectMany(p => (p.IPBlock!.Except?.Items ?? []).Select(e => e.Value).Append(p.IPBlock.CIDR?.Value ?? ""))
            .Concat(unit.OfType<ClusterPolicy>().SelectMany(p => p.Egress?.Items ?? []).SelectMany(r => r.Peers?.Items ?? []).SelectMany(p => p.Networks?.Items ?? []).Select(n => n.Value));
        foreach (var text in texts)
        {
            if (CidrValue.TryParseSloppy(text, out var range))
            {
                yield return range;
            }
        }
    }
}
