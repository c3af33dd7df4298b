using System.Text.RegularExpressions;

namespace SvcLint.Cli.Tests.Delivery;

/// <summary>tools/NewRule.cs starts a rule that compiles, and that the tests refuse until a person has filled it in.</summary>
public sealed partial class NewRuleTests
{
    [Fact]
    public void A_new_rule_compiles_and_asks_to_be_filled_in()
    {
        using var scratch = new Scratch();
        SourceCopy.Create(scratch.Folder);

        var made = NewRule(scratch, "SVC2999", "port-name-unheard-of");

        Assert.True(made.Status == 0, made.Output + made.Error);
        Assert.Contains("new Wiring.PortNameUnheardOf(),", scratch.Read("src/SvcLint.Core/Rules/RuleCatalog.cs"), StringComparison.Ordinal);
        var page = scratch.Read("rules/SVC2999.md");
        Assert.StartsWith("# SVC2999: port-name-unheard-of", page, StringComparison.Ordinal);
        Assert.Matches(Blank(), page);
        Assert.Matches(Blank(), scratch.Read("src/SvcLint.Core/Rules/Wiring/PortNameUnheardOf.cs"));
        Assert.Equal(2, NewRule(scratch, "SVC2999", "port-name-unheard-of").Status);
        Assert.Equal(2, NewRule(scratch, "SVC29", "name").Status);

        var build = Tool.Start("dotnet", ["build", scratch["src/SvcLint.Core"], "-f", "net10.0", "-p:RunAnalyzers=false", "--nologo"], scratch.Folder);
        Assert.True(build.Status == 0, build.Output);
    }

    private static Run NewRule(Scratch scratch, params string[] words) => Tool.Start("dotnet", ["run", scratch["tools/NewRule.cs"], "--", .. words], scratch.Folder);

    [GeneratedRegex(@"\b(WHAT|WHY|HOW|WHEN|WRONG)\b")]
    private static partial Regex Blank();
}
