using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Validation;
using SvcLint.Yaml;

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
        foreach (var verdict in context.Objections)
        {
            foreach (var held in verdict.Errors.Where(e => e.Value.Topic == RefusalTopic.FeatureGate))
            {
                var error = held.Value;
                var gate = error.Span.Text.Trim('"', '\'');
                var life = Life(gate, held.Versions);

                // Undeclared: of the newest versions the list is not known, so what every known list lacks is certain enough.
                var isCertain = held.IsCertain || (FeatureGateTable.AddedIn(gate) is null && held.Versions.Contains(FeatureGateTable.LastComplete) && held.Versions.Contains(context.Version ?? KubernetesVersion.Oldest));
                var who = isCertain ? "kube-proxy" : $"kube-proxy of Kubernetes {held.VersionText}";
                yield return Report(
                    verdict.Object, error.Span, $"{error.Detail}{life}", severity: isCertain ? null : Severity.Info,
                    effect: $"{who} does not start",
                    help: "remove the line") with
                {
                    NamedVersion = error.NamedVersion,
                    Api = isCertain && verdict.IsDecoded ? new ApiVerdict(error.Field, error.Type.ToString()) : null,
                    Fixes = verdict.Object is KubeProxyConfiguration configuration && isCertain && TakeOut(configuration, error.Span) is { } fix ? [fix] : [],
                };
            }
        }
    }

    /// <summary>True when the gate that a finding is about is set to what it is by default in the context's version.</summary>
    internal static bool IsDefaultIn(RuleContext context, Finding finding) =>
        context.Version is { } version && context.Unit.KubeProxyConfigurations.SelectMany(c => c.FeatureGates?.Entries ?? [])
            .Any(e => e.Gate.Span == finding.Span && e.Enabled is { } set && FeatureGateTable.State(e.Gate.Value, version) is { } state && state.Default == set.Value);

    // Safe where the gate is gone and what it was set to holds anyway; the last gate takes the key above it along.
    private static Fix? TakeOut(KubeProxyConfiguration configuration, SourceSpan span)
    {
        if (configuration.Node is not { } node || !node.TryGet("featureGates", out var gates) || gates.Value is not YamlMapping map)
        {
            return null;
        }

        var (gate, enabled) = configuration.FeatureGates!.Entries.FirstOrDefault(e => e.Gate.Span == span);
        if (gate is null || !map.TryGet(gate.Value, out var own))
        {
            return null;
        }

        var removal = map.Entries.Count == 1 ? YamlEdit.Remove(gates) : map.IsFlow ? YamlEdit.RemoveFromFlow(map, own) : YamlEdit.Remove(own);
        var isMoot = FeatureGateTable.RemovedIn(gate.Value) is { } removed && FeatureGateTable.State(gate.Value, removed) is { } last && enabled?.Value == last.Default;
        return removal is null ? null : new Fix($"Take out {gate.Value}", isMoot ? FixSafety.Safe : FixSafety.Unsafe, [removal]);
    }

    // A gate that is gone today was once too new.
    private static string Life(string gate, IReadOnlyList<KubernetesVersion> refusing) =>
        FeatureGateTable.AddedIn(gate) is { } born && refusing.All(v => v < born) ? $"; it was added in Kubernetes {born}"
        : FeatureGateTable.RemovedIn(gate) is { } removed ? $"; it was removed in Kubernetes {removed}, where its feature is always {(FeatureGateTable.State(gate, removed) is { Default: false } ? "off" : "on")}"
        : "";
}
