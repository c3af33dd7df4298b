using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Cluster;

/// <summary>What shows that a selector which matches no pod was meant for a certain workload.</summary>
public enum EvidenceKind
{
    /// <summary>One pair differs by a slip of the hand.</summary>
    Slip,

    /// <summary>The workload's own labels satisfy the selector, those of its pod template do not.</summary>
    ObjectLabelsOnly,

    /// <summary>The labels match, the namespaces differ.</summary>
    OtherNamespace,

    /// <summary>The value differs in its ending only (<c>web</c> and <c>web-v2</c>) and nothing else carries the old one.</summary>
    Renamed,

    /// <summary>Some pairs match; the remaining ones are of a kind that nobody sets at run time.</summary>
    ExtraPair,

    /// <summary>Same name, same ports, other labels.</summary>
    SameName,

    /// <summary>The workload of the same name carries the value under another key: one of the two was migrated.</summary>
    OtherKey,
}

/// <param name="Kind">What shows it.</param>
/// <param name="Workload">The workload that was meant.</param>
/// <param name="Pair">The selector's pair that does not match; for <see cref="EvidenceKind.OtherNamespace"/> the first pair.</param>
/// <param name="Label">The label it should match, where there is one.</param>
public sealed record SelectorEvidence(EvidenceKind Kind, Workload Workload, StringMapEntry Pair, StringMapEntry? Label)
{
    private const string ChartLabel = "helm.sh/chart";

    /// <summary>True when the selector can hardly mean anything else.</summary>
    public bool IsStrong => Kind is EvidenceKind.Slip or EvidenceKind.ObjectLabelsOnly or EvidenceKind.OtherNamespace;

    /// <summary>
    /// Evidence about one workload whose labels do not satisfy the pairs; null when there is none. Pairs that operators or controllers
    /// set at run time never count.
    /// </summary>
    public static SelectorEvidence? Find(StringMap selector, Workload workload, bool sameName)
    {
        if (selector.Count == 0)
        {
            return null;
        }

        var (wrong, pair) = CountWrong(selector, workload);
        if (wrong == 0)
        {
            return null;
        }

        if (wrong == selector.Count && workload.WorkloadKind != WorkloadKind.Pod && LabelMatching.Selects(selector, workload.Metadata.Labels))
        {
            return new SelectorEvidence(EvidenceKind.ObjectLabelsOnly, workload, pair, workload.PodLabels?.Find(pair.Key.Value));
        }

        if (wrong != 1)
        {
            // The workload of the same name has all these keys, with other values.
            return sameName && selector.Entries.All(p => IsAuthored(p.Key.Value) && workload.PodLabels?.Find(p.Key.Value) is not null)
                ? new SelectorEvidence(EvidenceKind.SameName, workload, pair, workload.PodLabels!.Find(pair.Key.Value))
                : null;
        }

        var label = workload.PodLabels?.Find(pair.Key.Value);
        if (Slip(pair, label, workload) is { } meant)
        {
            return new SelectorEvidence(EvidenceKind.Slip, workload, pair, meant);
        }

        if (workload.WorkloadKind != WorkloadKind.Pod && LabelMatching.Selects(selector, workload.Metadata.Labels))
        {
            return new SelectorEvidence(EvidenceKind.ObjectLabelsOnly, workload, pair, label);
        }

        if (label is not null && (IsRenamed(pair.Value.Value, label.Value.Value) || sameName))
        {
            return new SelectorEvidence(sameName && !IsRenamed(pair.Value.Value, label.Value.Value) ? EvidenceKind.SameName : EvidenceKind.Renamed, workload, pair, label);
        }

        if (label is not null || !IsAuthored(pair.Key.Value))
        {
            return null;
        }

        return sameName && workload.PodLabels?.Entries.FirstOrDefault(l => l.Value.Value == pair.Value.Value && IsAuthored(l.Key.Value)) is { } other
            ? new SelectorEvidence(EvidenceKind.OtherKey, workload, pair, other)
            : selector.Count > 1 ? new SelectorEvidence(EvidenceKind.ExtraPair, workload, pair, null) : null;
    }

    // Asked for every workload of a repository: without allocation.
    private static (int Count, StringMapEntry First) CountWrong(StringMap selector, Workload workload)
    {
        var count = 0;
        var first = selector.Entries[0];
        for (var i = 0; i < selector.Entries.Count; i++)
        {
            var pair = selector.Entries[i];
            if (!LabelMatching.IsSetAtRunTime(pair.Key.Value) && workload.PodLabels?[pair.Key.Value] != pair.Value.Value)
            {
                first = count++ == 0 ? pair : first;
            }
        }

        return (count, first);
    }

    private static StringMapEntry? Slip(StringMapEntry pair, StringMapEntry? label, Workload workload)
    {
        if (label is not null)
        {
            return NearMiss.IsSlip(pair.Value.Value, label.Value.Value) ? label : null;
        }

        // The value stands under a key that is nearly this one; a short key leaves no other reading when the value is the same.
        return workload.PodLabels?.Entries.FirstOrDefault(l => l.Value.Value == pair.Value.Value && NearMiss.IsSlip(pair.Key.Value, l.Key.Value, shortest: 3));
    }

    // "web" and "web-v2", "carts" and "carts-new".
    private static bool IsRenamed(string a, string b) =>
        a.StartsWith(b + "-", StringComparison.Ordinal) || b.StartsWith(a + "-", StringComparison.Ordinal);

    /// <summary>Keys that authors write into templates and that no controller or operator sets at run time.</summary>
    public static bool IsAuthored(string key) => key is
        "app" or "k8s-app" or "name" or "component" or "tier" or "track" or "version" or "release" or "environment" or "env" or "stage"
        or "app.kubernetes.io/name" or "app.kubernetes.io/component" or "app.kubernetes.io/instance" or "app.kubernetes.io/part-of" or "app.kubernetes.io/version" or ChartLabel;

    /// <summary>A key with a domain of its own belongs to some operator: its pods are made at run time. Helm's own label is written by templates.</summary>
    public static bool IsOperatorKey(string key) =>
        key.IndexOf('/') > 0 && key != ChartLabel && !key.StartsWith("app.kubernetes.io/", StringComparison.Ordinal) && !LabelMatching.IsSetAtRunTime(key);
}
