using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Rules.Api;

namespace SvcLint.Rules.KubeProxy;

/// <summary>A feature gate that the version does not have, or has locked: kube-proxy does not start.</summary>
public sealed class KubeProxyFeatureGate : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC7004",
        Name = "kube-proxy-feature-gate",
        Title = "A feature gate is unknown or locked, so kube-proxy does not start",
        Category = Category.KubeProxy,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var verdict in context.Verdicts)
        {
            foreach (var held in verdict.Errors.Where(e => Refusals.TopicOf(verdict.Object, e.Value) == RefusalTopic.FeatureGate))
            {
                var error = held.Value;
                var gate = error.Span.Text.Trim('"', '\'');
                var life = Life(gate);

                // Undeclared: of the newest versions the list is not known, so what every known list lacks is certain enough.
                var isCertain = held.IsCertain || (FeatureGateTable.AddedIn(gate) is null && held.Versions.Contains(FeatureGateTable.LastComplete) && held.Versions.Contains(context.Version ?? KubernetesVersion.Oldest));
                var who = isCertain ? "kube-proxy" : $"kube-proxy of Kubernetes {held.VersionText}";
                yield return Report(
                    verdict.Object, error.Span, $"{error.Detail}{life}", severity: isCertain ? null : Severity.Warning,
                    effect: $"{who} does not start",
                    help: "remove the line") with
                {
                    Api = isCertain && verdict.IsDecoded ? new ApiVerdict(error.Field, error.Type.ToString()) : null,
                };
            }
        }
    }

    private static string Life(string gate) =>
        FeatureGateTable.RemovedIn(gate) is { } removed ? $"; it was removed in Kubernetes {removed}, where its feature is always on"
        : FeatureGateTable.AddedIn(gate) is { } added && added > KubernetesVersion.Oldest ? $"; it exists since Kubernetes {added}"
        : "";
}
