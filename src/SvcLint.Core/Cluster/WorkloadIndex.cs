using System.Collections.Concurrent;
using System.Text;
using SvcLint.Model;

namespace SvcLint.Cluster;

/// <summary>
/// Workloads by the labels of their pods, so that a selector is not held against every workload of a large input. Selectors that say the
/// same have one answer, which many Services share. May be asked by several threads.
/// </summary>
internal sealed class WorkloadIndex
{
    private readonly IReadOnlyList<Workload> _all;
    private readonly Dictionary<(string Key, string Value), List<Workload>> _byLabel = [];
    private readonly Dictionary<(string? Namespace, string Key, string Value), List<int>> _byNamespace = [];
    private readonly ConcurrentDictionary<string, IReadOnlyList<Workload>> _answers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private Dictionary<Workload, int>? _places;

    public WorkloadIndex(IReadOnlyList<Workload> workloads)
    {
        _all = workloads;
        for (var i = 0; i < workloads.Count; i++)
        {
            if (workloads[i].Name is { } name)
            {
                _names.Add(name);
            }

            foreach (var label in workloads[i].PodLabels?.Entries ?? [])
            {
                Add(_byLabel, (label.Key.Value, label.Value.Value), workloads[i]);
                Add(_byNamespace, (workloads[i].Namespace, label.Key.Value, label.Value.Value), i);
            }
        }
    }

    // Two threads may both count; either is right.
    private Dictionary<Workload, int> Places => _places ??= Count();

    public bool HasName(string name) => _names.Contains(name);

    public IReadOnlyList<Workload> Labelled(string key, string value) => _byLabel.TryGetValue((key, value), out var found) ? found : (IReadOnlyList<Workload>)[];

    /// <summary>Those with one of several values, in the order of the input.</summary>
    public IReadOnlyList<Workload> LabelledAny(string key, IEnumerable<string> values)
    {
        var sets = values.Distinct().Select(v => Labelled(key, v)).Where(s => s.Count > 0).ToArray();
        return sets.Length switch
        {
            0 => [],
            1 => sets[0],
            _ => [.. sets.SelectMany(s => s).OrderBy(w => Places[w])],
        };
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

    /// <summary>Workloads whose pods a Service's selector matches, in a namespace that may be its own, in the order of the input.</summary>
    public IReadOnlyList<Workload> Behind(Service service)
    {
        // The name of another host has no endpoints, whatever it selects.
        if (service.Spec is not { Selector: { Count: > 0 } selector } spec || spec.Type?.Value == "ExternalName")
        {
            return [];
        }

        var key = KeyOf(service.Namespace, selector);
        return _answers.TryGetValue(key, out var known) ? known
            : _answers.GetOrAdd(key, CandidatesIn(service.Namespace, selector).Where(w => NamespaceComparer.MayBeSame(w.Namespace, service.Namespace) && LabelMatching.Selects(selector, w)).ToArray());
    }

    /// <summary>The same, for workloads whose namespace may be the given one.</summary>
    public IEnumerable<Workload> CandidatesIn(string? @namespace, StringMap? pairs)
    {
        if (@namespace is null || pairs is null)
        {
            return Candidates(pairs);
        }

        (List<int>? Own, List<int>? Undeclared)? best = null;
        var least = _all.Count;
        foreach (var pair in pairs.Entries)
        {
            if (!LabelMatching.IsSetAtRunTime(pair.Key.Value))
            {
                _byNamespace.TryGetValue((@namespace, pair.Key.Value, pair.Value.Value), out var own);
                _byNamespace.TryGetValue((null, pair.Key.Value, pair.Value.Value), out var undeclared);
                var count = (own?.Count ?? 0) + (undeclared?.Count ?? 0);
                if (best is null || count < least)
                {
                    (best, least) = ((own, undeclared), count);
                }
            }
        }

        return best is var (first, second) ? (first ?? []).Concat(second ?? []).OrderBy(i => i).Select(i => _all[i]) : _all;
    }

    /// <summary>The same for selectors that say the same in one namespace.</summary>
    public static string KeyOf(string? @namespace, StringMap selector)
    {
        var text = new StringBuilder(@namespace ?? "\n");
        foreach (var pair in selector.Entries.OrderBy(p => p.Key.Value, StringComparer.Ordinal))
        {
            text.Append('\0').Append(pair.Key.Value).Append('\0').Append(pair.Value.Value);
        }

        return text.ToString();
    }

    private Dictionary<Workload, int> Count()
    {
        var places = new Dictionary<Workload, int>(ByIdentity<KubernetesObject>.Instance);
        for (var i = 0; i < _all.Count; i++)
        {
            places[_all[i]] = i;
        }

        return places;
    }

    private static void Add<TKey, TValue>(Dictionary<TKey, List<TValue>> index, TKey key, TValue value)
        where TKey : notnull
    {
        if (!index.TryGetValue(key, out var list))
        {
            index.Add(key, list = []);
        }

        list.Add(value);
    }
}
