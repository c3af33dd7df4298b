using SvcLint.Findings;

namespace SvcLint.Config;

/// <summary>Rules as people write them: by id or by name.</summary>
internal static class RuleNames
{
    /// <summary>Says that no rule is called so, and which one is probably meant.</summary>
    public static string Unknown(string written, IReadOnlyList<RuleInfo> rules)
    {
        // Ids differ in digits, which a slip of the hand never does: only names have neighbours.
        var near = ConfigurationSection.Nearest(written, rules.Select(r => r.Name));
        return $"no rule is called {written}; " + (near is null ? "'svclint rules' lists them" : $"did you mean '{near}'?");
    }
}
