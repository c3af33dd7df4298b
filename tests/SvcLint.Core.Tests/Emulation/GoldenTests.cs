using System.Globalization;
using SvcLint.Emulation.Nftables;
using SvcLint.Kubernetes;

namespace SvcLint.Core.Tests.Emulation;

/// <summary>The emulated text equals what unmodified kube-proxy wrote, byte for byte in canonical order.</summary>
public sealed class GoldenTests
{
    private static readonly string Own = Path.Combine(RepositoryRoot.Path, "tests", "SvcLint.Core.Tests", "Goldens");

    public static TheoryData<int> Releases =>
        [.. Directory.EnumerateDirectories(Own, "1.*").Select(d => int.Parse(Path.GetFileName(d)[2..], CultureInfo.InvariantCulture)).Order()];

    [Theory]
    [MemberData(nameof(Releases))]
    public void Reproduces_what_kube_proxy_wrote(int minor) => AssertReproduced(Own, "1." + minor, minor);

    /// <summary>What the emulator can tell apart was seen in kube-proxy: a release that it writes otherwise has goldens.</summary>
    [Fact]
    public void Every_release_with_a_layout_of_its_own_has_goldens() =>
        Assert.All(
            KubernetesVersion.Oldest.Next.To(KubernetesVersion.Newest).Where(v => NftablesLayout.Of(v) != NftablesLayout.Of(new KubernetesVersion(v.Minor - 1))),
            v => Assert.True(Directory.Exists(Path.Combine(Own, v.ToString())), v.ToString()));

    [SkippableTheory]
    [InlineData(26, "expected-1.26")]
    [InlineData(27, "expected-1.27")]
    [InlineData(28, "expected-1.28")]
    [InlineData(29, "expected-1.29")]
    [InlineData(30, "expected")]
    [InlineData(31, "expected-1.31")]
    [InlineData(32, "expected-1.32")]
    [InlineData(33, "expected-1.33")]
    [InlineData(34, "expected-1.34")]
    [InlineData(35, "expected-1.35")]
    [InlineData(36, "expected-1.36")]
    [InlineData(37, "expected-1.37")]
    public void Reproduces_every_golden_of_a_release(int minor, string folder) =>
        AssertReproduced(SharedFolder.Require("goldens"), folder, minor);

    private static void AssertReproduced(string root, string folder, int minor)
    {
        var goldens = GoldenFile.In(root, folder, new KubernetesVersion(minor)).ToArray();
        Assert.NotEmpty(goldens);
        var differences = new List<string>();
        foreach (var scenario in goldens.GroupBy(golden => golden.Scenario))
        {
            var objects = Manifests.Read(Path.Combine(root, scenario.Key + ".yaml"));
            differences.AddRange(scenario.Select(golden => golden.Difference(objects)).OfType<string>());
        }

        Assert.True(differences.Count == 0, $"{differences.Count} of {goldens.Length} differ:\n" + string.Join("\n", differences.Take(10)));
    }
}
