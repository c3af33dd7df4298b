using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Emulation;

/// <summary>The gates that change what kube-proxy writes: since when they exist, default to on, and cannot be turned off.</summary>
/// <remarks>Source: pkg/features/kube_features.go and its versioned successor, by release.</remarks>
internal sealed class FeatureGateTable
{
    private readonly KubernetesVersion _version;
    private readonly IReadOnlyDictionary<string, bool> _settings;

    private FeatureGateTable(KubernetesVersion version, IReadOnlyDictionary<string, bool> settings)
    {
        _version = version;
        _settings = settings;
    }

    public bool ProxyTerminatingEndpoints => Enabled("ProxyTerminatingEndpoints", since: 22, on: 26, locked: 28);

    public bool TopologyAwareHints => Enabled("TopologyAwareHints", since: 21, on: 24, locked: 33);

    public bool LoadBalancerIPMode => Enabled("LoadBalancerIPMode", since: 29, on: 30, locked: 32);

    public bool ServiceTrafficDistribution => Enabled("ServiceTrafficDistribution", since: 30, on: 31, locked: 33);

    public bool PreferSameTrafficDistribution => Enabled("PreferSameTrafficDistribution", since: 33, on: 34, locked: 35);

    public static FeatureGateTable Of(KubernetesVersion version, FeatureGates? gates)
    {
        var settings = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var (gate, enabled) in gates?.Entries ?? [])
        {
            if (enabled is not null)
            {
                settings[gate.Value] = enabled.Value;
            }
        }

        return new FeatureGateTable(version, settings);
    }

    // Versions are minor numbers of Kubernetes 1.
    private bool Enabled(string gate, int since, int on, int locked)
    {
        if (_version.Minor >= locked || _version.Minor < since)
        {
            return _version.Minor >= locked;
        }

        return _settings.TryGetValue(gate, out var set) ? set : _version.Minor >= on;
    }
}
