using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Rules.NetworkPolicies;

/// <summary>A range that one ipBlock excepts and another one admits: policies only ever add, so it is admitted.</summary>
public sealed class PolicyExceptReadmitted : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC5013",
        Name = "policy-except-readmitted",
        Title = "An excepted range is allowed by another ipBlock of the policy",
        Category = Category.NetworkPolicies,
        Severity = Severity.Warning,
        SecuritySeverity = "5.3",
    };

    public override IEnumerable<Finding> Check(RuleContext context) =>
        from policy in context.Unit.NetworkPolicies
        from direction in PolicyWords.Directions
        let blocks = Blocks(policy, direction).ToArray()
        from block in blocks
        from except in block.Block.Except?.Items ?? []
        let finding = Check(policy, blocks, block, except)
        where finding is not null
        select finding;

    private static IEnumerable<(NetworkPolicyRule Rule, IPBlock Block)> Blocks(NetworkPolicy policy, PolicyDirection direction) =>
        PolicyReach.Rules(policy, direction).SelectMany(r => (r.Peers?.Items ?? []).Where(p => p.IPBlock is not null).Select(p => (r, p.IPBlock!)));

    private Finding? Check(NetworkPolicy policy, (NetworkPolicyRule Rule, IPBlock Block)[] blocks, (NetworkPolicyRule Rule, IPBlock Block) block, Located<string> except)
    {
        if (!CidrValue.TryParseSloppy(except.Value, out var excepted))
        {
            return null;
        }

        foreach (var (rule, other) in blocks)
        {
            // Narrower ranges that are let in again are a design; the whole of the exception is none.
            if (other != block.Block && CidrValue.TryParseSloppy(other.CIDR?.Value, out var cidr) && cidr.Contains(excepted) && !Excepts(other, excepted) && OpensAsMuch(rule, block.Rule))
            {
                return Report(
                    policy,
                    except.Span,
                    $"except {excepted} is allowed again by ipBlock {cidr} of the same policy",
                    [new RelatedSpan(other.CIDR!.Span, "admitted")],
                    effect: $"rules are additive, so {excepted} can connect",
                    help: "add the exception to that ipBlock too");
            }
        }

        return null;
    }

    private static bool Excepts(IPBlock block, CidrValue range) =>
        (block.Except?.Items ?? []).Any(e => CidrValue.TryParseSloppy(e.Value, out var except) && except.Overlaps(range));

    private static bool OpensAsMuch(NetworkPolicyRule wide, NetworkPolicyRule narrow) =>
        wide == narrow || !PolicyWords.HasPorts(wide)
        || (PolicyWords.HasPorts(narrow) && narrow.Ports!.Items.All(n => wide.Ports!.Items.Any(w => w.Port?.Value == n.Port?.Value && PolicyReach.ProtocolOf(w) == PolicyReach.ProtocolOf(n))));
}
