
namespace SvcLint.Kubernetes;

/// <summary>How far a feature is; the gates AllAlpha and AllBeta switch those of their stage.</summary>
public enum FeatureStage
{
    Alpha,
    Beta,
    Stable,
    Deprecated,
}

/// <summary>What one version makes of a feature gate.</summary>
/// <param name="Exists">Setting a gate that does not exist stops a component from starting.</param>
/// <param name="Default">Its value where nothing sets it; of a gate that was removed the last one, which holds from then on.</param>
/// <param name="IsLocked">Setting it to anything but the default stops a component from starting.</param>
/// <param name="Stage">How far the feature is.</param>
public readonly record struct FeatureGateState(bool Exists, bool Default, bool IsLocked, FeatureStage Stage);

/// <summary>Kubernetes' feature gates by version.</summary>
public static partial class FeatureGateTable
{
    /// <summary>The newest version whose list of gates is known; a gate that is new after it is not.</summary>
    public static KubernetesVersion LastComplete => VersionReview.Gates.Reviewed;

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
            if (Minor(entry, 0) > version.Minor)
            {
                break;
            }

            state = entry[2] == 'x' ? state with { Exists = false }
                : new FeatureGateState(true, entry[entry.Length - 1] == '+', entry[3] == '!', StageOf(entry[2]));
        }

        return state;
    }

    /// <summary>The first version without the gate; null while it exists, or for one that never did.</summary>
    public static KubernetesVersion? RemovedIn(string gate)
    {
        var history = History(gate);
        return history is not null && history[history.Length - 1] == 'x' ? new KubernetesVersion(Minor(history, history.Length - 3)) : null;
    }

    /// <summary>The first version with the gate, the oldest supported one when it is older; null for one that never was.</summary>
    public static KubernetesVersion? AddedIn(string gate) => History(gate) is { } history ? new KubernetesVersion(Minor(history, 0)) : null;

    /// <summary>Whether what a gate switches is on: as set where the version lets it be set, else by default. Settings that stop a component count for nothing.</summary>
    /// <param name="gate">The gate.</param>
    /// <param name="set">What a configuration sets a gate to, null where it does not; null without a configuration.</param>
    /// <param name="version">The component's version.</param>
    public static bool IsOn(string gate, Func<string, bool?>? set, KubernetesVersion version) =>
        Resolve(gate, UnmetDependency(set, version) is null ? set : null, version);

    private static bool Resolve(string gate, Func<string, bool?>? set, KubernetesVersion version) =>
        State(gate, version) is { } state && (state.Exists && !state.IsLocked ? set?.Invoke(gate) ?? SetOfStage(state.Stage, set) ?? state.Default : state.Default);

    private static bool? SetOfStage(FeatureStage stage, Func<string, bool?>? set) => stage switch
    {
        FeatureStage.Alpha => set?.Invoke("AllAlpha"),
        FeatureStage.Beta => set?.Invoke("AllBeta"),
        _ => null,
    };

    private static int Minor(string text, int start) => ((text[start] - '0') * 10) + text[start + 1] - '0';

    private static FeatureStage StageOf(char letter) => letter switch
    {
        'a' => FeatureStage.Alpha,
        'b' => FeatureStage.Beta,
        'g' => FeatureStage.Stable,
        _ => FeatureStage.Deprecated,
    };
}
