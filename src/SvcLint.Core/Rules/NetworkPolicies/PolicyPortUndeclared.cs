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
        Title = "A NetworkPolicy opens a port that none of its pods declares",
        Category = Category.NetworkPolicies,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var policy in context.Unit.NetworkPolicies)
        {
            foreach (var rule in PolicyReach.Rules(policy, PolicyDirection.Ingress))
            {
                var pods = PolicyReach.Selected(context.Unit, policy);
                if (pods.Count == 0 || !context.PortsOf(pods).EachDeclares || !context.Unit.IsFullyKnown)
                {
                    continue;
                }

                foreach (var port in rule.Ports?.Items ?? [])
                {
                    // The Service's own port is a finding of its own.
                    if (port is { Port: { Value.Int: { } number } written, EndPort: null } && !PolicyPorts.MayListen(context.Unit, pods, number)
                        && !PolicyPorts.ServicePorts(context.Unit, pods).Any(p => p.Port?.Value == number || p.NodePort?.Value == number))
                    {
                        yield return Report(context.Unit, policy, pods, written);
                    }
                }
            }
        }
    }

    private Finding Report(DeploymentUnit unit, NetworkPolicy policy, IReadOnlyList<Workload> pods, Located<IntOrString> written)
    {
        var closed = pods.SelectMany(w => PolicyPorts.ServicePorts(unit, [w]).Where(p => PolicyReach.TargetNumber(p, w) is { } target && !IsAdmitted(unit, w, target, PortResolution.Protocol(p)))).FirstOrDefault();
        var declared = PortNames.Declared(pods);
        return closed is not null
            ? Report(
                policy,
                written.Span,
                $"NetworkPolicy {policy.Name} opens {written.Value}, but {PortNames.Of(pods)} declares {declared}, and no policy opens the port that Service port {closed.Port} sends to: its connections stay blocked. Open the port that the pods listen on",
                [new RelatedSpan(PortNames.PlaceOf(pods[0]), "ports of the pods"), new RelatedSpan(closed.Port?.Span ?? closed.KeySpan, "cut off")])
            : Report(
                policy,
                written.Span,
                $"NetworkPolicy {policy.Name} opens {written.Value}, but {PortNames.Of(pods)} declares {declared}. Nothing enforces the declaration; if no process listens there, the port is out of date. Open the port that is meant, or declare it",
                [new RelatedSpan(PortNames.PlaceOf(pods[0]), "ports of the pods")],
                Severity.Info);
    }

    private static bool IsAdmitted(DeploymentUnit unit, Workload workload, int port, string protocol) =>
        PolicyReach.Isolating(unit, workload, PolicyDirection.Ingress).Any(p => PolicyReach.Rules(p, PolicyDirection.Ingress).Any(r => PolicyReach.AdmitsPort(r, workload, port, protocol)));
}
