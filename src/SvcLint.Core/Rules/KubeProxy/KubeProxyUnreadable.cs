using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Rules.Api;

namespace SvcLint.Rules.KubeProxy;

/// <summary>A value that kube-proxy cannot read: it does not start.</summary>
public sealed class KubeProxyUnreadable : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC7002",
        Name = "kube-proxy-unreadable",
        Title = "kube-proxy cannot read its configuration and does not start",
        Category = Category.KubeProxy,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var verdict in context.Objections.Where(v => v.Object is KubeProxyConfiguration))
        {
            foreach (var error in verdict.Decode.Where(e => e.IsFatal))
            {
                yield return Report(
                    verdict.Object,
                    ApiSpans.OneLine(error.Span),
                    $"{error.Field}: {error.Detail}",
                    effect: "kube-proxy cannot read its configuration and does not start") with
                {
                    Api = new ApiVerdict(error.Field, "Decode"),
                };
            }
        }

        foreach (var map in context.Unit.ConfigMaps)
        {
            if (map.Data?.Find("config.conf") is { } file && IsKubeProxy(map) && file.Value.Value.IndexOf(KubeProxyConfiguration.ApiGroup, StringComparison.Ordinal) < 0 && LooksLikeOne(file.Value.Value))
            {
                yield return Report(
                    map,
                    file.Key.Span,
                    $"the configuration in ConfigMap {map.Name} has no apiVersion and kind",
                    effect: "kube-proxy does not start",
                    help: $"add 'apiVersion: {KubeProxyConfiguration.ApiGroup}/v1alpha1' and 'kind: KubeProxyConfiguration'") with
                {
                    Api = new ApiVerdict("", "Decode"),
                };
            }
        }
    }

    private static bool IsKubeProxy(ConfigMap map) => map.Name?.StartsWith("kube-proxy", StringComparison.Ordinal) == true;

    private static bool LooksLikeOne(string text) =>
        text.StartsWith("mode:", StringComparison.Ordinal) || text.IndexOf("\nmode:", StringComparison.Ordinal) >= 0
        || text.IndexOf("iptables:", StringComparison.Ordinal) >= 0 || text.IndexOf("ipvs:", StringComparison.Ordinal) >= 0 || text.IndexOf("clusterCIDR:", StringComparison.Ordinal) >= 0;
}
