namespace SvcLint.Model;

public sealed record Volume : ModelNode
{
    public Located<string>? Name { get; init; }

    /// <summary>The ConfigMap of the volume, or those of a projected volume.</summary>
    public IReadOnlyList<MountedConfigMap> ConfigMaps { get; init; } = [];

    /// <summary>secret.secretName, or the Secrets of a projected volume.</summary>
    public IReadOnlyList<Located<string>> Secrets { get; init; } = [];

    /// <summary>Those of them that are not optional.</summary>
    public IReadOnlyList<Located<string>> NeededSecrets { get; init; } = [];

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
        var secrets = reader.Nested("projected")?.List("sources", s => Secret(s.Nested("secret"), "name"))?.Items.OfType<(Located<string> Name, bool IsOptional)>().ToList() ?? [];
        if (Secret(reader.Nested("secret"), "secretName") is { } secret)
        {
            secrets.Add(secret);
        }

        return new Volume { Span = reader.Span, KeySpan = reader.KeySpan, Name = reader.String("name"), ConfigMaps = configMaps, Secrets = [.. secrets.Select(s => s.Name)], NeededSecrets = [.. secrets.Where(s => !s.IsOptional).Select(s => s.Name)], IsPersistent = reader.Has("persistentVolumeClaim") };
    }

    private static (Located<string> Name, bool IsOptional)? Secret(MappingReader? source, string field) =>
        source?.String(field) is { } name ? (name, source.Bool("optional")?.Value == true) : null;
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
