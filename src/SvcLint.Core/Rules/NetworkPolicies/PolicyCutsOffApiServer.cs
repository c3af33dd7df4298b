using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.NetworkPolicies;

/// <summary>
/// Policies that admit nobody but pods to the port of a webhook or an aggregated API. The API server calls it from the nodes' network,
/// and no selector names it there.
/// </summary>
public sealed class PolicyCutsOffApiServer : Rule
{
    private static readonly string[] Places = ["webhook client", "APIService", "conversion webhook"];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC5022",
        Name = "policy-cuts-off-api-server",
        Title = "NetworkPolicies do not allow the API server to reach a webhook's port",
        Category = Category.NetworkPolicies,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
        Effect = "the API server's calls time out: selectors match pods, and the API server is not a pod",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        if (!PolicyReach.IsDecidedBy(context.Unit, context.Repository))
        {
            yield break;
        }

        foreach (var caller in context.Unit.Objects)
        {
            foreach (var reference in caller.ServiceReferences.Where(IsCall))
            {
                foreach (var service in context.Unit.FindServices(reference.Name.Value, reference.NamespaceFor(caller)))
                {
                    var number = reference.Port?.Value.Int ?? reference.DefaultPort ?? 443;
                    if (service.Spec?.Ports?.Items.FirstOrDefault(p => p.Port?.Value == number) is not { } port)
                    {
                        continue;
                    }

                    if (ByAgents(context, service, port) is var (by, place, opened))
                    {
                        yield return Report(
                            by,
                            place,
                            $"NetworkPolicy {by.Name} allows the API server on port {opened} by a selector, but it is not a pod ({reference.Place} {caller.Name})",
                            [new RelatedSpan(reference.Name.Span, "called by the API server"), new RelatedSpan(service.NameSpan, "Service")],
                            Severity.Info,
                            effect: "its calls arrive only where an agent in kube-system forwards them",
                            help: "leave out 'from', or write the ipBlock of the control plane");
                    }
                    else if (Closing(context, service, port) is var (policy, target))
                    {
                        var rules = policy.Spec?.Ingress;
                        yield return Report(
                            policy,
                            rules?.KeySpan ?? policy.Spec?.PolicyTypes?.KeySpan ?? policy.NameSpan,
                            $"NetworkPolicy {policy.Name} allows only pods to reach port {target}, which the API server calls ({reference.Place} {caller.Name})",
                            [new RelatedSpan(reference.Name.Span, "called by the API server"), new RelatedSpan(service.NameSpan, "Service")],
                            help: $"add an ingress rule for port {target} without 'from', or with the nodes' ipBlock");
                    }
                }
            }
        }
    }

    /// <summary>True for what the API server itself calls.</summary>
    internal static bool IsCall(ServiceReference reference) => Array.IndexOf(Places, reference.Place) >= 0;

    private static (NetworkPolicy Policy, int Target)? Closing(RuleContext context, Service service, ServicePort port)
    {
        (NetworkPolicy, int)? found = null;
        foreach (var workload in context.Unit.WorkloadsBehind(service))
        {
            var policies = PolicyReach.Isolating(context.Unit, workload, PolicyDirection.Ingress);
            if (workload.PodSpec?.HostNetwork?.Value == true || policies.Count == 0 || PolicyReach.TargetNumber(port, workload) is not { } target
                || policies.Any(p => PolicyReach.Rules(p, PolicyDirection.Ingress).Any(r => PolicyReach.AdmitsPort(r, workload, target, PortResolution.Protocol(port)) && MayAdmit(r))))
            {
                return null;
            }

            found ??= (policies.FirstOrDefault(p => PolicyReach.Rules(p, PolicyDirection.Ingress).Count > 0) ?? policies[0], target);
        }

        return found;
    }

    // Every rule that opens the port names pods of kube-system or of all namespaces, and no agent is in sight that would be one.
    private static (NetworkPolicy Policy, Text.SourceSpan Place, int Port)? ByAgents(RuleContext context, Service service, ServicePort port)
    {
        (NetworkPolicy, Text.SourceSpan, int)? found = null;
        if (context.Repository.Workloads.Any(w => w.Name?.IndexOf("konnectivity", StringComparison.Ordinal) >= 0))
        {
            return null;
        }

        foreach (var workload in context.Unit.WorkloadsBehind(service))
        {
            if (workload.PodSpec?.HostNetwork?.Value == true || PolicyReach.TargetNumber(port, workload) is not { } target)
            {
                return null;
            }

            foreach (var policy in PolicyReach.Isolating(context.Unit, workload, PolicyDirection.Ingress))
            {
                foreach (var rule in PolicyReach.Rules(policy, PolicyDirection.Ingress).Where(r => PolicyReach.AdmitsPort(r, workload, target, PortResolution.Protocol(port)) && MayAdmit(r)))
                {
                    var meant = rule.Peers?.Items.Select(p => p.IPBlock is null ? p.NamespaceSelector : null).FirstOrDefault(n => n is { IsEmpty: true } || n?.MatchLabels?[PolicyReach.NamespaceNameLabel] == "kube-system");
                    if (meant is null || rule.Peers!.Items.Any(p => p.IPBlock is not null || p.NamespaceSelector is null))
                    {
                        return null;
                    }

                    found ??= (policy, meant.MatchLabels is { Count: > 0 } labels ? labels.Entries[0].Span : meant.KeySpan, target);
                }
            }
        }

        return found;
    }

    // Some providers bring the calls through agents that are pods of kube-system.
    private static bool MayAdmit(NetworkPolicyRule rule) =>
        rule.Peers is not { Count: > 0 } peers || peers.Items.Any(p => p.IPBlock is not null
            || (p.NamespaceSelector is { } namespaces && (namespaces.IsEmpty || namespaces.MatchExpressions is { Count: > 0 } || namespaces.MatchLabels?[PolicyReach.NamespaceNameLabel] is "kube-system" or null)));
}
