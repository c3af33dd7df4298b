using SvcLint.Cluster;
using SvcLint.Config;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Rules.NetworkPolicies;

/// <summary>
/// Clients of the internet admitted by ipBlock to pods behind a Service with traffic policy Cluster: kube-proxy puts the node's address in
/// place of the client's, and the node's is what policies see. Silent where the load balancer may send to the pods themselves.
/// </summary>
public sealed class IPBlockBehindSourceNat : Rule
{
    // Keys by which a load balancer sends to pods, past kube-proxy.
    private static readonly string[] PodTargets =
    [
        "cloud.google.com/neg",
        "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type",
        "service.beta.kubernetes.io/backend-type",
    ];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC5037",
        Name = "ip-block-behind-source-nat",
        Title = "An ipBlock allows clients whose addresses kube-proxy replaces",
        Category = Category.NetworkPolicies,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        if (context.Facts.DataPlane == DataPlane.None || !PolicyReach.IsDecidedBy(context.Unit, context.Repository))
        {
            yield break;
        }

        foreach (var service in context.Unit.Services.Where(LosesSource))
        {
            var behind = context.Unit.WorkloadsBehind(service).ToArray();
            if (behind.Length == 0 || service.Spec?.Ports is not { Count: > 0 } ports || OnlyBlocks(context.Unit, behind[0], ports[0]) is not { } block
                || !behind.All(w => ports.Items.All(p => OnlyBlocks(context.Unit, w, p) is not null)))
            {
                continue;
            }

            var type = service.Spec.Type!;
            yield return Report(
                service,
                block.Span,
                $"ipBlock {block.Value} matches no client of Service {service.Name}: policy Cluster replaces their addresses",
                [new RelatedSpan(service.Spec.ExternalTrafficPolicy?.Span ?? type.Span, service.Spec.ExternalTrafficPolicy is null ? "policy Cluster by default" : "policy Cluster")],
                effect: $"connections through the {type.Value} have a node's address as source, and the policy denies them",
                help: "set externalTrafficPolicy: Local on the Service, or limit clients by loadBalancerSourceRanges");
        }
    }

    private static bool LosesSource(Service service) =>
        service is { Spec: { Type.Value: "LoadBalancer" or "NodePort", ExternalTrafficPolicy: null or { Value: "Cluster" }, LoadBalancerClass: null } spec }
        && spec.AllocateLoadBalancerNodePorts?.Value != false
        && !Array.Exists(PodTargets, k => service.Metadata.Annotations?.Find(k) is not null)
        && service.Metadata.Annotations?["service.beta.kubernetes.io/aws-load-balancer-type"] is not ("nlb-ip" or "external");

    // The first range that a policy admits to the port, where whatever is admitted is a pod or a range of the internet.
    private static Located<string>? OnlyBlocks(DeploymentUnit unit, Workload workload, ServicePort port)
    {
        if (workload.PodSpec?.HostNetwork?.Value == true || PolicyReach.TargetNumber(port, workload) is not { } number)
        {
            return null;
        }

        Located<string>? first = null;
        foreach (var rule in PolicyReach.Isolating(unit, workload, PolicyDirection.Ingress).SelectMany(p => PolicyReach.Rules(p, PolicyDirection.Ingress)))
        {
            if (!PolicyReach.AdmitsPort(rule, workload, number, PortResolution.Protocol(port)))
            {
                continue;
            }

            if (rule.Peers is not { Count: > 0 } peers)
            {
                return null;
            }

            foreach (var peer in peers.Items.Where(p => p.IPBlock is not null))
            {
                if (!CidrValue.TryParseSloppy(peer.IPBlock!.CIDR?.Value, out var range) || PrivateNetworks.Overlap(range))
                {
                    return null;
                }

                first ??= peer.IPBlock.CIDR;
            }
        }

        return first;
    }
}
