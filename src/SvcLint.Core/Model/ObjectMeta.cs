using SvcLint.Text;

namespace SvcLint.Model;

/// <summary>metadata of an object or of a pod template.</summary>
public sealed record ObjectMeta : ModelNode
{
    public Located<string>? Name { get; init; }

    public Located<string>? GenerateName { get; init; }

    public Located<string>? Namespace { get; init; }

    public StringMap? Labels { get; init; }

    public StringMap? Annotations { get; init; }

    public LocatedList<Located<string>>? Finalizers { get; init; }

    public LocatedList<OwnerReference>? OwnerReferences { get; init; }

    public Located<long>? Generation { get; init; }

    public Located<string>? CreationTimestamp { get; init; }

    /// <summary>Set when somebody asked for the object's deletion; finalizers and grace periods keep it for a while.</summary>
    public Located<string>? DeletionTimestamp { get; init; }

    /// <summary>The controller among the owners.</summary>
    public OwnerReference? Controller => OwnerReferences?.Items.FirstOrDefault(o => o.Controller?.Value == true);

    /// <summary>It was taken from a running cluster after a controller made it there: an owner's uid is one that only the API server gives.</summary>
    public bool IsMadeByController => OwnerReferences?.Items.Any(o => !o.HasInventedUid) == true;

    public static ObjectMeta Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Name = reader.String("name"),
        GenerateName = reader.String("generateName"),
        Namespace = reader.String("namespace"),
        Labels = reader.StringMap("labels"),
        Annotations = reader.StringMap("annotations"),
        Finalizers = reader.Strings("finalizers"),
        OwnerReferences = reader.List("ownerReferences", OwnerReference.Read),
        Generation = reader.Long("generation"),
        CreationTimestamp = reader.String("creationTimestamp"),
        DeletionTimestamp = reader.String("deletionTimestamp"),
    };

    /// <summary>The metadata of an object that has none: empty, at the object's first line.</summary>
    public static ObjectMeta Absent(SourceSpan place) => new() { Span = place, KeySpan = place };
}

public sealed record OwnerReference : ModelNode
{
    public Located<string>? ApiVersion { get; init; }

    public Located<string>? Kind { get; init; }

    public Located<string>? Name { get; init; }

    public Located<string>? Uid { get; init; }

    public Located<bool>? Controller { get; init; }

    /// <summary>The uid is no UUID, or the empty one: the API server gave it to no object.</summary>
    public bool HasInventedUid =>
        Uid is { Value.Length: > 0 } uid && !Placeholder.Is(uid.Value) && (!Guid.TryParseExact(uid.Value, "D", out var parsed) || parsed == Guid.Empty);

    public static OwnerReference Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        ApiVersion = reader.String("apiVersion"),
        Kind = reader.String("kind"),
        Name = reader.String("name"),
        Uid = reader.String("uid"),
        Controller = reader.Bool("controller"),
    };
}

/// <summary>Everything with apiVersion and kind. Which record it becomes is decided by group and kind, never by kind alone.</summary>
public abstract record KubernetesObject : ModelNode
{
    public required Located<string> ApiVersion
    {
        get;
        init
        {
            field = value;
            Group = GroupKind.GroupOf(value.Value);
        }
    }

    public required Located<string> Kind { get; init; }

    public required ObjectMeta Metadata { get; init; }

    /// <summary>What the object was read from; null for one that was built.</summary>
    public Yaml.YamlMapping? Node { get; init; }

    /// <summary>Every place of the object that names a Service, in no particular order.</summary>
    public IReadOnlyList<ServiceReference> ServiceReferences { get; init; } = [];

    public string? Name => Metadata.Name?.Value;

    /// <summary>The namespace as written; null means that whoever applies the manifest decides.</summary>
    public string? Namespace => Metadata.Namespace?.Value;

    /// <summary>The API group; empty for the core group.</summary>
    public string Group { get; private init; } = "";

    /// <summary>Where a finding about the whole object points: its name, else its kind.</summary>
    public SourceSpan NameSpan => Metadata.Name?.Span ?? Metadata.GenerateName?.Span ?? Kind.Span;

    public Findings.ObjectReference Reference => new(ApiVersion.Value, Kind.Value, Namespace, Name);

    public sealed override string ToString() => $"{Kind.Value} {Name}";
}

/// <summary>API group ("" for the core group) and kind.</summary>
public readonly record struct GroupKind(string Group, string Kind)
{
    public static string GroupOf(string apiVersion)
    {
        var slash = apiVersion.IndexOf('/');
        return slash < 0 ? "" : apiVersion.Substring(0, slash);
    }

    public static GroupKind Of(string apiVersion, string kind) => new(GroupOf(apiVersion), kind);

    public override string ToString() => Group.Length == 0 ? Kind : $"{Kind}.{Group}";
}
