using SvcLint.Yaml;

namespace SvcLint.Model.GitOps;

/// <summary>An Application of Argo CD: manifests or a chart of a repository, and where they go.</summary>
public sealed record ArgoApplication : KubernetesObject
{
    /// <summary><c>spec.source</c>, else <c>spec.sources</c>: several are applied together.</summary>
    public IReadOnlyList<ArgoSource> Sources { get; init; } = [];

    public ArgoDestination? Destination { get; init; }

    /// <summary>The AppProject that it belongs to.</summary>
    public Located<string>? Project { get; init; }

    public LocatedList<Located<string>>? SyncOptions { get; init; }

    /// <summary>The object was made by an ApplicationSet.</summary>
    public Located<string>? Generator { get; init; }

    public bool CreatesNamespace => SyncOptions?.Items.Any(o => o.Value == "CreateNamespace=true") == true;

    internal static ArgoApplication Read(ObjectHeader header, MappingReader reader)
    {
        var spec = reader.Nested("spec");
        var sources = spec?.List("sources", ArgoSource.Read);
        return new ArgoApplication
        {
            Span = reader.Span,
            KeySpan = reader.KeySpan,
            ApiVersion = header.ApiVersion,
            Kind = header.Kind,
            Metadata = header.Metadata,
            Sources = sources is { Items.Count: > 0 } ? sources.Items : (spec?.Object("source", ArgoSource.Read) ?? spec?.Nested("sourceHydrator")?.Object("drySource", ArgoSource.Read)) is { } source ? [source] : [],
            Destination = spec?.Object("destination", ArgoDestination.Read),
            Project = spec?.String("project"),
            SyncOptions = spec?.Nested("syncPolicy")?.Strings("syncOptions"),
        };
    }

    /// <summary>The Application that a template makes once its parameters are filled in.</summary>
    internal static ArgoApplication Read(YamlMapping template, Located<string> apiVersion, Located<string> kind, Located<string>? generator)
    {
        var reader = MappingReader.Of(template);
        var header = new ObjectHeader(apiVersion, kind with { Value = "Application" }, reader.Object("metadata", ObjectMeta.Read) ?? ObjectMeta.Absent(kind.Span));
        return Read(header, reader) with { Generator = generator, Node = template };
    }
}

public sealed record ArgoDestination : ModelNode
{
    /// <summary>The address of the cluster's API server.</summary>
    public Located<string>? Server { get; init; }

    /// <summary>The cluster's name, instead of its server.</summary>
    public Located<string>? Name { get; init; }

    public Located<string>? Namespace { get; init; }

    internal static ArgoDestination Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Server = reader.String("server"),
        Name = reader.String("name"),
        Namespace = reader.String("namespace"),
    };
}

/// <summary>Where an Application's manifests come from.</summary>
public sealed record ArgoSource : ModelNode
{
    public Located<string>? RepoUrl { get; init; }

    public Located<string>? Path { get; init; }

    /// <summary>The branch, tag or commit of the repository; of a chart its version.</summary>
    public Located<string>? TargetRevision { get; init; }

    /// <summary>A chart of a chart repository.</summary>
    public Located<string>? Chart { get; init; }

    /// <summary>The name by which the values files of other sources refer to this one: <c>$values</c>.</summary>
    public Located<string>? Ref { get; init; }

    public ArgoHelm? Helm { get; init; }

    /// <summary>Transformations that are laid over a kustomization.</summary>
    public YamlMapping? Kustomize { get; init; }

    public ArgoDirectory? Directory { get; init; }

    /// <summary>A plugin makes the manifests.</summary>
    public bool HasPlugin { get; init; }

    internal static ArgoSource Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        RepoUrl = reader.String("repoURL"),
        Path = reader.String("path"),
        TargetRevision = reader.String("targetRevision"),
        Chart = reader.String("chart"),
        Ref = reader.String("ref"),
        Helm = reader.Object("helm", ArgoHelm.Read),
        Kustomize = reader.Nested("kustomize")?.Node,
        Directory = reader.Object("directory", ArgoDirectory.Read),
        HasPlugin = reader.Nested("plugin") is not null,
    };
}

/// <summary>What an Application says of its chart.</summary>
public sealed record ArgoHelm : ModelNode
{
    public Located<string>? ReleaseName { get; init; }

    public Located<string>? Namespace { get; init; }

    public LocatedList<Located<string>>? ValueFiles { get; init; }

    public bool IgnoresMissingValueFiles { get; init; }

    /// <summary>Values as a text of YAML.</summary>
    public YamlScalar? Values { get; init; }

    /// <summary>Values as a mapping; they win over the text.</summary>
    public YamlMapping? ValuesObject { get; init; }

    public IReadOnlyList<HelmParameter> Parameters { get; init; } = [];

    /// <summary>Parameters whose values are what files hold: the value is the path.</summary>
    public IReadOnlyList<HelmParameter> FileParameters { get; init; } = [];

    /// <summary>The version that the chart is rendered for, whatever the cluster's is.</summary>
    public Located<string>? KubeVersion { get; init; }

    internal static ArgoHelm Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        ReleaseName = reader.String("releaseName"),
        Namespace = reader.String("namespace"),
        ValueFiles = reader.Strings("valueFiles"),
        IgnoresMissingValueFiles = reader.Bool("ignoreMissingValueFiles")?.Value == true,
        Values = reader.Raw("values") as YamlScalar,
        ValuesObject = reader.Nested("valuesObject")?.Node,
        Parameters = [.. (reader.List("parameters", HelmParameter.Read)?.Items ?? []).OfType<HelmParameter>()],
        FileParameters = [.. (reader.List("fileParameters", HelmParameter.ReadFile)?.Items ?? []).OfType<HelmParameter>()],
        KubeVersion = reader.String("kubeVersion"),
    };
}

/// <summary>One value of a chart, as <c>--set</c> takes it.</summary>
public sealed record HelmParameter(Located<string> Name, Located<string> Value, bool IsText)
{
    internal static HelmParameter? ReadFile(MappingReader reader) => reader.String("name") is { } name && reader.String("path") is { } path ? new HelmParameter(name, path, IsText: true) : null;

    internal static HelmParameter? Read(MappingReader reader) =>
        reader.String("name") is { } name ? new HelmParameter(name, reader.String("value") ?? new Located<string>("", name.Span), reader.Bool("forceString")?.Value == true) : null;
}

/// <summary>How the plain manifests of a folder are chosen.</summary>
public sealed record ArgoDirectory : ModelNode
{
    public bool Recurses { get; init; }

    public string? Include { get; init; }

    public string? Exclude { get; init; }

    public bool HasJsonnet { get; init; }

    internal static ArgoDirectory Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Recurses = reader.Bool("recurse")?.Value == true,
        Include = reader.String("include")?.Value is { Length: > 0 } include ? include : null,
        Exclude = reader.String("exclude")?.Value is { Length: > 0 } exclude ? exclude : null,
        HasJsonnet = reader.Nested("jsonnet") is { Node.Entries.Count: > 0 },
    };
}
