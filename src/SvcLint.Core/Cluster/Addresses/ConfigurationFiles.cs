using System.Collections.Concurrent;
using SvcLint.Model;

namespace SvcLint.Cluster.Addresses;

/// <summary>The files of a unit's ConfigMaps, each read once however many pods mount it. Rules of other units ask too, at the same time.</summary>
public sealed class ConfigurationFiles
{
    private readonly ConcurrentDictionary<StringMapEntry, ContainerConfigurationFile?> _known = new(ByIdentity<StringMapEntry>.Instance);

    /// <summary>Null for an entry that is no file.</summary>
    public ContainerConfigurationFile? Of(StringMapEntry entry) => _known.GetOrAdd(entry, static e => ContainerConfigurationFile.Read(e.Key.Value, e.Value));
}
