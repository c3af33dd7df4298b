using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Cluster.Applications;

/// <summary>Who applies a deployment.</summary>
public enum DeploymentTool
{
    ArgoCD,
    Flux,
    Helmfile,
    Fleet,
    Skaffold,
    Tilt,
}

/// <summary>A cluster as the applications tell it.</summary>
/// <param name="Key">Equal for what surely goes to one cluster.</param>
/// <param name="Name">As people call it.</param>
/// <param name="IsKnown">False where the files do not tell which one it is: nothing is known to meet there.</param>
public sealed record DeploymentCluster(string Key, string Name, bool IsKnown = true)
{
    private const string ServerPrefix = "server:";

    /// <summary>The cluster behind the address of an API server.</summary>
    internal static string KeyOf(string server) => ServerPrefix + server.TrimEnd('/').ToLowerInvariant();

    /// <summary>The address of its API server; null where only a name is known.</summary>
    public string? Server => Key.StartsWith(ServerPrefix, StringComparison.Ordinal) ? Key.Substring(ServerPrefix.Length) : null;

    /// <summary>The cluster that the tool itself runs in.</summary>
    public bool IsOwn => Key.StartsWith("here:", StringComparison.Ordinal);
}

/// <summary>What a deployment applies: a folder, a chart, or what stands elsewhere.</summary>
/// <param name="Text">As the application says it.</param>
/// <param name="Folder">The folder of this repository; null for what is elsewhere or not there.</param>
/// <param name="Span">The line that says so.</param>
public sealed record DeploymentSource(string Text, string? Folder, SourceSpan Span);

/// <summary>One application: what it deploys, where to, and the line that says so.</summary>
public sealed class Deployment
{
    private readonly List<Deployment> _children = [];
    private readonly List<ChartProblem> _problems = [];
    private readonly List<UnitGap> _gaps = [];
    private readonly List<DeploymentSource> _sources = [];

    internal Deployment(DeploymentTool tool, string kind, string name, SourceSpan span, DeploymentCluster cluster, Deployment? parent)
    {
        Tool = tool;
        Kind = kind;
        Name = name;
        Span = span;
        Cluster = cluster;
        Parent = parent;
        parent?._children.Add(this);
    }

    public DeploymentTool Tool { get; }

    /// <summary>The kind of the application: <c>Application</c>, <c>Kustomization</c>, <c>HelmRelease</c>, <c>release</c> …</summary>
    public string Kind { get; }

    public string Name { get; }

    /// <summary>The application's own namespace; null where none is written.</summary>
    public string? Namespace { get; internal set; }

    /// <summary>Where the application is named.</summary>
    public SourceSpan Span { get; }

    public DeploymentCluster Cluster { get; }

    /// <summary>The application that deploys this one.</summary>
    public Deployment? Parent { get; }

    public IReadOnlyList<Deployment> Children => _children;

    /// <summary>The object that says it; null for files of other formats.</summary>
    public KubernetesObject? Object { get; internal set; }

    public IReadOnlyList<DeploymentSource> Sources => _sources;

    /// <summary>The namespace of what names none, or of everything.</summary>
    public Located<string>? Destination { get; internal set; }

    /// <summary>The name of the Helm release.</summary>
    public string? Release { get; internal set; }

    public bool CreatesNamespace { get; internal set; }

    /// <summary>The name of its unit, whether or not there is one.</summary>
    public string UnitName { get; internal set; } = "";

    /// <summary>What it applies; null where nothing of it is known.</summary>
    public DeploymentUnit? Unit { get; internal set; }

    /// <summary>What of it is not known.</summary>
    public IReadOnlyList<UnitGap> Gaps => _gaps;

    /// <summary>What is wrong with the application itself.</summary>
    public IReadOnlyList<ChartProblem> Problems => _problems;

    public bool IsFullyKnown => _gaps.Count == 0;

    /// <summary>As findings show it.</summary>
    public string Title => $"{Kind} {(Kind is "HelmRelease" or "release" && (Namespace ?? Destination?.Value) is { } place ? place + "/" : "")}{Name}";

    /// <summary>True where the two, or what deploys them, are the same application in two versions: only one of them is deployed.</summary>
    internal bool IsAlternativeOf(Deployment other)
    {
        for (var own = this; own is not null; own = own.Parent)
        {
            for (var its = other; its is not null; its = its.Parent)
            {
                if (!ReferenceEquals(own, its) && own.Object is not null && own.Kind == its.Kind && own.Name == its.Name && own.Namespace == its.Namespace)
                {
                    return true;
                }
            }
        }

        return false;
    }

    internal void Add(DeploymentSource source) => _sources.Add(source);

    internal void Add(ChartProblem problem) => _problems.Add(problem);

    internal void Add(UnitGap gap) => _gaps.Add(gap);

    public override string ToString() => Title;
}

/// <summary>All applications of an input.</summary>
/// <param name="All">In the order of finding: whoever deploys comes before what is deployed.</param>
/// <param name="Problems">What is wrong with files that are no application.</param>
public sealed record DeploymentSet(IReadOnlyList<Deployment> All, IReadOnlyList<ChartProblem> Problems)
{
    public static readonly DeploymentSet None = new([], []);

    private readonly Lazy<IReadOnlyList<DeployedCluster>> _clusters = new(() => DeployedCluster.Of(new DeploymentSet(All, [])));

    /// <summary>The clusters that are known, with what goes there.</summary>
    public IReadOnlyList<DeployedCluster> Clusters => _clusters.Value;

    /// <summary>Charts that applications render.</summary>
    internal IReadOnlyList<RenderedUnit> Rendered { get; init; } = [];

    /// <summary>Texts that look like placeholders and are none.</summary>
    internal ResolvedTexts Resolved { get; init; } = new();
}
