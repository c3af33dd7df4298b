using SvcLint.Findings;

namespace SvcLint.Rules.NetworkPolicies;

/// <summary>An empty entry in ports: it reads like every port and means every TCP port.</summary>
public sealed class PolicyPortEntryEmpty : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC5018",
        Name = "policy-port-entry-empty",
        Title = "An empty entry in a policy's ports allows TCP ports only",
        Category = Category.NetworkPolicies,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var policy in context.Unit.NetworkPolicies)
        {
            foreach (var (_, rule) in PolicyWords.AllRules(policy))
            {
                foreach (var port in rule.Ports?.Items ?? [])
                {
                    // - protocol: TCP
                    // - port: 5432
                    if (port is { Port: null, EndPort: null, Protocol: { IsDefault: false } protocol }
                        && rule.Ports!.Items.FirstOrDefault(p => p is { Port: not null, Protocol: null or { IsDefault: true } }) is { } split)
                    {
                        yield return Report(
                            policy,
                            protocol.Span,
                            $"'protocol: {protocol.Value}' and 'port: {split.Port!.Value}' are two entries in 'ports' of NetworkPolicy {policy.Name}",
                            [new RelatedSpan(split.Port.Span, "entry of its own")],
                            effect: $"the entry without a port allows every {protocol.Value} port",
                            help: "write 'protocol' and 'port' in one list item");
                    }
                    else if (port is { Port: null, EndPort: null, Protocol: null or { IsDefault: true } })
                    {
                        yield return Report(
                            policy,
                            port.KeySpan,
                            $"empty entry in 'ports' of NetworkPolicy {policy.Name}",
                            effect: "it allows every TCP port and no UDP port, DNS included",
                            help: "remove 'ports' to allow everything, or write the port");
                    }
                }
            }
        }
    }
}
