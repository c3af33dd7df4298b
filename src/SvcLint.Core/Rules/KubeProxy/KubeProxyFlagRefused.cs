using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Validation;

namespace SvcLint.Rules.KubeProxy;

/// <summary>A flag that kube-proxy of the version does not have, or whose value it refuses: it does not start.</summary>
public sealed class KubeProxyFlagRefused : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC7025",
        Name = "kube-proxy-flag-refused",
        Title = "kube-proxy refuses a flag and does not start",
        Category = Category.KubeProxy,
        Severity = Severity.Error,
        Effect = "kube-proxy does not start, and the node's Services stay as they were",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var proxy in KubeProxyContainer.In(context.Unit))
        {
            foreach (var (name, _, argument) in proxy.Flags)
            {
                if (VersionTable.Find(VersionedThing.Flag, "kube-proxy --" + name) is { Removed: { } removed } entry && context.HoldsIn(v => v >= removed))
                {
                    yield return Report(proxy.Workload, argument.Span, $"kube-proxy has no flag --{name} since {removed}", help: entry.Replacement is { } other ? $"use {other}" : "remove the flag") with
                    { NamedVersion = removed };
                }
            }

            if (KubeProxyFlags.Configuration(proxy) is { } flags)
            {
                foreach (var held in ObjectVerdict.Of(flags, context.Version, context.NodePortRange, []).Errors)
                {
                    if (held.IsCertain && KubeProxyFlags.FlagOf(held.Value.Field) is { } flag)
                    {
                        yield return Report(proxy.Workload, held.Value.Span, $"--{flag}: {held.Value.Detail}{Life(held.Value)}", help: held.Value.Type == ErrorType.FeatureGate ? "remove the gate from the flag" : null) with
                        { NamedVersion = held.Value.NamedVersion };
                    }
                }
            }
        }
    }

    private static string Life(ApiError error) =>
        error.Type == ErrorType.FeatureGate && FeatureGateTable.RemovedIn(error.Span.Text) is { } removed ? $"; it was removed in {removed}" : "";
}
