using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.NetworkPolicies;

/// <summary>A namespaceSelector by the label <c>name</c>, which nothing sets, or by a namespace name or label with a slip in it.</summary>
public sealed class NamespaceSelectorMatchesNone : Rule
{
    // Kubernetes' own components have it, on their pods.
    private const string PodLabel = "k8s-app";

    private static readonly string[] WellKnown = ["default", "kube-system", "kube-public", "ingress-nginx", "cert-manager", "monitoring", "istio-system", "metallb-system"];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC5006",
        Name = "namespace-selector-matches-none",
        Title = "A namespaceSelector uses a label that the namespace does not have",
        Category = Category.NetworkPolicies,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var policy in context.Unit.NetworkPolicies)
        {
            foreach (var (_, rule) in PolicyWords.AllRules(policy))
            {
                foreach (var selector in (rule.Peers?.Items ?? []).Select(p => p.NamespaceSelector).OfType<LabelSelector>())
                {
                    foreach (var pair in Pairs(selector))
                    {
                        if (Check(context, policy, pair) is { } finding)
                        {
                            yield return finding;
                        }
                    }
                }
            }
        }
    }

    private static IEnumerable<(Located<string> Key, Located<string> Value)> Pairs(LabelSelector selector) =>
        (selector.MatchLabels?.Entries ?? []).Select(e => (e.Key, e.Value))
            .Concat((selector.MatchExpressions?.Items ?? []).Where(r => r is { Operator.Value: "In", Key: not null, Values.Count: 1 }).Select(r => (r.Key!, r.Values![0])));

    private Finding? Check(RuleContext context, NetworkPolicy policy, (Located<string> Key, Located<string> Value) pair)
    {
        var namespaces = context.Repository.Namespaces;
        var (key, value) = (pair.Key.Value, pair.Value.Value);
        if (namespaces.HasLabel(key, value))
        {
            return null;
        }

        if (key == "name")
        {
            return ByName(policy, pair, namespaces.Named(value));
        }

        if (key == PolicyReach.NamespaceNameLabel)
        {
            return namespaces.HasName(value) || Array.IndexOf(WellKnown, value) >= 0 ? null
                : NearMiss.Nearest(value, namespaces.NamesLike(value).Concat(WellKnown)) is not { } meant ? Absent(context, policy, pair.Value)
                : Slip(policy, pair.Value, $"no namespace is named '{value}'; did you mean '{meant}'?", meant);
        }

        if (NearMiss.IsSlip(key, PolicyReach.NamespaceNameLabel))
        {
            return Slip(policy, pair.Key, $"no namespace has label '{key}'; did you mean '{PolicyReach.NamespaceNameLabel}'?", PolicyReach.NamespaceNameLabel);
        }

        if (key == PodLabel && !namespaces.HasKey(PodLabel))
        {
            return Report(
                policy,
                pair.Key.Span,
                $"namespaceSelector uses label '{key}: {value}', which pods have and namespaces do not",
                confidence: Confidence.Medium,
                effect: $"this rule of NetworkPolicy {policy.Name} allows nobody",
                help: $"put it into a podSelector beside '{PolicyReach.NamespaceNameLabel}: kube-system'");
        }

        return NearMiss.Nearest(value, namespaces.ValuesLike(key, value)) is { } near
            ? Slip(policy, pair.Value, $"no namespace has label '{key}: {value}'; did you mean '{near}'?", near)
            : null;
    }

    private Finding ByName(NetworkPolicy policy, (Located<string> Key, Located<string> Value) pair, Namespace? declared)
    {
        var labels = declared is null
            ? "unless somebody adds the label to the namespace, the rule allows nobody from it"
            : $"namespace {declared.Name} is defined without it, so the rule allows nobody from it";
        return Report(
            policy,
            pair.Key.Span,
            $"namespaceSelector uses label 'name: {pair.Value.Value}', which Kubernetes does not set",
            declared is null ? null : [new RelatedSpan(declared.Metadata.Labels?.KeySpan ?? declared.NameSpan, "labels of the namespace")],
            declared is null ? Severity.Info : null,
            declared is null ? Confidence.Medium : null,
            effect: labels,
            help: $"use {PolicyReach.NamespaceNameLabel}, which every namespace has");
    }

    // Objects of the input may live in a namespace that is not declared itself.
    private Finding? Absent(RuleContext context, NetworkPolicy policy, Located<string> value) =>
        !context.IsClosedWorld || context.Unit.HasNamespace(value.Value) ? null : Report(
            policy, value.Span, $"no object of the input is in namespace '{value.Value}'", severity: Severity.Warning, effect: $"this rule of NetworkPolicy {policy.Name} allows nobody", help: "correct the name");

    private Finding Slip(NetworkPolicy policy, Located<string> place, string what, string meant) => Report(
        policy, place.Span, what, confidence: Confidence.Medium, effect: $"this rule of NetworkPolicy {policy.Name} allows nobody", help: $"write '{meant}'");
}
