using SvcLint.Model;

namespace SvcLint.Cluster.Addresses;

/// <summary>The files of a unit's ConfigMaps, each read once however many pods mount it.</summary>
public sealed class ConfigurationFiles
{
    private readonly Dictionary<StringMapEntry, ConfigurationFile?> _known = new(ByIdentity.Instance);

    /// <summary>Null for an entry that is no file.</summary>
    public ConfigurationFile? Of(StringMapEntry entry)
    {
        if (!_known.TryGetValue(entry, out var file))
        {
            _known.Add(entry, file = ConfigurationFile.Read(entry.Key.Value, entry.Value));
        }

        return file;
    }

    private sealed class ByIdentity : IEqualityComparer<StringMapEntry>
    {
        public static readonly ByIdentity Instance = new();

        public bool Equals(StringMapEntry? a, StringMapEntry? b) => ReferenceEquals(a, b);

        public int GetHashCode(StringMapEntry entry) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(entry);
    }
}
