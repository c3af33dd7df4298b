using SvcLint.Findings;
using SvcLint.Kubernetes;

namespace SvcLint.Rules.KubeProxy;

/// <summary>A configuration that leaves the mode to kube-proxy, whose default is about to change.</summary>
public sealed class ModeUnset : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC7024",
        Name = "kube-proxy-mode-unset",
        Title = "kube-proxy's mode is left to a default that is about to change",
        Category = Category.KubeProxy,
        Severity = Severity.Info,
        Effect = $"kube-proxy logs an error and raises an event; {Schedule.Last(Schedule.DefaultMode)}",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        if (context.Version is not { } version || version < KubeProxyChecks.UnsetModeIsLogged)
        {
            yield break;
        }

        foreach (var mode in ConfiguredMode.In(context.Unit).Where(m => m.Value.Length == 0))
        {
            yield return Report(mode.About, mode.Place, "mode is not set; kube-proxy uses iptables", help: $"set {mode.Setting}iptables, or nftables (kernel 5.13+)");
        }
    }
}
