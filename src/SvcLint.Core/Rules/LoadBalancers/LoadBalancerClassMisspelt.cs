using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>A loadBalancerClass that is nearly one that a controller answers to: nobody makes the load balancer.</summary>
public sealed class LoadBalancerClassMisspelt : Rule
{
    private static readonly string[] KnownClasses =
    [
        "alibabacloud.com/nlb",
        "eks.amazonaws.com/nlb",
        "io.cilium/bgp-control-plane",
        "io.cilium/l2-announcer",
        "io.cilium/node",
        "kube-vip.io/kube-vip-class",
        "loxilb.io/loxilb",
        "networking.gke.io/l4-regional-external",
        "networking.gke.io/l4-regional-external-legacy",
        "networking.gke.io/l4-regional-internal",
        "networking.gke.io/l4-regional-internal-legacy",
        "networking.gke.io/standalone-passthrough-lb-neg",
        "service.k8s.aws/nlb",
        "tailscale",
    ];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4011",
        Name = "load-balancer-class-misspelt",
        Title = "A loadBalancerClass is nearly the name of a known one",
        Category = Category.LoadBalancers,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services)
        {
            if (service.Spec is { LoadBalancerClass: { } name, Type.Value: "LoadBalancer" } && Meant(name.Value) is { } known)
            {
                yield return Report(
                    service,
                    name.Span,
                    $"loadBalancerClass '{name.Value}' is not known; did you mean '{known}'?",
                    effect: "no load balancer is created, and the class cannot be changed later",
                    help: $"write '{known}'") with
                {
                    Fixes = [new Fix($"Write {known}", FixSafety.Unsafe, [new TextEdit(name.Part(0, name.Value.Length), known)])],
                };
            }
        }
    }

    private static string? Meant(string name) => Array.IndexOf(KnownClasses, name) >= 0 ? null
        // A name that is passed around and was never a class.
        : name is "service.k8s.io/aws-nlb" or "service.k8s.aws.com/nlb" ? "service.k8s.aws/nlb"
        : NearMiss.Nearest(name, KnownClasses);
}
