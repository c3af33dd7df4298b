namespace SvcLint.Kubernetes;

/// <summary>What one version makes of a feature gate.</summary>
/// <param name="Exists">Setting a gate that does not exist stops a component from starting.</param>
/// <param name="Default">Its value where nothing sets it.</param>
/// <param name="IsLocked">Setting it to anything but the default stops a component from starting.</param>
public readonly record struct FeatureGateState(bool Exists, bool Default, bool IsLocked);

/// <summary>Kubernetes' feature gates by version.</summary>
public static partial class FeatureGateTable
{
    /// <summary>The newest version whose list of gates is known; a gate that is new after it is not.</summary>
    public static readonly KubernetesVersion LastComplete = new(35);

    /// <summary>What a version makes of a gate; null when that is not known.</summary>
    public static FeatureGateState? State(string gate, KubernetesVersion version)
    {
        if (History(gate) is not { } history)
        {
            return version <= LastComplete ? default(FeatureGateState) : null;
        }

        var state = default(FeatureGateState);
        foreach (var entry in history.Split(' '))
        {
            var minor = ((entry[0] - '0') * 10) + entry[1] - '0';
            if (minor > version.Minor)
            {
                break;
            }

            state = new FeatureGateState(entry[2] != 'x', entry[entry.Length - 1] == '+', entry[2] == '!');
        }

        return state;
    }

    /// <summary>The first version without the gate; null while it exists, or for one that never did.</summary>
    public static KubernetesVersion? RemovedIn(string gate)
    {
        var history = History(gate);
        return history is not null && history[history.Length - 1] == 'x'
            ? new KubernetesVersion(((history[history.Length - 3] - '0') * 10) + history[history.Length - 2] - '0')
            : null;
    }

    /// <summary>The first version with the gate, the oldest supported one when it is older; null for one that never was.</summary>
    public static KubernetesVersion? AddedIn(string gate) =>
        History(gate) is { } history ? new KubernetesVersion(((history[0] - '0') * 10) + history[1] - '0') : null;

    /// <summary>Whether a gate is on: as set, else by default.</summary>
    public static bool IsOn(string gate, bool? set, KubernetesVersion version) =>
        State(gate, version) is { Exists: true } state && (state.IsLocked ? state.Default : set ?? state.Default);
}
