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
        // Many policies may select the same pods.
        var known = new Dictionary<IReadOnlyList<Workload>, (bool IsInjected, string Declared)>();
        foreach (var policy in context.Unit.NetworkPolicies)
        {
            foreach (var (direction, rule) in PolicyWords.AllRules(policy))
            {
                foreach (var port in rule.Ports?.Items ?? [])
                {
                    // A name without a letter is refused by the API server.
                    if (port.Port is { Value.String: { } name } written && name.Any(char.IsLetter))
                    {
                        foreach (var finding in Check(context, policy, direction, rule, port, written, Of))
                        {
                            yield return finding;
                        }
                    }
                }
            }
        }

        (bool IsInjected, string Declared) Of(IReadOnlyList<Workload> pods)
        {
            if (!known.TryGetValue(pods, out var about))
            {
                known.Add(pods, about = (pods.Any(ListeningEvidence.HasInjectedContainers), PortNames.Declared(pods) is { Length: > 0 } ports ? ports : "none"));
            }

            return about;
        }
    }

    private IEnumerable<Finding> Check(
        RuleContext context,
        NetworkPolicy policy,
        PolicyDirection direction,
        NetworkPolicyRule rule,
        NetworkPolicyPort port,
        Located<IntOrString> written,
        Func<IReadOnlyList<Workload>, (bool IsInjected, string Declared)> of)
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
        if (pods is not { Count: > 0 } || !context.Unit.IsFullyKnown)
        {
            yield break;
        }

        var named = context.PortsOf(pods).Named(written.Value.String!);
        if (named.Any(p => PortResolution.Protocol(p) == protocol) || of(pods) is not { IsInjected: false } about)
        {
            yield break;
        }

        // A chart's list of names is for all of its settings; these pods have what one of them gives.
        var isOfMany = written.Span.Source.Pieces.Count > 0 && rule.Ports!.Items.Any(p => p.Port is { Value.String: { } beside } && context.PortsOf(pods).Named(beside).Count > 0);
        var other = named is [var first, ..] ? first : null;
        var reason = other is not null ? $"has it for {PortResolution.Protocol(other)} only, while the rule is for {protocol}" : $"has no port of that name (it declares {about.Declared})";
        yield return Report(
            policy,
            written.Span,
            $"port '{written.Value}' in NetworkPolicy {policy.Name} is not defined: {PortNames.Of(pods)} {reason}",
            [new RelatedSpan(other?.Name?.Span ?? PortNames.PlaceOf(pods[0]), "ports of the pods")],
            severity: isOfMany ? Severity.Info : null,
            effect: isOfMany ? "this name allows nothing; the rule's other ports do" : "the rule allows nothing",
            help: "use a port name or number of the pods");
    }
}
