using SvcLint.Findings;

namespace SvcLint.Rules.KubeProxy;

/// <summary>Profiling on a metrics address that the network reaches: anybody may look into kube-proxy, and slow it down.</summary>
public sealed class ProfilingExposed : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC7016",
        Name = "kube-proxy-profiling-exposed",
        Title = "kube-proxy serves profiles to everybody who reaches the node",
        Category = Category.KubeProxy,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var configuration in context.Unit.KubeProxyConfigurations)
        {
            if (configuration is { EnableProfiling: { Value: true } profiling, MetricsBindAddress: { Value.Length: > 0 } address } && BindAddress.Host(address.Value) is { IsLoopback: false })
            {
                yield return Report(
                    configuration,
                    profiling.Span,
                    $"enableProfiling serves /debug/pprof at {address.Value} without authentication",
                    [new RelatedSpan(address.Span, "served")],
                    effect: "whoever reaches the node can read memory and slow kube-proxy down",
                    help: "set it to false, or metricsBindAddress to 127.0.0.1:10249");
            }
        }
    }
}
