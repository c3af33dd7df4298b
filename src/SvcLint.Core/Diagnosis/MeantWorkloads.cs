using SvcLint.Cluster;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Diagnosis;

/// <summary>The workload of a namespace that a selector which matches no pod was meant for.</summary>
internal sealed class MeantWorkloads
{
    // Of few all are compared; of many those that have a pair of the selector, or a value near one.
    private const int MostOfOnePair = 100;

    private readonly IReadOnlyList<Workload> _all;
    private readonly Dictionary<string, Workload> _byName;
    private readonly WorkloadIndex? _byLabel;
    private readonly Dictionary<string, NameNeighbours> _values = new(StringComparer.Ordinal);

    /// <param name="workloads">Of one namespace.</param>
    /// <param name="nameOf">The name of the controller at the top.</param>
    public MeantWorkloads(IReadOnlyList<Workload> workloads, Func<Workload, string> nameOf)
    {
        _all = workloads;
        _byName = workloads.GroupBy(nameOf, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        if (workloads.Count > NameNeighbours.Many)
        {
            _byLabel = new WorkloadIndex(workloads);
            foreach (var values in workloads.SelectMany(w => w.PodLabels?.Entries ?? []).GroupBy(l => l.Key.Value, l => l.Value.Value, StringComparer.Ordinal))
            {
                _values.Add(values.Key, new NameNeighbours(values));
            }
        }
    }

    /// <summary>What the selector can hardly but mean, else what has the Service's name, else what it may mean.</summary>
    public Workload? Of(string service, StringMap selector)
    {
        var candidates = Candidates(selector);
        return candidates.FirstOrDefault(w => SelectorEvidence.Find(selector, w, sameName: false) is { IsStrong: true })
            ?? (_byName.TryGetValue(service, out var namesake) ? namesake : null)
            ?? candidates.FirstOrDefault(w => SelectorEvidence.Find(selector, w, sameName: false) is not null);
    }

    private IReadOnlyList<Workload> Candidates(StringMap selector) => _byLabel is not { } index ? _all
        : [.. selector.Entries.SelectMany(p => index.Labelled(p.Key.Value, p.Value.Value).Take(MostOfOnePair)
            .Concat(_values.TryGetValue(p.Key.Value, out var near) ? near.Of(p.Value.Value).Where(v => NearMiss.IsSlip(p.Value.Value, v)).SelectMany(v => index.Labelled(p.Key.Value, v).Take(MostOfOnePair)) : []))];
}
