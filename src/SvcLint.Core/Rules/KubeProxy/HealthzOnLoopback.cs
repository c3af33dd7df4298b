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
        Title = "kube-proxy's health is asked for from outside but served on the loopback",
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
                    $"kube-proxy serves its health on {address.Value}, but the probe of its own pod asks the node's address at port {HealthzPort}: the probe fails, and the kubelet restarts kube-proxy again and again. Set healthzBindAddress to 0.0.0.0:{HealthzPort}, or the probe's host to 127.0.0.1",
                    [new RelatedSpan(probe.HttpGet!.Port!.Span, "asked for here")]);
            }
        }
    }
}
