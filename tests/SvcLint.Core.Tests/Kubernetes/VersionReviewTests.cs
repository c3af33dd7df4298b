using SvcLint.Emulation;
using SvcLint.Kubernetes;

namespace SvcLint.Core.Tests.Kubernetes;

/// <summary>Every table of what differs between versions was looked through for every supported version; docs/kubernetes-versions.md tells how.</summary>
public sealed class VersionReviewTests
{
    private static readonly (string Table, KubernetesVersion Reviewed)[] Tables =
    [
        ("FeatureGateTable (tools/GenerateFeatureGates.cs)", FeatureGateTable.LastComplete),
        ("FieldTables (tools/GenerateFieldTables.cs, and kube-proxy's own by hand)", FieldTables.Reviewed),
        ("VersionTable (removed and deprecated APIs, fields, annotations, labels)", VersionTable.Reviewed),
        ("Schedule (changes of behaviour and what is announced)", Schedule.Reviewed),
        ("KubeProxyRelease (and the layouts of nftables mode)", KubeProxyRelease.Reviewed),
        ("ApiValidation (what the API server refuses and warns about)", SvcLint.Validation.ApiValidation.Reviewed),
    ];

    public static TheoryData<int> Supported => [.. KubernetesVersion.Supported.Select(v => v.Minor)];

    [Theory]
    [MemberData(nameof(Supported))]
    public void Every_table_was_reviewed_for_every_supported_version(int minor) => Assert.Empty(Missing(new KubernetesVersion(minor)));

    [Fact]
    public void A_version_that_nobody_looked_at_asks_for_every_table() =>
        Assert.Equal(Tables.Select(t => t.Table), Missing(new KubernetesVersion(KubernetesVersion.Newest.Minor + 1)));

    private static IEnumerable<string> Missing(KubernetesVersion version) => Tables.Where(t => t.Reviewed < version).Select(t => t.Table);
}
