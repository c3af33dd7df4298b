using System.Globalization;
using System.Text;
using SvcLint.Kubernetes;

namespace SvcLint.Core.Tests.Kubernetes;

/// <summary>The schedule as people read it is the table that rules ask.</summary>
public sealed class ScheduleTests
{
    private static readonly string Page = Path.Combine(RepositoryRoot.Path, "docs", "kubernetes-schedule.md");

    [Fact]
    public void The_page_holds_the_table()
    {
        var text = Written();
        if (Environment.GetEnvironmentVariable("SVCLINT_UPDATE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Page)!);
            File.WriteAllText(Page, text);
        }

        Assert.Equal(text, File.ReadAllText(Page));
    }

    [Fact]
    public void Entries_stand_in_order_up_to_the_horizon()
    {
        Assert.Equal(Schedule.Changes.OrderBy(c => c.Since).ToArray(), Schedule.Changes);
        Assert.Equal(Schedule.Horizon, Schedule.Changes[^1].Since);
    }

    [Fact]
    public void What_is_planned_lies_behind_the_newest_version_and_within_the_question()
    {
        Assert.Equal([40, 43], Schedule.Planned(Schedule.IpvsMode, new KubernetesVersion(31), new KubernetesVersion(43)).Select(c => c.Since.Minor));
        Assert.Equal([40], Schedule.Planned(Schedule.IpvsMode, new KubernetesVersion(37), new KubernetesVersion(42)).Select(c => c.Since.Minor));
        Assert.Empty(Schedule.Planned(Schedule.IpvsMode, new KubernetesVersion(31), new KubernetesVersion(37)));
    }

    private static string Written()
    {
        var text = new StringBuilder("# What changes for Services, version by version\n\nWritten from the table that `svclint --upgrade-to` asks. *Planned* is announced and may move.\n\n| version | what | change | what to do |\n|---|---|---|---|\n");
        foreach (var change in Schedule.Changes)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {change.Since}{(change.IsPlanned ? " *planned*" : "")} | {change.Subject} | {change.What} | {change.Advice} |\n");
        }

        return text.ToString();
    }
}
