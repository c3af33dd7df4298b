using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.NetworkPolicies;

/// <summary>A pod is configured with the address of a Service whose pods' policies do not admit it, or that its own policies do not let it reach.</summary>
public sealed class PolicyBlocksClient : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC5016",
        Name = "policy-blocks-client",
        Title = "NetworkPolicies block a connection that a pod is configured to make",
        Category = Category.NetworkPolicies,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        if (context.Unit.NetworkPolicies.Count == 0 || !context.Unit.IsFullyKnown || PolicyReach.HasOtherPolicyApi(context.Repository))
        {
            yield break;
        }

        var seen = new HashSet<(Workload, Service, int)>();
        foreach (var address in ConfiguredAddress.Of(context.Unit))
        {
            if (!address.IsCertain || address.Address.Port is not { } number)
            {
                continue;
            }

            foreach (var service in context.Unit.FindServices(address.Name.Name, address.Namespace))
            {
                if (service.Spec?.Ports?.Items.FirstOrDefault(p => p.Port?.Value == number) is { } port && seen.Add((address.Workload, service, number))
                    && (Refused(context.Unit, address.Workload, service, port) ?? NotLetOut(context.Unit, address.Workload, service, port)) is { } policy)
                {
                    yield return Report(address, service, policy);
                }
            }
        }
    }

    // Every workload behind the Service must refuse the client.
    private static NetworkPolicy? Refused(DeploymentUnit unit, Workload client, Service service, ServicePort port)
    {
        NetworkPolicy? first = null;
        foreach (var workload in unit.WorkloadsBehind(service))
        {
            var policies = PolicyReach.Isolating(unit, workload, PolicyDirection.Ingress);
            if (workload == client || workload.PodSpec?.HostNetwork?.Value == true || PolicyReach.TargetNumber(port, workload) is not { } number || policies.Count == 0
                || policies.Any(p => PolicyReach.Rules(p, PolicyDirection.Ingress).Any(r => PolicyReach.MayAdmitPeer(unit, p, r, client) && PolicyReach.AdmitsPort(r, workload, number, PortResolution.Protocol(port)))))
            {
                return null;
            }

            first ??= policies[0];
        }

        return first;
    }

    private static NetworkPolicy? NotLetOut(DeploymentUnit unit, Workload client, Service service, ServicePort port)
    {
        var policies = client.PodSpec?.HostNetwork?.Value == true ? [] : PolicyReach.Isolating(unit, client, PolicyDirection.Egress);
        var behind = unit.WorkloadsBehind(service).ToArray();
        // Default-deny alone says that the rest is to come.
        if (behind.Length == 0 || policies.All(p => PolicyReach.Rules(p, PolicyDirection.Egress).Count == 0))
        {
            return null;
        }

        var admitted = behind.Any(w => PolicyReach.TargetNumber(port, w) is not { } number || policies.Any(p =>
            PolicyReach.Rules(p, PolicyDirection.Egress).Any(r => PolicyReach.MayAdmitPeer(unit, p, r, w) && PolicyReach.AdmitsPort(r, w, number, PortResolution.Protocol(port)))));
        return admitted ? null : policies.First(p => PolicyReach.Rules(p, PolicyDirection.Egress).Count > 0);
    }

    private Finding Report(ConfiguredAddress address, Service service, NetworkPolicy policy)
    {
        var isOwn = PolicyReach.Selects(policy, address.Workload) && PolicyReach.Isolates(policy, PolicyDirection.Egress);
        return Report(
            address.Workload,
            address.HostSpan,
            $"{address.Workload} is configured with {address.Address.Host}:{address.Address.Port} ({address.Key}), but no NetworkPolicy of the unit {(isOwn ? "lets it connect to the pods of" : "admits it to the pods of")} Service {service.Name}, which {policy.Name} isolates, so the connection is blocked. Admit {address.Workload} there on the pods' port, or remove the address",
            [new RelatedSpan(policy.NameSpan, "policy here"), new RelatedSpan(service.NameSpan, "Service here")]);
    }
}
