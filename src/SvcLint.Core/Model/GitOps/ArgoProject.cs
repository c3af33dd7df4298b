
namespace SvcLint.Model.GitOps;

/// <summary>An AppProject of Argo CD: what the Applications that belong to it may deploy, and where to.</summary>
public sealed record ArgoProject : KubernetesObject
{
    /// <summary>Patterns of repositories; one with <c>!</c> denies.</summary>
    public LocatedList<Located<string>>? SourceRepos { get; init; }

    public LocatedList<ArgoDestination>? Destinations { get; init; }

    /// <summary>Namespaces, besides the project's own, whose Applications may belong to it.</summary>
    public LocatedList<Located<string>>? SourceNamespaces { get; init; }

    public LocatedList<ArgoGroupKind>? ClusterWhitelist { get; init; }

    public LocatedList<ArgoGroupKind>? ClusterBlacklist { get; init; }

    public LocatedList<ArgoGroupKind>? NamespaceWhitelist { get; init; }

    public LocatedList<ArgoGroupKind>? NamespaceBlacklist { get; init; }

    internal static ArgoProject Read(ObjectHeader header, MappingReader reader)
    {
        var spec = reader.Nested("spec");
        return new ArgoProject
        {
            Span = reader.Span,
            KeySpan = reader.KeySpan,
            ApiVersion = header.ApiVersion,
            Kind = header.Kind,
            Metadata = header.Metadata,
            SourceRepos = spec?.Strings("sourceRepos"),
            Destinations = spec?.List("destinations", ArgoDestination.Read),
            SourceNamespaces = spec?.Strings("sourceNamespaces"),
            ClusterWhitelist = spec?.List("clusterResourceWhitelist", ArgoGroupKind.Read),
            ClusterBlacklist = spec?.List("clusterResourceBlacklist", ArgoGroupKind.Read),
            NamespaceWhitelist = spec?.List("namespaceResourceWhitelist", ArgoGroupKind.Read),
            NamespaceBlacklist = spec?.List("namespaceResourceBlacklist", ArgoGroupKind.Read),
        };
    }
}

/// <summary>Patterns of a group and a kind, and perhaps of names.</summary>
public sealed record ArgoGroupKind(string Group, string Kind, string? Name)
{
    internal static ArgoGroupKind Read(MappingReader reader) => new(reader.String("group")?.Value ?? "", reader.String("kind")?.Value ?? "", reader.String("name")?.Value);
}
