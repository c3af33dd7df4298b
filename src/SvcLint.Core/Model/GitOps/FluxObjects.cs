using SvcLint.Yaml;

namespace SvcLint.Model.GitOps;

/// <summary>A reference of Flux to a source, or to another object of its own.</summary>
public sealed record FluxReference(Located<string>? Kind, Located<string> Name, Located<string>? Namespace)
{
    internal static FluxReference? Read(MappingReader reader) => reader.String("name") is { } name ? new FluxReference(reader.String("kind"), name, reader.String("namespace")) : null;
}

/// <summary>A ConfigMap or Secret that values or variables come from.</summary>
public sealed record FluxValuesReference(Located<string>? Kind, Located<string> Name, string Key, Located<string>? TargetPath, bool IsOptional)
{
    internal static FluxValuesReference? Read(MappingReader reader) => reader.String("name") is { } name
        ? new FluxValuesReference(reader.String("kind"), name, reader.String("valuesKey")?.Value ?? "values.yaml", reader.String("targetPath"), reader.Bool("optional")?.Value == true)
        : null;
}

/// <summary>A Kustomization of Flux: a folder of a source that is built and applied.</summary>
public sealed record FluxKustomization : KubernetesObject
{
    public Located<string>? Path { get; init; }

    public FluxReference? Source { get; init; }

    public Located<string>? TargetNamespace { get; init; }

    /// <summary>The variables of <c>postBuild</c>; null where nothing is substituted.</summary>
    public FluxPostBuild? PostBuild { get; init; }

    /// <summary>The spec: its patches, images and so on are read as a kustomization's.</summary>
    public YamlMapping? Spec { get; init; }

    public IReadOnlyList<FluxReference> DependsOn { get; init; } = [];

    /// <summary>The Secret that leads to another cluster.</summary>
    public Located<string>? KubeConfig { get; init; }

    internal static FluxKustomization Read(ObjectHeader header, MappingReader reader)
    {
        var spec = reader.Nested("spec");
        return new FluxKustomization
        {
            Span = reader.Span,
            KeySpan = reader.KeySpan,
            ApiVersion = header.ApiVersion,
            Kind = header.Kind,
            Metadata = header.Metadata,
            Path = spec?.String("path"),
            Source = spec?.Nested("sourceRef") is { } source ? FluxReference.Read(source) : null,
            TargetNamespace = spec?.String("targetNamespace") is { Value.Length: > 0 } target ? target : null,
            PostBuild = spec?.Object("postBuild", FluxPostBuild.Read),
            Spec = spec?.Node,
            DependsOn = [.. (spec?.List("dependsOn", FluxReference.Read)?.Items ?? []).OfType<FluxReference>()],
            KubeConfig = spec?.Nested("kubeConfig")?.Nested("secretRef")?.String("name") ?? spec?.Nested("kubeConfig")?.Nested("configMapRef")?.String("name"),
        };
    }
}

public sealed record FluxPostBuild : ModelNode
{
    public StringMap? Substitute { get; init; }

    public IReadOnlyList<FluxValuesReference> SubstituteFrom { get; init; } = [];

    internal static FluxPostBuild Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Substitute = reader.StringMap("substitute"),
        SubstituteFrom = [.. (reader.List("substituteFrom", FluxValuesReference.Read)?.Items ?? []).OfType<FluxValuesReference>()],
    };
}

/// <summary>A HelmRelease of Flux.</summary>
public sealed record FluxHelmRelease : KubernetesObject
{
    /// <summary>The chart's name in a chart repository, or its path in a source.</summary>
    public Located<string>? Chart { get; init; }

    public FluxReference? Source { get; init; }

    /// <summary>An OCIRepository or HelmChart instead of a chart.</summary>
    public FluxReference? ChartRef { get; init; }

    /// <summary>Values files of the source; they take the place of the chart's own.</summary>
    public LocatedList<Located<string>>? ValuesFiles { get; init; }

    public bool IgnoresMissingValuesFiles { get; init; }

    public Located<string>? ReleaseName { get; init; }

    public Located<string>? TargetNamespace { get; init; }

    public YamlMapping? Values { get; init; }

    public IReadOnlyList<FluxValuesReference> ValuesFrom { get; init; } = [];

