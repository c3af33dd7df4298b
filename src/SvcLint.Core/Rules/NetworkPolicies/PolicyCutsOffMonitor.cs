using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Rules.Wiring;

namespace SvcLint.Rules.NetworkPolicies;

/// <summary>
/// A monitor or an annotation lets Prometheus scrape pods whose policies do not admit it: they open other ports, or the port to others than
/// the Prometheus of the unit.
/// </summary>
public sealed class PolicyCutsOffMonitor : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC5024",
        Name = "policy-cuts-off-monitor",
        Title = "NetworkPolicies do not allow Prometheus to reach the port that it scrapes",
        Category = Category.NetworkPolicies,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
        Effect = "scrapes time out; the target is down",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        if (!PolicyReach.IsDecidedBy(context.Unit, context.Repository))
        {
            yield break;
        }

        var scrapers = context.Unit.Workloads.Where(IsPrometheus).ToArray();
        foreach (var target in ScrapeTarget.All(context))
        {
            if (Closing(context, target, scrapers) is not var (policy, rule, port))
            {
                continue;
            }

            if (rule is null)
            {
                var opening = PolicyReach.Rules(policy, PolicyDirection.Ingress).FirstOrDefault(r => r.Ports is { Count: > 0 });
                yield return Report(
                    policy,
                    opening?.Ports!.KeySpan ?? policy.Spec?.Ingress?.KeySpan ?? policy.NameSpan,
                    $"NetworkPolicy {policy.Name} does not open port {port}, which Prometheus scrapes ({target.What})",
                    [new RelatedSpan(target.Place, "scraped"), new RelatedSpan(PortNames.PlaceOf(target.Pods[0]), "container ports")],
                    help: $"allow port {port} from the namespace of Prometheus");
                continue;
            }

            var scraper = scrapers[0];
            var peer = rule.Peers is { Count: > 0 } peers ? peers[0] : null;
            yield return Report(
                policy,
                peer?.PodSelector?.KeySpan ?? peer?.KeySpan ?? policy.Spec?.Ingress?.KeySpan ?? policy.NameSpan,
                peer is { NamespaceSelector: null, PodSelector: not null } && scraper.Namespace != policy.Namespace
                    ? $"a podSelector alone selects pods of {policy.Namespace}: {scraper.Kind.Value} {scraper.Name} of {scraper.Namespace} cannot scrape port {port}"
                    : $"NetworkPolicy {policy.Name} does not allow {scraper.Kind.Value} {scraper.Name}, which scrapes port {port}",
                [new RelatedSpan(target.Place, "scraped"), new RelatedSpan(scraper.NameSpan, "Prometheus")],
                help: $"allow port {port} from namespaceSelector '{PolicyReach.NamespaceNameLabel}: {scraper.Namespace ?? "NAMESPACE"}'");
        }
    }

    // The rule opens the port to others; without one no rule does.
    private static (NetworkPolicy Policy, NetworkPolicyRule? Rule, int Port)? Closing(RuleContext context, ScrapeTarget target, IReadOnlyList<Workload> scrapers)
    {
        (NetworkPolicy, NetworkPolicyRule?, int)? found = null;
        foreach (var workload in target.Pods)
        {
            var policies = PolicyReach.Isolating(context.Unit, workload, PolicyDirection.Ingress);
            if (workload.PodSpec?.HostNetwork?.Value == true || policies.Count == 0 || target.Port(workload) is not { } port)
            {
                return null;
            }

            var opening = policies.SelectMany(p => PolicyReach.Rules(p, PolicyDirection.Ingress).Where(r => PolicyReach.AdmitsPort(r, workload, port, "TCP")).Select(r => (Policy: p, Rule: r))).ToArray();
            if (opening.Length == 0)
            {
                // Default-deny alone says that the rest is to come, and what other units add is not in sight.
                if (policies.FirstOrDefault(p => PolicyReach.Rules(p, PolicyDirection.Ingress).Count > 0) is not { } closing || IsOpenedElsewhere(context, workload))
                {
                    return null;
                }

                found ??= (closing, null, port);
                continue;
            }

            if (scrapers.Count == 0 || opening.Any(o => scrapers.Any(s => PolicyReach.MayAdmitPeer(context.Unit, o.Policy, o.Rule, s))))
            {
                return null;
            }

            found ??= (opening[0].Policy, opening[0].Rule, port);
        }

        return found;
    }

    /// <summary>True when a policy of another unit admits somebody to the pods.</summary>
    internal static bool IsOpenedElsewhere(RuleContext context, Workload workload) =>
        context.Repository.Units.Where(u => u != context.Unit).SelectMany(u => u.NetworkPolicies).Any(p => PolicyReach.Selects(p, workload) && PolicyReach.Rules(p, PolicyDirection.Ingress).Count > 0);

    private static bool IsPrometheus(Workload workload) => workload.ServingContainers().Any(c => c.Image?.Value is { } image
        && (image.IndexOf("prom/prometheus", StringComparison.Ordinal) >= 0 || image.IndexOf("prometheus/prometheus", StringComparison.Ordinal) >= 0));
}
