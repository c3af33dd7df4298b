using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Rules.Wiring;

namespace SvcLint.Rules.NetworkPolicies;

/// <summary>A policy opens a port by a name that its pods do not have: it opens nothing.</summary>
public sealed class PolicyPortNameMissing : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC5005",
        Name = "policy-port-name-missing",
        Title = "A NetworkPolicy allows a port name that its pods do not have",
        Category = Category.NetworkPolicies,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var policy in context.Unit.NetworkPolicies)
        {
            foreach (var (direction, rule) in PolicyWords.AllRules(policy))
            {
                foreach (var port in rule.Ports?.Items ?? [])
                {
                    // A name without a letter is refused by the API server.
                    if (port.Port is { Value.String: { } name } written && name.Any(char.IsLetter))
                    {
                        foreach (var finding in Check(context, policy, direction, rule, port, written))
                        {
                            yield return finding;
                        }
                    }
                }
            }
        }
    }

    private IEnumerable<Finding> Check(RuleContext context, NetworkPolicy policy, PolicyDirection direction, NetworkPolicyRule rule, NetworkPolicyPort port, Located<IntOrString> written)
    {
        if (direction == PolicyDirection.Egress && PolicyWords.HasPeers(rule) && rule.Peers!.Items.All(p => p.IPBlock is not null))
        {
            yield return Report(
                policy,
                written.Span,
                $"port name '{written.Value}' in NetworkPolicy {policy.Name} cannot apply to addresses; only pods have named ports",
                [new RelatedSpan(rule.Peers.KeySpan, "addresses")],
                effect: "the rule allows nothing",
                help: "write the port number");
            yield break;
        }

        var pods = PolicyWords.Destinations(context.Unit, policy, direction, rule);
        var protocol = PolicyReach.ProtocolOf(port);
        if (pods is not { Count: > 0 } || !context.Unit.IsFullyKnown || pods.Any(w => ListeningEvidence.HasInjectedContainers(w) || PortResolution.Named(w, written.Value.String!, protocol) is not null))
        {
            yield break;
        }

        var other = pods.SelectMany(PortResolution.Declared).FirstOrDefault(p => p.Name?.Value == written.Value.String);
        var reason = other is not null ? $"has it for {PortResolution.Protocol(other)} only, while the rule is for {protocol}" : $"has no port of that name (it declares {Declared(pods)})";
        yield return Report(
            policy,
            written.Span,
            $"port '{written.Value}' in NetworkPolicy {policy.Name} is not defined: {PortNames.Of(pods)} {reason}",
            [new RelatedSpan(other?.Name?.Span ?? PortNames.PlaceOf(pods[0]), "ports of the pods")],
            effect: "the rule allows nothing",
            help: "use a port name or number of the pods");
    }

    private static string Declared(IReadOnlyList<Workload> pods) => PortNames.Declared(pods) is { Length: > 0 } ports ? ports : "none";
}
