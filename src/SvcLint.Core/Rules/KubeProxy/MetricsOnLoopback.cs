using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.KubeProxy;

/// <summary>A Service for kube-proxy's metrics while kube-proxy serves them on the loopback, which is its default.</summary>
public sealed class MetricsOnLoopback : Rule
{
    private const int MetricsPort = 10249;

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC7008",
        Name = "kube-proxy-metrics-loopback",
        Title = "kube-proxy's metrics are scraped from other hosts but served on loopback",
        Category = Category.KubeProxy,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        var scraped = context.Unit.Services
            .SelectMany(s => s.Spec?.Ports?.Items ?? [])
            .FirstOrDefault(p => PortResolution.Target(p)?.Int == MetricsPort);
        if (scraped is null)
        {
            yield break;
        }

        foreach (var configuration in context.Unit.KubeProxyConfigurations)
        {
            if (IsLoopback(configuration.MetricsBindAddress))
            {
                var place = configuration.MetricsBindAddress is { IsDefault: false } written ? written.Span : configuration.Kind.Span;
                var address = configuration.MetricsBindAddress is { Value.Length: > 0 } set ? set.Value : "127.0.0.1:10249, the default";
                yield return Report(
                    configuration,
                    place,
                    $"metricsBindAddress is {address}, but a Service scrapes port {MetricsPort} of the nodes",
                    [new RelatedSpan(scraped.TargetPort is { IsDefault: false } target ? target.Span : scraped.KeySpan, "scraped")],
                    effect: "the scrapes are refused",
                    help: $"set metricsBindAddress to 0.0.0.0:{MetricsPort}, and restrict who reaches the port");
            }
        }
    }

    private static bool IsLoopback(Located<string>? address) => address is not { Value.Length: > 0 } || BindAddress.Host(address.Value) is { IsLoopback: true };
}
