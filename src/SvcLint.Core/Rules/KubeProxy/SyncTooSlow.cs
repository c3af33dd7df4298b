using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Rules.KubeProxy;

/// <summary>A minSyncPeriod so long that nodes keep sending to pods that are gone.</summary>
public sealed class SyncTooSlow : Rule
{
    private const long Second = 1_000_000_000;
    private const long Patience = 10 * Second;

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC7018",
        Name = "kube-proxy-sync-slow",
        Title = "kube-proxy waits so long between rounds that nodes send to pods that are gone",
        Category = Category.KubeProxy,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var configuration in context.Unit.KubeProxyConfigurations)
        {
            var (section, period) = Period(configuration);
            if (period is not null && GoDuration.TryParse(period.Value, out var length) && length > Patience)
            {
                yield return Report(
                    configuration,
                    period.Span,
                    $"{section}.minSyncPeriod {period.Value} delays endpoint changes by up to {period.Value}",
                    effect: "until then the node sends to pods that have ended, and new pods get nothing",
                    help: "use 1s, the default of iptables and nftables");
            }
        }
    }

    private static (string Section, Located<string>? Period) Period(KubeProxyConfiguration configuration) => configuration.Mode?.Value switch
    {
        "ipvs" => ("ipvs", configuration.Ipvs?.MinSyncPeriod),
        "nftables" => ("nftables", configuration.Nftables?.MinSyncPeriod),
        _ => ("iptables", configuration.Iptables?.MinSyncPeriod),
    };
}
