using SvcLint.Model;

namespace SvcLint.Cluster;

/// <summary>One way in which a container sees keys of a ConfigMap.</summary>
/// <param name="Name">The ConfigMap.</param>
/// <param name="Key">The key of an environment variable; null for other ways.</param>
/// <param name="Volume">The ConfigMap as a volume; null for other ways.</param>
/// <param name="SubPath">The part of the volume that is mounted; null for all of it.</param>
internal sealed record ConfigMapUse(string Name, string? Key = null, MountedConfigMap? Volume = null, string? SubPath = null)
{
    /// <summary>Every key, as environment.</summary>
    public bool ShowsAll => Key is null && Volume is null;

    public bool Shows(string key) => Key is not null ? key == Key : Volume is null || Volume.Shows(key, SubPath);

    /// <summary>What the containers of a workload see; a volume that none of them mounts is not seen.</summary>
    public static ILookup<string, ConfigMapUse> Of(Workload workload)
    {
        var uses = new List<ConfigMapUse>();
        var volumes = (workload.PodSpec?.Volumes?.Items ?? []).Where(v => v.ConfigMaps.Count > 0 && v.Name is not null).ToLookup(v => v.Name!.Value);
        foreach (var container in workload.AllContainers())
        {
            uses.AddRange((container.EnvFrom?.Items ?? []).Select(e => e.ConfigMapRef?.Name?.Value).OfType<string>().Select(n => new ConfigMapUse(n)));
            uses.AddRange((container.Env?.Items ?? []).Select(e => e.ValueFrom?.ConfigMapKeyRef).Where(r => r?.Name is not null).Select(r => new ConfigMapUse(r!.Name!.Value, r.Key?.Value)));
            foreach (var mount in container.VolumeMounts?.Items ?? [])
            {
                uses.AddRange(volumes[mount.Name?.Value ?? ""].SelectMany(v => v.ConfigMaps).Select(m => new ConfigMapUse(m.Name.Value, Volume: m, SubPath: mount.SubPath?.Value)));
            }
        }

        return uses.ToLookup(u => u.Name, StringComparer.Ordinal);
    }
}
