using SvcLint.Cluster;
using SvcLint.Cluster.Addresses;
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
        if (!PolicyReach.IsDecidedBy(context.Unit, context.Repository))
        {
            yield break;
        }

        // One finding for each Service and policy: a client more is a line more, not a mistake more.
        foreach (var blocked in Blocked(context.Unit).GroupBy(b => (b.Service.Kind.Span, b.Policy.Kind.Span, b.IsOwn)))
        {
            yield return Report(blocked.ToArray());
        }
    }

    private static IEnumerable<BlockedClient> Blocked(DeploymentUnit unit)
    {
        foreach (var address in unit.Addresses.Where(a => a is { IsCertain: true, Address.Port: not null, Workload: not null }))
        {
            var client = address.Workload!;
            foreach (var service in Services(unit, address))
            {
                if (service.Spec?.Ports?.Items.FirstOrDefault(p => p.Port?.Value == address.Address.Port) is not { } port)
                {
                    continue;
                }

                if (Refused(unit, client, service, port, isPeer: address.Pod is not null && client.Replicas?.Value > 1) is { } refusing)
                {
                    yield return new BlockedClient(address, service, refusing, IsOwn: false);
                }
                else if (NotLetOut(unit, client, service, port) is { } holding)
                {
                    yield return new BlockedClient(address, service, holding, IsOwn: true);
                }
            }
        }
    }

    private static IEnumerable<Service> Services(DeploymentUnit unit, ConfiguredAddress address)
    {
        var services = unit.FindServices(address.Name.Name, address.Namespace).ToArray();
        return services.Length == 0 && address.Pod is var (_, service, @namespace) ? unit.FindServices(service, @namespace) : services;
    }

    // Every workload behind the Service must refuse the client. A pod reaches itself whatever policies say, but not its peers.
    private static NetworkPolicy? Refused(DeploymentUnit unit, Workload client, Service service, ServicePort port, bool isPeer)
    {
        NetworkPolicy? first = null;
        foreach (var workload in unit.WorkloadsBehind(service))
        {
            var policies = PolicyReach.Isolating(unit, workload, PolicyDirection.Ingress);
            if ((workload == client && !isPeer) || workload.PodSpec?.HostNetwork?.Value == true || PolicyReach.TargetNumber(port, workload) is not { } number || policies.All(p => IsElsewherePerhaps(p, workload))
                || policies.Any(p => PolicyReach.Rules(p, PolicyDirection.Ingress).Any(r => PolicyReach.MayAdmitPeer(unit, p, r, client) && PolicyReach.AdmitsPort(r, workload, number, PortResolution.Protocol(port)))))
            {
                return null;
            }

            first ??= policies[0];
        }

        return first;
    }

    // A policy without a namespace is applied to one that nobody names here.
    private static bool IsElsewherePerhaps(NetworkPolicy policy, Workload workload) => policy.Namespace is null && workload.Namespace is not null;

    private static NetworkPolicy? NotLetOut(DeploymentUnit unit, Workload client, Service service, ServicePort port)
    {
        var policies = client.PodSpec?.HostNetwork?.Value == true ? [] : PolicyReach.Isolating(unit, client, PolicyDirection.Egress);
        var behind = unit.WorkloadsBehind(service).ToArray();
        // Default-deny alone says that the rest is to come.
        if (behind.Length == 0 || policies.All(p => PolicyReach.Rules(p, PolicyDirection.Egress).Count == 0 || IsElsewherePerhaps(p, client)))
        {
            return null;
        }

        var admitted = behind.Any(w => PolicyReach.TargetNumber(port, w) is not { } number || policies.Any(p =>
            PolicyReach.Rules(p, PolicyDirection.Egress).Any(r => PolicyReach.MayAdmitPeer(unit, p, r, w) && PolicyReach.AdmitsPort(r, w, number, PortResolution.Protocol(port)))));
        return admitted ? null : policies.First(p => PolicyReach.Rules(p, PolicyDirection.Egress).Count > 0);
    }

    private Finding Report(BlockedClient[] blocked)
    {
        var (address, service, policy, isOwn) = blocked[0];
        var clients = blocked.Select(b => b.Address.Owner.Name).Distinct().Count();
        var others = clients > 1 ? $" (and {clients - 1} more workloads)" : "";
        var what = isOwn
            ? $"NetworkPolicy {policy.Name} denies egress to the pods of Service {service.Name}"
            : $"NetworkPolicy {policy.Name} denies ingress to the pods of Service {service.Name}";
        return Report(
            address.Owner,
            address.HostSpan,
            $"{what}, which {address.Key} of {address.Owner}{others} uses",
            [new RelatedSpan(policy.NameSpan, "policy"), .. Rules(policy, isOwn ? PolicyDirection.Egress : PolicyDirection.Ingress), new RelatedSpan(service.NameSpan, "Service"), .. blocked.Skip(1).Select(b => new RelatedSpan(b.Address.HostSpan, "blocked as well"))],
            effect: $"connections to {address.Address.Host}:{address.Address.Port} are denied",
            help: "allow it on the pods' port, or remove the address");
    }

    // What the policy admits instead, where somebody will change it.
    private static IEnumerable<RelatedSpan> Rules(NetworkPolicy policy, PolicyDirection direction)
    {
        var rules = PolicyReach.Rules(policy, direction);
        foreach (var peer in rules.Take(3).SelectMany(r => r.Peers?.Items.Take(3) ?? []))
        {
            yield return new RelatedSpan(peer.PodSelector?.MatchLabels is { Count: > 0 } labels ? labels.Entries[0].Span : peer.KeySpan, "allowed peer");
        }

        if (rules.Count == 0 && (PolicyReach.Written(policy, direction)?.KeySpan ?? policy.Spec?.PolicyTypes?.KeySpan) is { } none)
        {
            yield return new RelatedSpan(none, "allows nothing");
        }
    }

    private sealed record BlockedClient(ConfiguredAddress Address, Service Service, NetworkPolicy Policy, bool IsOwn);
}
