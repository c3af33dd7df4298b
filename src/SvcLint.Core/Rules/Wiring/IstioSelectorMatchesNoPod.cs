using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.Wiring;

/// <summary>An Istio policy, or a subset of a DestinationRule, whose labels no pod has, while the pods that are meant are in the unit.</summary>
public sealed class IstioSelectorMatchesNoPod : Rule
{
    private static readonly string[] Kinds = ["AuthorizationPolicy", "PeerAuthentication", "RequestAuthentication", "Telemetry", "WasmPlugin", "Sidecar", "EnvoyFilter"];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2085",
        Name = "istio-selector-matches-no-pod",
        Title = "An Istio policy or subset selects no pod, though one is meant",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        var hosts = new Dictionary<(string, string?), (Workload? First, HashSet<(string, string)> Labels)>();
        foreach (var item in context.Unit.IsFullyKnown ? context.Unit.Objects.Where(o => o.Node is not null && o.Group.EndsWith("istio.io", StringComparison.Ordinal)) : [])
        {
            var spec = MappingReader.Of(item.Node!).Nested("spec");
            if (Array.IndexOf(Kinds, item.Kind.Value) >= 0 && (spec?.Nested("selector")?.StringMap("matchLabels") ?? spec?.Nested("workloadSelector")?.StringMap("labels")) is { Count: > 0 } labels
                && !context.Repository.WorkloadCandidates(labels).Any(w => LabelMatching.Selects(labels, w.PodLabels)))
            {
                if (Meant(context, item, labels) is var (pair, label, workload))
                {
                    yield return Report(
                        item,
                        pair.Value.Span,
                        $"'{pair.Key.Value}: {pair.Value.Value}' matches no pod; {workload} has '{label.Key.Value}: {label.Value.Value}'",
                        [new RelatedSpan(label.Value.Span, "pod labels")],
                        effect: $"{item.Kind.Value} {item.Name} applies to no pod",
                        help: $"write '{label.Key.Value}: {label.Value.Value}'");
                }
                else if (context.IsClosedWorld)
                {
                    yield return Report(item, labels.Span, $"the selector of {item.Kind.Value} {item.Name} matches no pod template of the input", effect: $"{item.Kind.Value} {item.Name} applies to no pod", help: "correct the selector");
                }
            }
            else if (item.Kind.Value == "DestinationRule" && spec?.String("host") is { } host && ServiceDnsName.TryParse(host.Value, out var name))
            {
                var (first, podLabels) = Behind(context.Unit, name.Name, name.Namespace ?? item.Namespace, hosts);
                foreach (var subset in first is null ? [] : spec.List("subsets", s => s.StringMap("labels"))?.Items.OfType<StringMap>() ?? [])
                {
                    if (subset.Entries.FirstOrDefault(e => !podLabels.Contains((e.Key.Value, e.Value.Value))) is { } wrong && !IsElsewhere(context, wrong))
                    {
                        yield return Report(
                            item,
                            wrong.Value.Span,
                            $"subset label '{wrong.Key.Value}: {wrong.Value.Value}' is on no pod of Service {name.Name}",
                            [new RelatedSpan(first!.PodLabels?.KeySpan ?? first.NameSpan, "pod labels")],
                            effect: "requests to the subset are answered 503",
                            help: "use a label that pods of the Service have");
                    }
                }
            }
        }
    }

    // Pods of another file have the label, or get it from a script that fills in a placeholder.
    private static bool IsElsewhere(RuleContext context, StringMapEntry label) =>
        Placeholder.Is(label.Value.Value)
        || context.Repository.DistinctlyLabelled.Any(w => w.PodLabels?.Find(label.Key.Value) is { } other && (other.Value.Value == label.Value.Value || Placeholder.Is(other.Value.Value)));

    // A workload behind the host, and every label of them all.
    private static (Workload? First, HashSet<(string, string)> Labels) Behind(
        DeploymentUnit unit, string name, string? ns, Dictionary<(string, string?), (Workload? First, HashSet<(string, string)> Labels)> hosts)
    {
        if (!hosts.TryGetValue((name, ns), out var behind))
        {
            var pods = unit.FindServices(name, ns).SelectMany(unit.WorkloadsBehind).ToArray();
            behind = (pods.FirstOrDefault(), [.. pods.SelectMany(p => p.PodLabels?.Entries ?? []).Select(e => (e.Key.Value, e.Value.Value))]);
            hosts.Add((name, ns), behind);
        }

        return behind;
    }

    // The same key with nearly the value, or the policy's own name as a workload's.
    private static (StringMapEntry Pair, StringMapEntry Label, Workload Workload)? Meant(RuleContext context, KubernetesObject item, StringMap labels)
    {
        foreach (var workload in context.Unit.WorkloadsNear(item).Where(w => NamespaceComparer.MayBeSame(w.Namespace, item.Namespace)))
        {
            foreach (var pair in labels.Entries)
            {
                var same = workload.PodLabels?.Find(pair.Key.Value);
                if (same is not null && same.Value.Value != pair.Value.Value && (NearMiss.IsSlip(pair.Value.Value, same.Value.Value) || workload.Name == item.Name))
                {
                    return (pair, same, workload);
                }

                if (same is null && workload.PodLabels?.Entries.FirstOrDefault(l => l.Value.Value == pair.Value.Value) is { } other)
                {
                    return (pair, other, workload);
                }
            }
        }

        return null;
    }
}
