using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.KubeProxy;

/// <summary>hostnameOverride in the ConfigMap that every node's kube-proxy reads: all nodes take one name.</summary>
public sealed class SharedHostnameOverride : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC7010",
        Name = "shared-hostname-override",
        Title = "hostnameOverride is in a ConfigMap that all nodes share",
        Category = Category.KubeProxy,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var configuration in context.Unit.KubeProxyConfigurations)
        {
            if (configuration.HostnameOverride is { Value.Length: > 0 } name && !Api.ApiSpans.IsToken(name.Value)
                && context.Unit.ConfigMaps.FirstOrDefault(m => Holds(m, configuration)) is { Name: { } map }
                && context.Unit.Nodes.Count != 1
                && !KubeProxyContainer.In(context.Unit).Any(p => p.Flag("hostname-override") is { Length: > 0 }))
            {
                yield return Report(
                    configuration,
                    name.Span,
                    $"hostnameOverride '{name.Value}' is in ConfigMap {map}, which all nodes share",
                    effect: "endpoints count as local on the wrong nodes: traffic policies and topology fail",
                    help: "remove it, or give each pod --hostname-override=$(NODE_NAME)");
            }
        }
    }

    private static bool Holds(ConfigMap map, KubeProxyConfiguration configuration) =>
        map.Span.Source == configuration.Span.Source && map.Span.Start <= configuration.Span.Start && map.Span.End >= configuration.Span.End;
}
