using SvcLint.Findings;
using SvcLint.Text;

namespace SvcLint.Rules.KubeProxy;

/// <summary>A scheduler that no kernel has: kube-proxy tries it at start and ends.</summary>
public sealed class IpvsSchedulerUnknown : Rule
{
    // The kernel's modules ip_vs_*.
    private static readonly string[] Schedulers = ["rr", "wrr", "lc", "wlc", "lblc", "lblcr", "sh", "dh", "sed", "nq", "mh", "fo", "ovf", "twos"];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC7014",
        Name = "ipvs-scheduler-unknown",
        Title = "The kernel has no IPVS scheduler of this name",
        Category = Category.KubeProxy,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var configuration in context.Unit.KubeProxyConfigurations)
        {
            // Until 1.26 kube-proxy refused it by itself.
            if (configuration.Mode?.Value == "ipvs" && configuration.Ipvs?.Scheduler is { Value.Length: > 0 } scheduler && Array.IndexOf(Schedulers, scheduler.Value) < 0
                && context.Version is not { Minor: <= 26 })
            {
                var lower = scheduler.Value.ToLowerInvariant();
                var near = Array.IndexOf(Schedulers, lower) >= 0 ? lower : NearMiss.Nearest(lower, Schedulers, shortest: 3);
                yield return Report(
                    configuration,
                    scheduler.Span,
                    $"IPVS scheduler '{scheduler.Value}' does not exist{(near is null ? "" : $"; did you mean '{near}'?")}",
                    effect: "kube-proxy exits with an error when it starts, and the node gets no rules",
                    help: $"use one of {string.Join(", ", Schedulers)}");
            }
        }
    }
}
