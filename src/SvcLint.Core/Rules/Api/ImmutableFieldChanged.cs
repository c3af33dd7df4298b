using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Validation;

namespace SvcLint.Rules.Api;

/// <summary>A change of a field that the API server keeps as it was created.</summary>
public sealed class ImmutableFieldChanged : UpdateRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1127",
        Name = "immutable-field-changed",
        Title = "A change that the API server rejects, because the field is immutable",
        Category = Category.Api,
        Severity = Severity.Error,
    };

    protected override IEnumerable<Finding> Check(RuleContext context, EarlierState earlier)
    {
        foreach (var verdict in context.Verdicts)
        {
            var item = verdict.Object;
            if (verdict.Decode.Any(e => e.IsFatal) || earlier.Find(context.Unit, item) is not { } before)
            {
                continue;
            }

            foreach (var held in ObjectVerdict.OfUpdate(item, before, context.Version))
            {
                if (IsMadeAnew(item))
                {
                    context.Silent(this, "the object is deleted and created anew", item.NameSpan);
                }
                else if (before is not Service { Spec.LoadBalancerClass: null } || !IsSetByWebhook(held.Value))
                {
                    yield return Refused(item, held);
                }
            }
        }
    }

    private Finding Refused(KubernetesObject item, Held<ApiError> held)
    {
        var error = held.Value;
        // What runs to its end may be gone when the change arrives.
        var mayBeGone = item is Workload { WorkloadKind: WorkloadKind.Job or WorkloadKind.Pod };
        var who = held.IsCertain ? "the API server" : $"the API server of Kubernetes {held.VersionText}";
        return Report(
            item,
            ApiSpans.OneLine(error.Span),
            $"{error.Field} cannot be changed: {error.Detail}",
            severity: !held.IsCertain ? Severity.Info : mayBeGone ? Severity.Warning : null,
            effect: $"{who} rejects the update",
            help: "keep the old value, or delete the object before it is created again") with
        {
            Api = held.IsCertain ? new ApiVerdict(error.Field, error.Type.ToString()) : null,
        };
    }

    // The AWS controller sets its class when a Service is created; writing it down later changes nothing.
    private static bool IsSetByWebhook(ApiError error) => error.Field == "spec.loadBalancerClass" && error.Span.Text.Trim('"', '\'') == "service.k8s.aws/nlb";

    private static bool IsMadeAnew(KubernetesObject item)
    {
        var annotations = item.Metadata.Annotations;
        return annotations?.Find("helm.sh/hook") is not null
            || annotations?.Find("argocd.argoproj.io/hook") is not null
            || (annotations?["argocd.argoproj.io/sync-options"] is { } options && (options.Contains("Force=true") || options.Contains("Replace=true")))
            || string.Equals(annotations?["kustomize.toolkit.fluxcd.io/force"], "enabled", StringComparison.OrdinalIgnoreCase)
            || (item is Workload { WorkloadKind: WorkloadKind.Job, Node: { } node } && node["spec"] is Yaml.YamlMapping spec && spec["ttlSecondsAfterFinished"] is not null);
    }
}
