namespace SvcLint.Model;

public sealed record EnvVar : ModelNode
{
    public Located<string>? Name { get; init; }

    public Located<string>? Value { get; init; }

    public EnvVarSource? ValueFrom { get; init; }

    public static EnvVar Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Name = reader.String("name"),
        Value = reader.String("value"),
        ValueFrom = reader.Object("valueFrom", EnvVarSource.Read),
    };
}

public sealed record EnvVarSource : ModelNode
{
    public KeySelector? ConfigMapKeyRef { get; init; }

    public KeySelector? SecretKeyRef { get; init; }

    public FieldSelector? FieldRef { get; init; }

    public static EnvVarSource Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        ConfigMapKeyRef = reader.Object("configMapKeyRef", KeySelector.Read),
        SecretKeyRef = reader.Object("secretKeyRef", KeySelector.Read),
        FieldRef = reader.Object("fieldRef", FieldSelector.Read),
    };
}

public sealed record KeySelector : ModelNode
{
    public Located<string>? Name { get; init; }

    public Located<string>? Key { get; init; }

    /// <summary>True when the pod starts without it.</summary>
    public bool IsOptional { get; init; }

    public static KeySelector Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Name = reader.String("name"),
        Key = reader.String("key"),
        IsOptional = reader.Bool("optional")?.Value == true,
    };
}

public sealed record FieldSelector : ModelNode
{
    public Located<string>? FieldPath { get; init; }

    public static FieldSelector Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        FieldPath = reader.String("fieldPath"),
    };
}

public sealed record EnvFromSource : ModelNode
{
    public Located<string>? Prefix { get; init; }

    public NamedReference? ConfigMapRef { get; init; }

    public NamedReference? SecretRef { get; init; }

    public static EnvFromSource Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Prefix = reader.String("prefix"),
        ConfigMapRef = reader.Object("configMapRef", NamedReference.Read),
        SecretRef = reader.Object("secretRef", NamedReference.Read),
    };
}

public sealed record NamedReference : ModelNode
{
    public Located<string>? Name { get; init; }

    /// <inheritdoc cref="KeySelector.IsOptional"/>
    public bool IsOptional { get; init; }

    public static NamedReference Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Name = reader.String("name"),
        IsOptional = reader.Bool("optional")?.Value == true,
    };
}
