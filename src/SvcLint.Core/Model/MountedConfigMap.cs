namespace SvcLint.Model;

/// <summary>A ConfigMap in a volume: all of its keys as files, or those of <c>items</c> at their paths.</summary>
/// <param name="Name">The ConfigMap.</param>
/// <param name="Items">Key and path of each file; null for all keys under their own names.</param>
public sealed record MountedConfigMap(Located<string> Name, IReadOnlyList<(string Key, string Path)>? Items)
{
    /// <inheritdoc cref="KeySelector.IsOptional"/>
    public bool IsOptional { get; init; }

    public static MountedConfigMap? Read(MappingReader reader) => reader.String("name") is not { } name ? null : new MountedConfigMap(
        name,
        reader.List("items", i => (Key: i.String("key")?.Value, Path: i.String("path")?.Value)) is { Count: > 0 } items
            ? [.. items.Items.Where(i => i.Key is not null).Select(i => (i.Key!, i.Path ?? i.Key!))]
            : null)
    {
        IsOptional = reader.Bool("optional")?.Value == true,
    };

    /// <summary>Where the volume has the file of a key; null for a key that it leaves out.</summary>
    public string? PathOf(string key) => Items is null ? key : Items.Where(i => i.Key == key).Select(i => i.Path).FirstOrDefault();

    /// <summary>True when the file of a key lies at, or under, a path of the volume.</summary>
    public bool Shows(string key, string? subPath)
    {
        var paths = Items is null ? [key] : Items.Where(i => i.Key == key).Select(i => i.Path);
        return paths.Any(p => subPath is null || p == subPath || p.StartsWith(subPath.TrimEnd('/') + "/", StringComparison.Ordinal));
    }
}
