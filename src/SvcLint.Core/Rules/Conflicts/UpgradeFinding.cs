using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Rules.KubeProxy;
using SvcLint.Text;

namespace SvcLint.Rules.Conflicts;

/// <summary>Passes on what another rule finds in a version on the way and does not find today.</summary>
public abstract class UpgradeFinding : UpgradeRule
{
    // Fixes that only spell a value canonically are right in every version.
    private static readonly string[] SpellingRules = ["SVC1115", "SVC1116", "SVC1124", "SVC1205", "SVC4002"];

    // Fixes that write what the version table has as the replacement.
    private static readonly string[] ReplacingRules = ["SVC1203", "SVC1204"];

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
                    Message = finding.NamedVersion == since || IsQuestion(finding) ? finding.FullMessage : Shortened.ToFit(finding.FullMessage, Finding.LongestMessage - From(since).Length) + From(since),
                    Effect = finding.NamedVersion != since && IsQuestion(finding) ? $"from Kubernetes {since} on, {finding.Effect ?? "this matters"}" : finding.Effect,
                    Api = null,
                    Fixes = [.. finding.Fixes.Select(f => f with { Safety = IsRightToday(finding, f, context, move.From) ? f.Safety : FixSafety.Unsafe })],
                };
            }
        }
    }

    private static string From(KubernetesVersion since) => $" (matters from Kubernetes {since} on)";

    // Nothing follows a question: there the version stands in the effect.
    private static bool IsQuestion(Finding finding) => finding.FullMessage.EndsWith("?", StringComparison.Ordinal);

    // Nobody may apply what the cluster of today does not take.
    private static bool IsRightToday(Finding finding, Fix fix, RuleContext today, KubernetesVersion from) =>
        Array.IndexOf(SpellingRules, finding.Rule.Id) >= 0
        || (Array.IndexOf(ReplacingRules, finding.Rule.Id) >= 0 && fix.Edits is [{ NewText: var text }] && VersionTable.Entries.Any(e => e.Replacement == text && e.CanReplaceIn(from)))
        || (finding is { Rule.Id: "SVC1201" or "SVC1202", Object: { } api } && ApiTable.Find(api.ApiVersion, api.Kind)?.CanReplaceIn(from) == true)
        || (finding.Rule.Id == "SVC7004" && KubeProxyFeatureGate.IsDefaultIn(today, finding));
}
