using SvcLint.Cli.Hosting;
using SvcLint.Rules;

namespace SvcLint.Cli.Tests.Delivery;

/// <summary>tools/Site.cs makes the site that findings link to.</summary>
public sealed class SiteTests
{
    [Fact]
    public void Every_link_of_a_rule_leads_to_a_page_of_the_site()
    {
        using var scratch = new Scratch();
        var folder = $"v{ToolVersion.Text}";

        var run = Tool.Start("dotnet", ["run", Path.Combine(RepositoryRoot.Path, "tools/Site.cs"), "--", scratch[folder]], RepositoryRoot.Path);

        Assert.True(run.Status == 0, run.Output + run.Error);
        Assert.All(RuleCatalog.All, rule =>
        {
            var page = new Uri(RuleCatalog.HelpLink(rule.Info.Id, ToolVersion.Text)).AbsolutePath["/svclint/".Length..];
            Assert.Contains(rule.Info.Name, scratch.Read(page), StringComparison.Ordinal);
        });
        Assert.Contains("href=\"rules/index.html\"", scratch.Read($"{folder}/index.html"), StringComparison.Ordinal);
    }
}
