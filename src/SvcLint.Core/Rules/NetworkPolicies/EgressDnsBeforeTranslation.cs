using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.NetworkPolicies;

/// <summary>Egress policies that open port 53 to the cluster's DNS, whose pods listen on another port behind the Service.</summary>
public sealed class EgressDnsBeforeTranslation : Rule
{
    private const int DnsPort = 53;

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC5026",
        Name = "egress-dns-service-port",
        Title = "An egress policy opens DNS at the Service's port, while the DNS pods listen on another",
        Category = Category.NetworkPolicies,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
        Effect = "names do not resolve in these pods: policies apply after translation",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        if (context.Unit.NetworkPolicies.Count == 0 || PolicyReach.HasOtherPolicyApi(context.Repository) || Dns(context.Repository) is not var (service, port, workload, target))
        {
            yield break;
        }

        foreach (var policy in context.Unit.NetworkPolicies.Where(p => PolicyReach.Isolates(p, PolicyDirection.Egress)))
        {
            var rules = PolicyReach.Selected(context.Unit, policy).SelectMany(w => PolicyReach.Isolating(context.Unit, w, PolicyDirection.Egress)).Append(policy).Distinct()
                .SelectMany(p => PolicyReach.Rules(p, PolicyDirection.Egress).Where(r => PolicyReach.MayAdmitPeer(context.Unit, p, r, workload))).ToArray();
            var written = PolicyReach.Rules(policy, PolicyDirection.Egress).Where(r => PolicyReach.MayAdmitPeer(context.Unit, policy, r, workload))
                .SelectMany(r => r.Ports?.Items ?? []).FirstOrDefault(p => p.Port?.Value.Int == DnsPort && PolicyReach.ProtocolOf(p) == PortResolution.Protocol(port));
            if (written?.Port is { } number && !rules.Any(r => PolicyReach.AdmitsPort(r, workload, target, PortResolution.Protocol(port))))
            {
                yield return Report(
                    policy,
                    number.Span,
                    $"NetworkPolicy {policy.Name} allows 53, but the pods of Service {service.Name} listen on {target}",
                    [new RelatedSpan(port.TargetPort?.Span ?? port.KeySpan, "the pods' port")],
                    help: $"allow {target} for UDP and TCP as well");
            }
        }
    }

    private static (Service Service, ServicePort Port, Workload Workload, int Target)? Dns(Repository repository)
    {
        foreach (var service in repository.Services.Where(s => s.Name?.IndexOf("dns", StringComparison.Ordinal) >= 0 && s.Namespace is "kube-system" or "openshift-dns"))
        {
            var port = service.Spec?.Ports?.Items.FirstOrDefault(p => p.Port?.Value == DnsPort && PortResolution.Protocol(p) == "UDP");
            if (port is not null && repository.WorkloadCandidates(service.Spec?.Selector).FirstOrDefault(w => LabelMatching.Selects(service.Spec?.Selector, w)) is { } workload
                && PolicyReach.TargetNumber(port, workload) is { } target && target != DnsPort)
            {
                return (service, port, workload, target);
            }
        }

        return null;
    }
}
