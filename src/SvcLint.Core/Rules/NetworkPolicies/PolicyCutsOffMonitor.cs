using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.NetworkPolicies;

/// <summary>A ServiceMonitor lets Prometheus scrape pods whose policies do not admit it.</summary>
public sealed class PolicyCutsOffMonitor : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC5024",
        Name = "policy-cuts-off-monitor",
        Title = "NetworkPolicies do not admit the Prometheus that a ServiceMonitor is for",
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
        foreach (var monitor in scrapers.Length == 0 ? [] : context.Unit.OfType<ServiceMonitor>())
        {
            foreach (var service in Wiring.MonitorPortMissing.Selected(context.Unit.Lookup.Services.Labelled(monitor.Selector), monitor))
            {
                foreach (var port in (monitor.Endpoints?.Items ?? []).Select(e => service.Spec?.Ports?.Items.FirstOrDefault(p => p.Name?.Value == e.Port?.Value && e.Port is not null)).OfType<ServicePort>())
                {
                    if (Closing(context.Unit, service, port, scrapers) is var (policy, rule, target))
                    {
                        var peer = rule?.Peers is { Count: > 0 } peers ? peers[0] : null;
                        yield return Report(
                            policy,
                            peer?.PodSelector?.KeySpan ?? peer?.KeySpan ?? policy.Spec?.Ingress?.KeySpan ?? policy.NameSpan,
                            peer is { NamespaceSelector: null, PodSelector: not null } && scrapers[0].Namespace != policy.Namespace
                                ? $"a podSelector alone selects pods of {policy.Namespace}: {scrapers[0].Kind.Value} {scrapers[0].Name} of {scrapers[0].Namespace} cannot scrape port {target}"
                                : $"NetworkPolicy {policy.Name} does not admit {scrapers[0].Kind.Value} {scrapers[0].Name}, which scrapes port {target}",
                            [new RelatedSpan(monitor.NameSpan, "ServiceMonitor"), new RelatedSpan(scrapers[0].NameSpan, "Prometheus")],
                            help: $"admit port {target} from namespaceSelector '{PolicyReach.NamespaceNameLabel}: {scrapers[0].Namespace ?? "NAMESPACE"}'");
                    }
                }
            }
        }
    }

    private static (NetworkPolicy Policy, NetworkPolicyRule? Rule, int Target)? Closing(DeploymentUnit unit, Service service, ServicePort port, IReadOnlyList<Workload> scrapers)
    {
        (NetworkPolicy, NetworkPolicyRule?, int)? found = null;
        foreach (var workload in unit.WorkloadsBehind(service))
        {
            var policies = PolicyReach.Isolating(unit, workload, PolicyDirection.Ingress);
            if (workload.PodSpec?.HostNetwork?.Value == true || policies.Count == 0 || PolicyReach.TargetNumber(port, workload) is not { } target
                || policies.Any(p => PolicyReach.Rules(p, PolicyDirection.Ingress).Any(r => PolicyReach.AdmitsPort(r, workload, target, "TCP") && scrapers.Any(s => PolicyReach.MayAdmitPeer(unit, p, r, s)))))
            {
                return null;
            }

            var policy = policies.FirstOrDefault(p => PolicyReach.Rules(p, PolicyDirection.Ingress).Any(r => PolicyReach.AdmitsPort(r, workload, target, "TCP"))) ?? policies[0];
            found ??= (policy, PolicyReach.Rules(policy, PolicyDirection.Ingress).FirstOrDefault(r => PolicyReach.AdmitsPort(r, workload, target, "TCP")), target);
        }

        return found;
    }

    private static bool IsPrometheus(Workload workload) => workload.ServingContainers().Any(c => c.Image?.Value is { } image
        && (image.IndexOf("prom/prometheus", StringComparison.Ordinal) >= 0 || image.IndexOf("prometheus/prometheus", StringComparison.Ordinal) >= 0));
}
