using SvcLint.Findings;
using SvcLint.Kubernetes;

namespace SvcLint.Rules.Conflicts;

/// <summary>Passes on what another rule finds in a version on the way and does not find today.</summary>
public abstract class UpgradeFinding : UpgradeRule
{
    private const int LongestMessage = 140;

    /// <summary>Fixes of these rules are right in every version: they only spell a value canonically.</summary>
    private static readonly string[] SpellingRules = ["SVC1116", "SVC1205", "SVC4002"];

    /// <summary>The rule passes this finding on.</summary>
    protected abstract bool IsOwn(Finding finding);

    protected override IEnumerable<Finding> Check(RuleContext context, Upgrade move)
    {
        foreach (var (since, finding) in move.NewFindings)
        {
            if (IsOwn(finding))
            {
                yield return finding with
                {
                    Rule = Info,
                    Message = Message(finding.Message, since),
                    Api = null,
                    Fixes = [.. finding.Fixes.Select(f => f with { Safety = Array.IndexOf(SpellingRules, finding.Rule.Id) >= 0 ? f.Safety : FixSafety.Unsafe })],
                };
            }
        }
    }

    private static string Message(string message, KubernetesVersion since)
    {
        var told = $"since {since}: {message}";
        return message.Contains(since.ToString()) || told.Length > LongestMessage ? message : told;
    }
}
