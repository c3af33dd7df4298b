using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.NetworkPolicies;

/// <summary>
/// Egress policies that do not let pods reach the API server, though a role binding of the unit gives them something to do there. The
/// API server is no pod, and policies see its own port: mostly 6443.
/// </summary>
public sealed class PolicyCutsOffApiClient : Rule
{
    private const int ServicePort = 443;
    private const int OwnPort = 6443;

    private static readonly string[] Everyday = ["pods", "services", "endpoints", "configmaps", "secrets"];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC5025",
        Name = "policy-cuts-off-api-client",
        Title = "Egress policies do not let pods reach the API server that they use",
        Category = Category.NetworkPolicies,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
        Effect = "requests to the API server time out",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        if (!PolicyReach.IsDecidedBy(context.Unit, context.Repository))
        {
            yield break;
        }

        var bound = Bound(context.Unit);
        foreach (var workload in bound.Count == 0 ? [] : context.Unit.Workloads)
        {
            if (workload.PodSpec is not { ServiceAccountName: { } account, HostNetwork: not { Value: true } } || !bound.TryGetValue((workload.Namespace, account.Value), out var binding))
            {
                continue;
            }

            var policies = PolicyReach.Isolating(context.Unit, workload, PolicyDirection.Egress);
            var rules = policies.SelectMany(p => PolicyReach.Rules(p, PolicyDirection.Egress)).ToArray();
            if (rules.Length == 0 || rules.Any(r => MayReach(r, OwnPort)))
            {
                continue;
            }

            var policy = policies.First(p => PolicyReach.Rules(p, PolicyDirection.Egress).Count > 0);
            var old = rules.FirstOrDefault(r => MayReach(r, ServicePort));
            yield return Report(
                policy,
                old?.Ports?.Items.FirstOrDefault(p => p.Port?.Value.Int == ServicePort)?.Port?.Span ?? policy.Spec!.Egress!.KeySpan,
                old is null ? $"NetworkPolicy {policy.Name} does not let {workload} reach the API server, which its service account uses"
                    : $"NetworkPolicy {policy.Name} opens 443; the API server mostly listens on {OwnPort}, and {workload} uses it",
                [new RelatedSpan(account.Span, "service account"), new RelatedSpan(binding.NameSpan, "binding")],
                old is null && (SpeaksOfIt(workload) || !IsScaffold(context.Unit, binding)) ? null : Severity.Info,
                help: $"allow TCP {OwnPort} to the control plane's ipBlock, or without 'to'");
        }
    }

    // No selector matches the API server.
    private static bool MayReach(NetworkPolicyRule rule, int port) =>
        (rule.Peers is not { Count: > 0 } peers || peers.Items.Any(p => p.IPBlock is not null))
        && (rule.Ports is not { Count: > 0 } ports || ports.Items.Any(p => PolicyReach.ProtocolOf(p) == "TCP" && (p.Port?.Value switch
        {
            null => true,
            { Int: { } number } => p.EndPort is { } end ? port >= number && port <= end.Value : port == number,
            _ => false,
        })));

    // "--leader-elect", "--kubeconfig".
    private static bool SpeaksOfIt(Workload workload) => workload.ServingContainers()
        .SelectMany(c => (c.Args?.Items ?? []).Concat(c.Command?.Items ?? []))
        .Any(a => a.Value.IndexOf("kube", StringComparison.OrdinalIgnoreCase) >= 0 || a.Value.IndexOf("leader", StringComparison.OrdinalIgnoreCase) >= 0);

    // Charts come with a role that only reads what every example role reads; many a program never asks for it.
    private static bool IsScaffold(DeploymentUnit unit, KubernetesObject binding)
    {
        var reference = MappingReader.Of(binding.Node!).Nested("roleRef");
        if (reference?.String("kind")?.Value is not { } kind || reference.String("name")?.Value is not { } name
            || unit.OfType<OtherObject>().FirstOrDefault(o => o.Kind.Value == kind && o.Name == name && o.Group == binding.Group && (kind == "ClusterRole" || o.Namespace == binding.Namespace)) is not { Node: { } role })
        {
            return false;
        }

        var rules = MappingReader.Of(role).List("rules", r => (Groups: r.Strings("apiGroups"), Resources: r.Strings("resources"), Verbs: r.Strings("verbs")))?.Items ?? [];
        return rules.All(r => r.Groups?.Items.All(g => g.Value.Length == 0) == true
            && r.Resources?.Items.All(p => Array.IndexOf(Everyday, p.Value) >= 0) == true
            && r.Verbs?.Items.All(v => v.Value is "get" or "list" or "watch") == true);
    }

    private static Dictionary<(string? Namespace, string Name), KubernetesObject> Bound(DeploymentUnit unit)
    {
        var bound = new Dictionary<(string?, string), KubernetesObject>();
        foreach (var item in unit.OfType<OtherObject>().Where(o => o is { Group: "rbac.authorization.k8s.io", Kind.Value: "RoleBinding" or "ClusterRoleBinding", Node: not null }))
        {
            foreach (var subject in MappingReader.Of(item.Node!).List("subjects", s => (Kind: s.String("kind"), Name: s.String("name"), Namespace: s.String("namespace")))?.Items ?? [])
            {
                if (subject is { Kind.Value: "ServiceAccount", Name: { } name })
                {
                    bound[(subject.Namespace?.Value ?? item.Namespace, name.Value)] = item;
                }
            }
        }

        return bound;
    }
}
