using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Reachability;

namespace SvcLint.Rules.NetworkPolicies;

/// <summary>
/// A Service is exposed, and policies admit nobody but pods of some labels: clients outside the cluster are no pods, and the controller
/// that serves an Ingress or a route is a pod of another namespace.
/// </summary>
public sealed class PolicyCutsOffOutsideClients : Rule
{
    // What pods are called that forward traffic.
    private static readonly string[] Forwarders = ["ingress", "nginx", "traefik", "gateway", "haproxy", "kong", "contour", "envoy", "proxy", "istio", "router", "edge", "apisix", "cilium", "lb", "frontend"];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC5038",
        Name = "policy-cuts-off-outside-clients",
        Title = "A Service is exposed, but NetworkPolicies allow only pods that do not forward the traffic",
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

        var controllers = new Lazy<Workload[]>(() => [.. context.Repository.Workloads.Where(IngressControllers.Is)]);
        foreach (var service in context.Unit.Services)
        {
            var routed = context.Unit.Lookup.RoutedTo(service.Name ?? "").Where(r => NamespaceComparer.MayBeSame(r.Reference.NamespaceFor(r.Referrer), service.Namespace)).Take(1).ToArray();
            if (routed is [var (route, reference)])
            {
                // Ingress controllers of nginx serve no Gateways.
                var senders = route is GatewayRoute ? Array.FindAll(controllers.Value, c => IngressControllers.FamilyOf(c) != "nginx") : controllers.Value;
                if (Closing(context, service, (p, r) => AdmitsController(context.Unit, p, r, senders)) is var (policy, peer, port))
                {
                    var known = senders.Length > 0 ? senders[0] : null;
                    yield return Report(
                        policy,
                        peer.KeySpan,
                        $"NetworkPolicy {policy.Name} does not allow {(known is null ? "an ingress controller" : $"{known.Kind.Value} {known.Name}")} to port {port}; {route.Kind.Value} {route.Name} needs it",
                        [new RelatedSpan(reference.Name.Span, $"{route.Kind.Value}"), .. known is null ? [] : (RelatedSpan[])[new RelatedSpan(known.NameSpan, "controller")]],
                        // A controller may run in any namespace, in this one too.
                        known is null && peer.PodSelector is not { IsEmpty: false } ? Severity.Info : null,
                        effect: $"requests through the {route.Kind.Value} time out",
                        help: known?.Namespace is { } name ? $"allow namespaceSelector '{PolicyReach.NamespaceNameLabel}: {name}'" : "allow the controller's namespace by a namespaceSelector");
                }
            }
            else if (service.Spec?.Type is { Value: "LoadBalancer" or "NodePort" } type && Closing(context, service, (_, r) => AdmitsOutside(r) || MayAdmitForwarders(r)) is var (policy, peer, port))
            {
                yield return Report(
                    policy,
                    peer.KeySpan,
                    $"NetworkPolicy {policy.Name} allows only pods to reach port {port}, but Service {service.Name} is of type {type.Value}",
                    [new RelatedSpan(type.Span, "exposed"), new RelatedSpan(service.NameSpan, "Service")],
                    // Charts open node ports that nobody uses.
                    type.Value == "NodePort" ? Severity.Info : null,
                    effect: service.Spec!.ExternalTrafficPolicy?.Value == "Local" ? "connections from outside the cluster are dropped: no selector matches their addresses"
                        : "connections from outside are dropped, unless they enter the cluster at the pod's own node",
                    help: "add a rule without 'from', or with the clients' ipBlock");
            }
        }
    }

    // Every port of the Service must be closed, and opened to somebody: where one is open, the others may be closed on purpose.
    private static (NetworkPolicy Policy, NetworkPolicyPeer Peer, int Port)? Closing(RuleContext context, Service service, Func<NetworkPolicy, NetworkPolicyRule, bool> admits)
    {
        (NetworkPolicy, NetworkPolicyPeer, int)? found = null;
        foreach (var workload in context.WorkloadsBehind(service))
        {
            var policies = PolicyReach.Isolating(context.Unit, workload, PolicyDirection.Ingress);
            if (policies.Count == 0 || workload.PodSpec?.HostNetwork?.Value == true || PolicyCutsOffMonitor.IsOpenedElsewhere(context, workload))
            {
                return null;
            }

            foreach (var port in service.Spec?.Ports?.Items ?? [])
            {
                if (PolicyReach.TargetNumber(port, workload) is not { } number)
                {
                    return null;
                }

                foreach (var policy in policies)
                {
                    foreach (var rule in PolicyReach.Rules(policy, PolicyDirection.Ingress).Where(r => PolicyReach.AdmitsPort(r, workload, number, PortResolution.Protocol(port))))
                    {
                        if (admits(policy, rule))
                        {
                            return null;
                        }

                        found ??= (policy, rule.Peers![0], number);
                    }
                }
            }
        }

        return found;
    }

    private static bool AdmitsOutside(NetworkPolicyRule rule) => rule.Peers is not { Count: > 0 } peers || peers.Items.Any(p => p.IPBlock is not null);

    private static bool AdmitsController(DeploymentUnit unit, NetworkPolicy policy, NetworkPolicyRule rule, IReadOnlyList<Workload> controllers) =>
        AdmitsOutside(rule)
        || (controllers.Count > 0
            ? controllers.Any(c => PolicyReach.MayAdmitPeer(unit, policy, rule, c))
            : MayAdmitForwarders(rule));

    // Pods stand between, too, where ServiceLB of k3s or a proxy of its own class serves load balancers.
    private static bool MayAdmitForwarders(NetworkPolicyRule rule) =>
        rule.Peers!.Items.Any(p => p.NamespaceSelector is not null || (p.PodSelector?.MatchExpressions is { Count: > 0 }) || (p.PodSelector?.MatchLabels?.Entries ?? []).Any(MayForward));

    private static bool MayForward(StringMapEntry label) => Array.Exists(Forwarders, f => label.Value.Value.IndexOf(f, StringComparison.OrdinalIgnoreCase) >= 0 || label.Key.Value.IndexOf(f, StringComparison.OrdinalIgnoreCase) >= 0);
}
