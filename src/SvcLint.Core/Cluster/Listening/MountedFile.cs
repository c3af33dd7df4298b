using SvcLint.Cluster.Addresses;
using SvcLint.Model;

namespace SvcLint.Cluster.Listening;

/// <summary>A file of a ConfigMap where a container sees it.</summary>
public sealed record MountedFile(string Path, ContainerConfigurationFile File)
{
    /// <summary>True for a file that is mounted alone, beside what the image has in the folder.</summary>
    public bool IsSingle { get; init; }

    /// <summary>The files below a folder, or at a path; null when something is mounted there whose content is not known.</summary>
    public static IReadOnlyList<MountedFile>? Below(string folder, Container container, Workload workload, DeploymentUnit unit)
    {
        var files = new List<MountedFile>();
        foreach (var mount in container.VolumeMounts?.Items ?? [])
        {
            var path = mount.MountPath?.Value.TrimEnd('/') ?? "";
            if (!(path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal) || folder.StartsWith(path + "/", StringComparison.Ordinal)))
            {
                continue;
            }

            if (Read(mount, path, workload, unit) is not { } read)
            {
                return null;
            }

            files.AddRange(read.Where(f => f.Path == folder || f.Path.StartsWith(folder + "/", StringComparison.Ordinal)));
        }

        return files;
    }

    /// <summary>Every file of a ConfigMap that the container mounts.</summary>
    public static IEnumerable<MountedFile> All(Container container, Workload workload, DeploymentUnit unit) =>
        (container.VolumeMounts?.Items ?? []).SelectMany(m => Read(m, m.MountPath?.Value.TrimEnd('/') ?? "", workload, unit) ?? []);

    private static IReadOnlyList<MountedFile>? Read(VolumeMount mount, string path, Workload workload, DeploymentUnit unit)
    {
        if (workload.PodSpec?.Volumes?.Items.FirstOrDefault(v => v.Name?.Value == mount.Name?.Value) is not { ConfigMaps: [var mounted] })
        {
            return null;
        }

        var maps = unit.Lookup.ConfigMaps(mounted.Name.Value, workload.Namespace).ToArray();
        if (maps is not [{ Data: { } data }])
        {
            return null;
        }

        var files = new List<MountedFile>();
        foreach (var entry in data.Entries)
        {
            // One file of the volume, under the mount's own name.
            if (mounted.PathOf(entry.Key.Value) is { } at && (mount.SubPath is not { } one || one.Value == at))
            {
                if (unit.ConfigurationFiles.Of(entry) is not { } file)
                {
                    return null;
                }

                files.Add(new MountedFile(mount.SubPath is null ? path + "/" + at : path, file) { IsSingle = mount.SubPath is not null });
            }
        }

        return files.Count > 0 ? files : null;
    }
}
