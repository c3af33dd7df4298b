using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Traffic;

/// <summary>publishNotReadyAddresses on a Service that clients use: readiness probes do not count.</summary>
public sealed class NotReadyBehindLoadBalancer : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC3008",
        Name = "not-ready-behind-load-balancer",
        Title = "A Service open to the outside sends connections to pods that are not ready",
        Category = Category.Traffic,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services)
        {
            if (service.Spec is { PublishNotReadyAddresses: { Value: true } publish, Type: { Value: "LoadBalancer" or "NodePort" } type } && !IsForOnePod(service.Spec))
            {
                yield return Report(
                    service,
                    publish.Span,
                    $"publishNotReadyAddresses on {type.Value} Service {service.Name} also exposes pods that are not ready",
                    [new RelatedSpan(type.Span, "open to the outside")],
                    effect: "outside connections reach pods that are starting, failing or shutting down",
                    help: "remove it here; set it on a separate headless Service for the peers");
            }
        }
    }

    // A Service for one member of a cluster, by which its peers reach it from outside, means just that: the member's name, index or node is in the selector.
    private static bool IsForOnePod(ServiceSpec spec) => spec.Selector?.Entries.Any(p =>
        p.Key.Value is "statefulset.kubernetes.io/pod-name" or "apps.kubernetes.io/pod-index" || LastWord(p.Key.Value) is "node" or "hostname" or "host" or "ordinal" or "replica" or "member") == true;

    private static string LastWord(string key) => key.Substring(key.LastIndexOfAny(['/', '-', '.', '_']) + 1);
}
