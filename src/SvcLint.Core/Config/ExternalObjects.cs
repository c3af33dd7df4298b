using SvcLint.Model;

namespace SvcLint.Config;

/// <summary>Workloads and Services that the configuration declares to exist elsewhere.</summary>
/// <param name="Services">Names, <c>namespace/name</c> or <c>name</c>.</param>
/// <param name="WorkloadLabels">Label sets, each of which some external pod carries.</param>
public sealed record ExternalObjects(IReadOnlyList<string> Services, IReadOnlyList<IReadOnlyDictionary<string, string>> WorkloadLabels)
{
    public static readonly ExternalObjects None = new([], []);

    public bool DeclaresService(string name, string? @namespace)
    {
        foreach (var declared in Services)
        {
            var slash = declared.IndexOf('/');
            if (slash < 0 ? declared == name : declared.Substring(slash + 1) == name && (@namespace is null || declared.Substring(0, slash) == @namespace))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True when some declared external pod satisfies the selector.</summary>
    public bool DeclaresPod(StringMap selector) =>
        WorkloadLabels.Any(labels => selector.Entries.All(pair => labels.TryGetValue(pair.Key.Value, out var value) && value == pair.Value.Value));
}