    /// <summary>Kustomizations that are laid over what the chart renders.</summary>
    public IReadOnlyList<YamlMapping> PostRenderers { get; init; } = [];

    /// <summary>Labels and annotations of everything that the release installs.</summary>
    public YamlMapping? CommonMetadata { get; init; }

    public IReadOnlyList<FluxReference> DependsOn { get; init; } = [];

    public Located<string>? KubeConfig { get; init; }

    public bool CreatesNamespace { get; init; }

    // The old field names one file, which goes first.
    private static LocatedList<Located<string>>? Both(Located<string>? one, LocatedList<Located<string>>? all) =>
        one is null ? all : new LocatedList<Located<string>>([one, .. all?.Items ?? []], all?.Span ?? one.Span, all?.KeySpan ?? one.Span);

    internal static FluxHelmRelease Read(ObjectHeader header, MappingReader reader)
    {
        var spec = reader.Nested("spec");
        var chart = spec?.Nested("chart")?.Nested("spec");
        return new FluxHelmRelease
        {
            Span = reader.Span,
            KeySpan = reader.KeySpan,
            ApiVersion = header.ApiVersion,
            Kind = header.Kind,
            Metadata = header.Metadata,
            Chart = chart?.String("chart"),
            Source = chart?.Nested("sourceRef") is { } source ? FluxReference.Read(source) : null,
            ChartRef = spec?.Nested("chartRef") is { } reference ? FluxReference.Read(reference) : null,
            ValuesFiles = Both(chart?.String("valuesFile"), chart?.Strings("valuesFiles")),
            IgnoresMissingValuesFiles = chart?.Bool("ignoreMissingValuesFiles")?.Value == true,
            ReleaseName = spec?.String("releaseName"),
            TargetNamespace = spec?.String("targetNamespace") is { Value.Length: > 0 } target ? target : null,
            Values = spec?.Nested("values")?.Node,
            ValuesFrom = [.. (spec?.List("valuesFrom", FluxValuesReference.Read)?.Items ?? []).OfType<FluxValuesReference>()],
            PostRenderers = spec?.Raw("postRenderers") is YamlSequence renderers ? [.. renderers.Items.OfType<YamlMapping>().Select(r => r["kustomize"]).OfType<YamlMapping>()] : [],
            DependsOn = [.. (spec?.List("dependsOn", FluxReference.Read)?.Items ?? []).OfType<FluxReference>()],
            KubeConfig = spec?.Nested("kubeConfig")?.Nested("secretRef")?.String("name"),
            CommonMetadata = spec?.Nested("commonMetadata")?.Node,
            CreatesNamespace = spec?.Nested("install")?.Bool("createNamespace")?.Value == true,
        };
    }
}

/// <summary>A source of Flux: a git repository, a chart repository, an OCI artifact, a bucket, or a chart of one of those.</summary>
public sealed record FluxSource : KubernetesObject
{
    public Located<string>? Url { get; init; }

    /// <summary>The commit, tag, range of versions or branch of a Git repository.</summary>
    public string? Revision { get; init; }

    /// <summary>The chart that a HelmChart takes from <see cref="Origin"/>.</summary>
    public Located<string>? Chart { get; init; }

    public FluxReference? Origin { get; init; }

    public LocatedList<Located<string>>? ValuesFiles { get; init; }

    // What is said with more weight goes first; tags and ranges read as such.
    private static string? RevisionOf(MappingReader? reference) =>
        reference?.String("commit")?.Value ?? reference?.String("name")?.Value
        ?? ((reference?.String("semver") ?? reference?.String("tag")) is { } version ? "refs/tags/" + version.Value : reference?.String("branch")?.Value);

    internal static FluxSource Read(ObjectHeader header, MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        ApiVersion = header.ApiVersion,
        Kind = header.Kind,
        Metadata = header.Metadata,
        Url = reader.Nested("spec")?.String("url"),
        Revision = RevisionOf(reader.Nested("spec")?.Nested("ref")),
        Chart = reader.Nested("spec")?.String("chart"),
        Origin = reader.Nested("spec")?.Nested("sourceRef") is { } origin ? FluxReference.Read(origin) : null,
        ValuesFiles = reader.Nested("spec")?.Strings("valuesFiles"),
    };
}
