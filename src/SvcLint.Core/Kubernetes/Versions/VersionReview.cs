namespace SvcLint.Kubernetes;

/// <summary>A table of what differs between versions, and how far somebody looked it through.</summary>
/// <param name="Table">The type that holds it.</param>
/// <param name="Path">Where it stands in the repository.</param>
/// <param name="Reviewed">The newest version for which it was looked through.</param>
/// <param name="Ask">What to do for a new version, imperative.</param>
public sealed record ReviewedTable(string Table, string Path, KubernetesVersion Reviewed, string Ask);

/// <summary>
/// The ledger of all tables that tell versions apart, and of what holds them to the real programs. A version counts as known when every table was looked through for it; docs/kubernetes-versions.md
/// tells the steps.
/// </summary>
public static class VersionReview
{
    private const string Versions = "src/SvcLint.Core/Kubernetes/Versions/";
    private const string Emulation = "src/SvcLint.Core/Emulation/";
    private const string Tests = "tests/SvcLint.Core.Tests/";

    public static readonly ReviewedTable Gates =
        new("FeatureGateTable", Versions + "Gates/FeatureGateTable.Data.cs", new(37), "run tools/GenerateFeatureGates.cs on the release's list of gates");

    public static readonly ReviewedTable GateDependencies =
        new("FeatureGateTable.Dependencies", Versions + "Gates/FeatureGateTable.Dependencies.cs", new(37), "compare the gates that need others with the release's");

    public static readonly ReviewedTable Fields =
        new("FieldTables", Versions + "Fields/FieldTables.Generated.cs", new(37), "run tools/GenerateFieldTables.cs on the releases' OpenAPI documents");

    public static readonly ReviewedTable KubeProxyFields =
        new("FieldTables.KubeProxy", Versions + "Fields/FieldTables.KubeProxy.cs", new(37), "compare with the types of kubeproxy.config.k8s.io");

    public static readonly ReviewedTable Apis =
        new("ApiTable", Versions + "Lifecycles/ApiTable.Data.cs", new(37), "run tools/CheckApiTable.cs on the releases' OpenAPI documents, and add what it names");

    public static readonly ReviewedTable Lifecycles =
        new("VersionTable", Versions + "Lifecycles/VersionTable.Data.cs", new(37), "add what the change log deprecates or removes: fields, annotations, labels, metrics of kube-proxy");

    public static readonly ReviewedTable Schedule =
        new("Schedule", Versions + "Schedule/Schedule.cs", new(37), "add changes of behavior, and move what was planned");

    public static readonly ReviewedTable ServerChecks =
        new("ServerChecks", Versions + "ApiServer/ServerChecks.cs", new(37), "compare the verdicts on manifests that touch what the change log names");

    public static readonly ReviewedTable ServerWarnings =
        new("ServerWarnings", Versions + "ApiServer/ServerWarnings.cs", new(37), "compare the warnings on the same manifests");

    public static readonly ReviewedTable ServerDefaults =
        new("ServerDefaults", Versions + "ApiServer/ServerDefaults.cs", new(37), "compare what is filled in, and the hints of the EndpointSlice controller");

    public static readonly ReviewedTable KubeProxyChecks =
        new("KubeProxyChecks", Versions + "KubeProxy/KubeProxyChecks.cs", new(37), "start kube-proxy with configurations of each mode and compare refusals and log");

    public static readonly ReviewedTable KubeProxyRelease =
        new("KubeProxyRelease", Emulation + "KubeProxyRelease.cs", new(37), "run the scenarios of tests/SvcLint.Core.Tests/Goldens in the three modes and compare");

    public static readonly ReviewedTable NftablesLayout =
        new("NftablesLayout", Emulation + "Nftables/NftablesLayout.cs", new(37), "compare chains and statements of nftables mode; a difference is a layout");

    public static readonly ReviewedTable Verdicts =
        new("verdicts", Tests + "Validation/Cases/cases.jsonl", new(37), "record what the API server's code says of the kept manifests, and of new ones where it says something else");

    public static readonly ReviewedTable Goldens =
        new("goldens", Tests + "Goldens/", new(37), "record what kube-proxy's code writes for the scenarios where it differs from the release before");

    public static readonly ReviewedTable Pages =
        new("rule pages", "rules/", new(37), "read the pages of SVC3xxx, SVC7xxx and SVC8xxx for sentences that stop being true");

    /// <summary>In the order of the steps.</summary>
    public static IReadOnlyList<ReviewedTable> Tables { get; } =
    [
        Gates, GateDependencies, Fields, KubeProxyFields, Apis, Lifecycles, Schedule, ServerChecks, ServerWarnings, ServerDefaults, Verdicts, KubeProxyChecks, KubeProxyRelease, NftablesLayout, Goldens, Pages,
    ];

    /// <summary>The tables that nobody looked through for a version.</summary>
    public static IReadOnlyList<ReviewedTable> Missing(KubernetesVersion version) => Missing(version, Tables);

    internal static IReadOnlyList<ReviewedTable> Missing(KubernetesVersion version, IReadOnlyList<ReviewedTable> tables) => [.. tables.Where(t => t.Reviewed < version)];
}
