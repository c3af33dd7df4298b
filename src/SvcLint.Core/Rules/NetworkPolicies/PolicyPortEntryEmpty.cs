using SvcLint.Findings;

namespace SvcLint.Rules.NetworkPolicies;

/// <summary>An empty entry in ports: it reads like every port and means every TCP port.</summary>
public sealed class PolicyPortEntryEmpty : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC5018",
        Name = "policy-port-entry-empty",
        Title = "An empty entry in a policy's ports opens TCP ports alone",
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
                    if (port is { Port: null, EndPort: null, Protocol: null or { IsDefault: true } })
                    {
                        yield return Report(
                            policy,
                            port.KeySpan,
                            $"An entry of 'ports' in NetworkPolicy {policy.Name} is empty. The protocol defaults to TCP, so it opens every TCP port and no UDP port, DNS included, and makes the other entries for TCP meaningless. Leave out 'ports' to open everything, or write the port");
                    }
                }
            }
        }
    }
}
