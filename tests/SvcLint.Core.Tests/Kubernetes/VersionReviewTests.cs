using System.Text.RegularExpressions;
using SvcLint.Emulation.Nftables;
using SvcLint.Kubernetes;

namespace SvcLint.Core.Tests.Kubernetes;

/// <summary>Every table of what differs between versions was looked through for every supported version, and no version is written beside the tables.</summary>
public sealed partial class VersionReviewTests
{
    private static readonly KubernetesVersion Fake = new(KubernetesVersion.Newest.Minor + 1);

    public static TheoryData<int> Supported => [.. KubernetesVersion.Supported.Select(v => v.Minor)];

    [Theory]
    [MemberData(nameof(Supported))]
    public void Every_table_was_reviewed_for_every_supported_version(int minor)
    {
        var missing = VersionReview.Missing(new KubernetesVersion(minor));

        Assert.True(missing.Count == 0, $"1.{minor} (docs/kubernetes-versions.md has the steps):\n" + string.Join('\n', missing.Select(t => $"{t.Table} ({t.Path}), reviewed to {t.Reviewed}: {t.Ask}")));
    }

    [Fact]
    public void A_version_that_nobody_looked_at_asks_for_every_table()
    {
        var asked = VersionReview.Missing(Fake);

        Assert.Equal(
            [
                "FeatureGateTable", "FeatureGateTable.Dependencies", "FieldTables", "FieldTables.KubeProxy", "ApiTable", "VersionTable", "Schedule", "ServerChecks", "ServerWarnings", "ServerDefaults",
                "verdicts", "KubeProxyChecks", "KubeProxyRelease", "NftablesLayout", "goldens", "rule pages",
            ],
            asked.Select(t => t.Table));
        Assert.All(asked, t => Assert.NotEmpty(t.Ask));
    }

    [Fact]
    public void The_one_table_that_lags_behind_is_named()
    {
        var lagging = VersionReview.ServerWarnings with { Reviewed = new KubernetesVersion(KubernetesVersion.Newest.Minor - 1) };
        var tables = VersionReview.Tables.Select(t => t.Table == lagging.Table ? lagging : t with { Reviewed = KubernetesVersion.Newest }).ToArray();

        Assert.Equal("ServerWarnings", Assert.Single(VersionReview.Missing(KubernetesVersion.Newest, tables)).Table);
    }

    /// <summary>A table says of a version that nobody looked at that it does not know, and never what the newest one would do.</summary>
    [Fact]
    public void No_table_answers_for_a_version_that_nobody_looked_at()
    {
        Assert.False(Fake.IsSupported);
        Assert.Null(FeatureGateTable.State("GateOfTomorrow", Fake));
        Assert.Throws<ArgumentOutOfRangeException>(() => NftablesLayout.Of(Fake));
    }

    [Fact]
    public void Every_table_stands_where_the_ledger_says_and_the_steps_name_it()
    {
        var steps = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "kubernetes-versions.md"));

        Assert.All(VersionReview.Tables, t => Assert.True(Path.Exists(Path.Combine(RepositoryRoot.Path, t.Path)), t.Path));
        Assert.All(VersionReview.Tables, t => Assert.Contains(t.Path.Split('/', StringSplitOptions.RemoveEmptyEntries)[^1], steps, StringComparison.Ordinal));
    }

    /// <summary>A version written into a rule or a check would be in no table, and nobody would look at it when a new version comes.</summary>
    [Fact]
    public void Versions_are_written_in_tables_alone()
    {
        var core = Path.Combine(RepositoryRoot.Path, "src", "SvcLint.Core");
        var tables = VersionReview.Tables.Select(t => Path.Combine(RepositoryRoot.Path, t.Path)).ToHashSet(StringComparer.Ordinal);
        var written =
            from file in Directory.EnumerateFiles(core, "*.cs", SearchOption.AllDirectories)
            where !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/Kubernetes/Versions/", StringComparison.Ordinal) && !tables.Contains(file)
            from line in File.ReadLines(file)
            where VersionInCode().IsMatch(line)
            select $"{Path.GetRelativePath(core, file)}: {line.Trim()}";

        Assert.Empty(written);
    }

    /// <summary>What people read names a version as the tables have it: when one moves, no sentence stays behind.</summary>
    [Fact]
    public void No_text_names_a_version_by_itself()
    {
        var core = Path.Combine(RepositoryRoot.Path, "src", "SvcLint.Core");
        var written =
            from file in Directory.EnumerateFiles(core, "*.cs", SearchOption.AllDirectories)
            where !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/Kubernetes/Versions/", StringComparison.Ordinal) && !file.Contains("/Kubernetes/Annotations/", StringComparison.Ordinal)
            from line in File.ReadLines(file)
            where VersionInText().IsMatch(line)
            select $"{Path.GetRelativePath(core, file)}: {line.Trim()}";

        Assert.Empty(written);
    }

    [GeneratedRegex("\"[^\"]*(?<![0-9.v])1\\.(2[4-9]|3[0-9]|4[0-9])(?![0-9.])")]
    private static partial Regex VersionInText();

    [GeneratedRegex(@"KubernetesVersion(\? \w+| \w+( \{ get; \})?)? = new\(\d|new KubernetesVersion\(\d|\bMinor (>=|<=|<|>|==) \d|_minor (>=|<=|<|>|==) \d")]
    private static partial Regex VersionInCode();
}
