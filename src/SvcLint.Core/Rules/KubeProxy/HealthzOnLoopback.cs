using SvcLint.Cluster;
using SvcLint.Findings;

namespace SvcLint.Rules.KubeProxy;

/// <summary>healthzBindAddress on the loopback while the kubelet or a load balancer asks the node's address.</summary>
public sealed class HealthzOnLoopback : Rule
{
    private const int HealthzPort = 10256;

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC7017",
        Name = "kube-proxy-healthz-loopback",
        Title = "kube-proxy's health endpoint is probed from outside but served on loopback",
        Category = Category.KubeProxy,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var configuration in context.Unit.KubeProxyConfigurations)
        {
            if (configuration.HealthzBindAddress is not { } address || BindAddress.Host(address.Value) is not { IsLoopback: true })
            {
                continue;
            }

            var probe = KubeProxyContainer.In(context.Unit)
                .SelectMany(p => new[] { p.Container.LivenessProbe, p.Container.ReadinessProbe, p.Container.StartupProbe })
                .FirstOrDefault(p => p?.HttpGet is { Port.Value.Int: HealthzPort, Host: null or { Value: "" } });
            if (probe is not null)
            {
                yield return Report(
                    configuration,
                    address.Span,
                    $"healthzBindAddress is {address.Value}, but kube-proxy's own probe uses the node's address at port {HealthzPort}",
                    [new RelatedSpan(probe.HttpGet!.Port!.Span, "asked for")],
                    effect: "the probe fails, and the kubelet keeps restarting kube-proxy",
                    help: $"set healthzBindAddress to 0.0.0.0:{HealthzPort}, or the probe's host to 127.0.0.1");
            }
        }
    }
}
