using SvcLint.Model;

namespace SvcLint.Cluster;

/// <summary>Workloads by the labels of their pods, so that a selector is not held against every workload of a large input.</summary>
internal sealed class WorkloadIndex
{
    private readonly IReadOnlyList<Workload> _all;
    private readonly Dictionary<(string Key, string Value), List<Workload>> _byLabel = [];

    public WorkloadIndex(IReadOnlyList<Workload> workloads)
    {
        _all = workloads;
        for (var i = 0; i < workloads.Count; i++)
        {
            foreach (var label in workloads[i].PodLabels?.Entries ?? [])
            {
                var key = (label.Key.Value, label.Value.Value);
                if (!_byLabel.TryGetValue(key, out var labelled))
                {
                    _byLabel.Add(key, labelled = []);
                }

                labelled.Add(workloads[i]);
            }
        }
    }

    /// <summary>Every workload that carries all these pairs, and perhaps more, in the order of the input.</summary>
    public IReadOnlyList<Workload> Candidates(StringMap? pairs)
    {
        var candidates = _all;
        foreach (var pair in pairs?.Entries ?? [])
        {
            if (!LabelMatching.IsSetAtRunTime(pair.Key.Value))
            {
                var labelled = _byLabel.TryGetValue((pair.Key.Value, pair.Value.Value), out var found) ? found : (IReadOnlyList<Workload>)[];
                candidates = labelled.Count < candidates.Count ? labelled : candidates;
            }
        }

        return candidates;
    }
}
