using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>A change deletes what another object needs, by its name or by a selector: the workload of an autoscaler, the Gateway of a route, the Service of a monitor.</summary>
public sealed class DeletedObjectReferenced : UpdateRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2146",
        Name = "deleted-object-referenced",
        Title = "A change deletes an object that another one needs",
        Category = Category.Wiring,
        Severity = Severity.Warning,
    };

    protected override IEnumerable<Finding> Check(RuleContext context, EarlierState earlier)
    {
        foreach (var item in context.Unit.Objects)
        {
            foreach (var target in NamedTarget.Of(item))
            {
                if (!context.Repository.Has(target.Matches, target.Name.Value, target.Namespace)
                    && earlier.ObjectFor(target.Matches, target.Name.Value, target.Namespace, item.Span.Source.Path) is { } gone && ChangeWords.IsSurelyGone(context, earlier, gone))
                {
                    yield return Report(
                        item,
                        target.Name.Span,
                        $"{gone.Kind.Value} '{target.Name.Value}' is deleted by this change, but still referenced here",
                        [ChangeWords.Deleted(gone)],
                        effect: target.Effect,
                        help: $"keep the {gone.Kind.Value}, or remove the reference");
                }
            }

            if (Selected(context, earlier, item) is var (selector, selected, effect))
            {
                yield return Report(
                    item,
                    selector.Span,
                    $"the selector matches nothing; this change deletes {selected.Kind.Value} {selected.Name}",
                    [ChangeWords.Deleted(selected)],
                    effect: effect,
                    help: $"keep {selected.Kind.Value} {selected.Name}, or delete {item.Kind.Value} {item.Name}");
            }
        }
    }

    // What a selector matched before the change, where it matches nothing now and the object is gone by its name, too.
    private static (LabelSelector Selector, KubernetesObject Gone, string Effect)? Selected(RuleContext context, EarlierState earlier, KubernetesObject item)
    {
        if (item is ServiceMonitor { Selector: { IsEmpty: false } services } && !context.Repository.ServicesLabelled(services).Any()
            && earlier.ServicesLabelled(services).FirstOrDefault(s => IsGone(s) && context.Repository.ServicesNamed(s.Name!).Count == 0) is { } service)
        {
            return (services, service, "Prometheus finds no target");
        }

        var (pods, effect) = item is OtherObject other && PodMonitor.Of(other) is { } monitor ? (monitor.Selector, "Prometheus finds no target")
            : item is { Group: "policy", Kind.Value: "PodDisruptionBudget", Node: { } node } ? (MappingReader.Of(node).Nested("spec")?.Object("selector", LabelSelector.Read), "the budget protects no pod")
            : (null, "");
        return pods is { IsEmpty: false } && !context.Repository.WorkloadCandidates(pods.MatchLabels).Any(w => LabelMatching.Selects(pods, w.PodLabels))
            && earlier.WorkloadCandidates(pods.MatchLabels).FirstOrDefault(w => LabelMatching.Selects(pods, w.PodLabels) && NamespaceComparer.MayBeSame(w.Namespace, item.Namespace) && IsGone(w)
                && !context.Repository.Has(o => o is Workload, w.Name!, w.Namespace)) is { } workload
            ? (pods, workload, effect) : null;

        bool IsGone(KubernetesObject gone) => gone.Name is not null && ClusterFolders.MayMeetByName(gone.Span.Source.Path, item.Span.Source.Path) && ChangeWords.IsSurelyGone(context, earlier, gone);
    }
}

/// <summary>An object that another one names, and without which that does nothing.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Namespace">Where it is looked up; null where that is not known.</param>
/// <param name="Matches">Which objects are of the kind.</param>
/// <param name="Effect">What happens where there is none.</param>
internal sealed record NamedTarget(Located<string> Name, string? Namespace, Func<KubernetesObject, bool> Matches, string Effect)
{
    private const string NothingToScale = "the autoscaler has nothing to scale";
    private const string NoGateway = "no gateway takes the requests";

    public static IEnumerable<NamedTarget> Of(KubernetesObject item) => (item.Group, item.Kind.Value) switch
    {
        ("autoscaling", "HorizontalPodAutoscaler") => Scaled(item, "scaleTargetRef"),
        ("keda.sh", "ScaledObject") => Scaled(item, "scaleTargetRef"),
        ("autoscaling.k8s.io", "VerticalPodAutoscaler") => Scaled(item, "targetRef"),
        ("networking.istio.io", "VirtualService") => IstioGateways(item),
        _ => item is GatewayRoute route ? Parents(route) : [],
    };

    private static IEnumerable<NamedTarget> Scaled(KubernetesObject item, string field)
    {
        if (item.Node is { } node && MappingReader.Of(node).Nested("spec")?.Nested(field) is { } target && target.String("name") is { Value.Length: > 0 } name)
        {
            var kind = target.String("kind")?.Value ?? "Deployment";
            yield return new NamedTarget(name, item.Namespace, o => o.Kind.Value == kind, NothingToScale);
        }
    }

    private static IEnumerable<NamedTarget> Parents(GatewayRoute route) =>
        from parent in route.ParentRefs?.Items ?? []
        where parent is { IsGateway: true, Name.Value.Length: > 0 }
        select new NamedTarget(parent.Name!, parent.Namespace?.Value ?? route.Namespace, static o => o is Gateway, NoGateway);

    // "mesh" is no Gateway, and a name with a dot is of an old form.
    private static IEnumerable<NamedTarget> IstioGateways(KubernetesObject item) =>
        from written in (item.Node is { } node ? MappingReader.Of(node).Nested("spec")?.Strings("gateways")?.Items : null) ?? []
        let slash = written.Value.IndexOf('/')
        where written.Value != "mesh" && written.Value.IndexOf('.') < 0
        select new NamedTarget(
            written.Slice(slash + 1, written.Value.Length), slash > 0 ? written.Value.Substring(0, slash) : item.Namespace, static o => o is { Group: "networking.istio.io", Kind.Value: "Gateway" }, NoGateway);
}
