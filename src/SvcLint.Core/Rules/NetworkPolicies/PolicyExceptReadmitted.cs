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
        from finding in Check(policy, direction)
        select finding;

    private IEnumerable<Finding> Check(NetworkPolicy policy, PolicyDirection direction)
    {
        var blocks = PolicyReach.Rules(policy, direction).SelectMany(r => (r.Peers?.Items ?? []).Where(p => p.IPBlock is not null).Select(p => (Rule: r, Block: p.IPBlock!))).ToArray();
        var byRange = new CidrIndex<int>();
        for (var i = 0; i < blocks.Length; i++)
        {
            if (CidrValue.TryParseSloppy(blocks[i].Block.CIDR?.Value, out var cidr))
            {
                byRange.Add(cidr, i);
            }
        }

        // Blocks of a rule often except the same range.
        var readmitting = new Dictionary<CidrValue, IPBlock?>();
        NetworkPolicyRule? last = null;
        foreach (var (rule, block) in blocks)
        {
            if (!ReferenceEquals(rule, last))
            {
                readmitting.Clear();
                last = rule;
            }

            foreach (var except in block.Except?.Items ?? [])
            {
                if (!CidrValue.TryParseSloppy(except.Value, out var excepted))
                {
                    continue;
                }

                if (!readmitting.TryGetValue(excepted, out var other))
                {
                    // Narrower ranges that are let in again are a design; the whole of the exception is none.
                    other = byRange.Containing(excepted)
                        .Select(same => same.Where(i => !Excepts(blocks[i].Block, excepted) && OpensAsMuch(blocks[i].Rule, rule)).Select(i => (int?)i).FirstOrDefault())
                        .Min() is { } first ? blocks[first].Block : null;
                    readmitting.Add(excepted, other);
                }

                if (other is not null)
                {
                    yield return Report(policy, except, excepted, other.CIDR!);
                }
            }
        }
    }

    // A block of just the excepted range is there on purpose: beside "the rest of the world", perhaps as a switch of its own.
    private Finding Report(NetworkPolicy policy, Located<string> except, CidrValue excepted, Located<string> admitted) => Report(
        policy,
        except.Span,
        $"except {excepted} is allowed again by ipBlock {(CidrValue.TryParseSloppy(admitted.Value, out var cidr) ? cidr.ToString() : admitted.Value)} of the same policy",
        [new RelatedSpan(admitted.Span, "admitted")],
        severity: except.Value == admitted.Value ? Severity.Info : null,
        effect: $"rules are additive, so {excepted} can connect",
        help: "add the exception to that ipBlock too");

    private static bool Excepts(IPBlock block, CidrValue range) =>
        (block.Except?.Items ?? []).Any(e => CidrValue.TryParseSloppy(e.Value, out var except) && except.Overlaps(range));

    private static bool OpensAsMuch(NetworkPolicyRule wide, NetworkPolicyRule narrow) =>
        wide == narrow || !PolicyWords.HasPorts(wide)
        || (PolicyWords.HasPorts(narrow) && narrow.Ports!.Items.All(n => wide.Ports!.Items.Any(w => w.Port?.Value == n.Port?.Value && PolicyReach.ProtocolOf(w) == PolicyReach.ProtocolOf(n))));
}
