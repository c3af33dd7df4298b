using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Rules.KubeProxy;

/// <summary>Settings in the section of a mode that is not the configured one: nothing reads them.</summary>
public sealed class KubeProxySectionUnused : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC7015",
        Name = "kube-proxy-section-unused",
        Title = "Settings of another mode than the configured one have no effect",
        Category = Category.KubeProxy,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var configuration in context.Unit.KubeProxyConfigurations)
        {
            var mode = configuration.Mode is { Value.Length: > 0 } set ? set.Value : "iptables";
            if (mode is not ("iptables" or "ipvs" or "nftables"))
            {
                continue;
            }

            foreach (var (field, value, home) in Settings(configuration, mode))
            {
                yield return Report(
                    configuration,
                    value,
                    $"{field} is ignored in mode {mode}{(configuration.Mode is { Value.Length: > 0 } ? "" : ", the default")}",
                    configuration.Mode is { Value.Length: > 0 } written ? [new RelatedSpan(written.Span, "mode")] : [],
                    help: home);
            }
        }
    }

    // Zero values are what dumps of the defaults hold; strictARP is often set ahead of a move to ipvs, and harmless.
    private static IEnumerable<(string Field, Text.SourceSpan Value, string Home)> Settings(KubeProxyConfiguration configuration, string mode)
    {
        const string Ipvs = "set mode: ipvs, or remove it";
        if (mode != "ipvs" && configuration.Ipvs is { } ipvs)
        {
            if (ipvs.Scheduler is { Value: not ("" or "rr") } scheduler)
            {
                yield return ("ipvs.scheduler", scheduler.Span, Ipvs);
            }

            if (ipvs.ExcludeCIDRs is { Count: > 0 } excluded)
            {
                yield return ("ipvs.excludeCIDRs", excluded.KeySpan, Ipvs);
            }

            foreach (var (field, timeout) in new[] { ("ipvs.tcpTimeout", ipvs.TcpTimeout), ("ipvs.tcpFinTimeout", ipvs.TcpFinTimeout), ("ipvs.udpTimeout", ipvs.UdpTimeout) })
            {
                if (timeout is not null && GoDuration.TryParse(timeout.Value, out var length) && length > 0)
                {
                    yield return (field, timeout.Span, Ipvs);
                }
            }
        }

        if (mode == "nftables" && configuration.Iptables?.MasqueradeAll is { Value: true } all && configuration.Nftables?.MasqueradeAll?.Value != true)
        {
            yield return ("iptables.masqueradeAll", all.Span, "set nftables.masqueradeAll");
        }

        if (mode != "nftables" && configuration.Nftables?.MasqueradeAll is { Value: true } other && configuration.Iptables?.MasqueradeAll?.Value != true)
        {
            yield return ("nftables.masqueradeAll", other.Span, "set iptables.masqueradeAll, which modes iptables and ipvs read");
        }
    }
}
