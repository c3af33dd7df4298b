namespace SvcLint.Model;

public sealed record Volume : ModelNode
{
    public Located<string>? Name { get; init; }

    /// <summary>The ConfigMap of the volume, or those of a projected volume.</summary>
    public IReadOnlyList<MountedConfigMap> ConfigMaps { get; init; } = [];

    /// <summary>secret.secretName, or the Secrets of a projected volume.</summary>
    public IReadOnlyList<Located<string>> Secrets { get; init; } = [];

    /// <summary>Storage that one pod alone may hold.</summary>
    public bool IsPersistent { get; init; }

    public static Volume Read(MappingReader reader)
    {
        var configMaps = new List<MountedConfigMap>();
        if (reader.Nested("configMap") is { } source && MountedConfigMap.Read(source) is { } map)
        {
            configMaps.Add(map);
        }

        var sources = reader.Nested("projected")?.List("sources", s => s.Nested("configMap") is { } projected ? MountedConfigMap.Read(projected) : null);
        configMaps.AddRange((sources?.Items ?? []).OfType<MountedConfigMap>());
        var secrets = reader.Nested("projected")?.List("sources", s => s.Nested("secret")?.String("name"))?.Items.OfType<Located<string>>().ToList() ?? [];
        if (reader.Nested("secret")?.String("secretName") is { } secret)
        {
            secrets.Add(secret);
        }

        return new Volume { Span = reader.Span, KeySpan = reader.KeySpan, Name = reader.String("name"), ConfigMaps = configMaps, Secrets = secrets, IsPersistent = reader.Has("persistentVolumeClaim") };
    }
}

public sealed record VolumeMount : ModelNode
{
    public Located<string>? Name { get; init; }

    public Located<string>? MountPath { get; init; }

    /// <summary>The one file of the volume that is mounted.</summary>
    public Located<string>? SubPath { get; init; }

    public static VolumeMount Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Name = reader.String("name"),
        MountPath = reader.String("mountPath"),
        SubPath = reader.String("subPath"),
    };
}
