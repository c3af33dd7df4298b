using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Rules.Wiring;

namespace SvcLint.Rules.NetworkPolicies;

/// <summary>
/// A policy opens a number that none of its pods declares while they declare others. Only information, unless the ports that Services
/// send to stay closed: then the number is surely wrong.
/// </summary>
public sealed class PolicyPortUndeclared : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC5004",
        Name = "policy-port-undeclared",
        Title = "A NetworkPolicy allows a port that none of its pods declares",
        Category = Category.NetworkPolicies,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        // Many policies may select the same pods.
        var known = new Dictionary<IReadOnlyList<Workload>, (string Listening, ServicePort? Closed)>();
        foreach (var policy in context.Unit.NetworkPolicies)
        {
            foreach (var rule in PolicyReach.Rules(policy, PolicyDirection.Ingress))
            {
                var pods = PolicyReach.Selected(context.Unit, policy);
                if (pods.Count == 0 || !context.Unit.IsFullyKnown || (!context.PortsOf(pods).EachDeclares && !PolicyPorts.AllListen(context.Unit, pods)))
                {
                    continue;
                }

                foreach (var port in rule.Ports?.Items ?? [])
                {
                    // The Service's own port is a finding of its own.
                    if (port is { Port: { Value.Int: { } number } written, EndPort: null } && !PolicyPorts.MayListen(context, pods, number)
                        && !PolicyPorts.ServicePorts(context.Unit, pods).Any(p => p.Port?.Value == number || p.NodePort?.Value == number))
                    {
                        if (!known.TryGetValue(pods, out var found))
                        {
                            known.Add(pods, found = (PortNames.Declared(pods) is { Length: > 0 } ports ? $"declares {ports}" : $"listens on {PolicyPorts.Listening(context.Unit, pods)}", Closed(context.Unit, pods)));
                        }

                        yield return Report(policy, pods, found.Listening, written, found.Closed);
                    }
                }
            }
        }
    }

    // The first Service port whose target no policy admits.
    private static ServicePort? Closed(DeploymentUnit unit, IReadOnlyList<Workload> pods) =>
        pods.SelectMany(w => PolicyPorts.ServicePorts(unit, [w]).Where(p => PolicyReach.TargetNumber(p, w) is { } target && !IsAdmitted(unit, w, target, PortResolution.Protocol(p)))).FirstOrDefault();

    private Finding Report(NetworkPolicy policy, IReadOnlyList<Workload> pods, string listening, Located<IntOrString> written, ServicePort? closed)
    {
        var message = $"NetworkPolicy {policy.Name} allows {written.Value}, but {PortNames.Of(pods)} {listening}";
        return closed is not null
            ? Report(
                policy,
                written.Span,
                message,
                [new RelatedSpan(PortNames.PlaceOf(pods[0]), "ports of the pods"), new RelatedSpan(closed.Port?.Span ?? closed.KeySpan, "cut off")],
                effect: $"the target of Service port {closed.Port} is not allowed by any policy; its connections are denied",
                help: "allow the port that the pods listen on")
            : Report(
                policy,
                written.Span,
                message,
                [new RelatedSpan(PortNames.PlaceOf(pods[0]), "ports of the pods")],
                Severity.Info,
                effect: $"if no process listens on {written.Value}, the rule may be out of date",
                help: "allow the port that is meant, or declare it");
    }

    private static bool IsAdmitted(DeploymentUnit unit, Workload workload, int port, string protocol) =>
        PolicyReach.Isolating(unit, workload, PolicyDirection.Ingress).Any(p => PolicyReach.Rules(p, PolicyDirection.Ingress).Any(r => PolicyReach.AdmitsPort(r, workload, port, protocol)));
}
