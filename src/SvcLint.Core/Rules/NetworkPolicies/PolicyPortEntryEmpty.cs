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
                    if (port is { Port: null, EndPort: null, Protocol: null or { IsDefault: true } })
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
