using SvcLint.Model;

namespace SvcLint.Cluster;

/// <summary>Services by their own labels and by the pairs of their selectors, so that a selector is not held against each of them.</summary>
internal sealed class LabelledServices
{
    private readonly IReadOnlyList<Service> _all;
    private readonly Dictionary<(string Key, string Value), List<Service>> _byLabel = [];
    private readonly Dictionary<(string Key, string Value), List<Service>> _bySelector = [];

    public LabelledServices(IReadOnlyList<Service> services)
    {
        _all = services;
        foreach (var service in services)
        {
            Add(_byLabel, service.Metadata.Labels, service);
            Add(_bySelector, service.Spec?.Selector, service);
        }
    }

    /// <summary>The Services whose labels a selector matches, in the order of the input.</summary>
    public IEnumerable<Service> Labelled(LabelSelector? selector) =>
        selector is null ? [] : Fewest(_byLabel, selector.MatchLabels).Where(s => LabelMatching.Selects(selector, s.Metadata.Labels));

    /// <summary>The Services whose selectors have all these pairs, and perhaps more.</summary>
    public IEnumerable<Service> Selecting(StringMap pairs) =>
        Fewest(_bySelector, pairs).Where(s => pairs.Entries.All(p => s.Spec?.Selector?[p.Key.Value] == p.Value.Value));

    private IReadOnlyList<Service> Fewest(Dictionary<(string Key, string Value), List<Service>> index, StringMap? pairs)
    {
        var fewest = _all;
        foreach (var pair in pairs?.Entries ?? [])
        {
            if (!LabelMatching.IsSetAtRunTime(pair.Key.Value))
            {
                var found = index.TryGetValue((pair.Key.Value, pair.Value.Value), out var some) ? some : (IReadOnlyList<Service>)[];
                fewest = found.Count < fewest.Count ? found : fewest;
            }
        }

        return fewest;
    }

    private static void Add(Dictionary<(string Key, string Value), List<Service>> index, StringMap? pairs, Service service)
    {
        foreach (var pair in pairs?.Entries ?? [])
        {
            var key = (pair.Key.Value, pair.Value.Value);
            if (!index.TryGetValue(key, out var services))
            {
                index.Add(key, services = []);
            }

            services.Add(service);
        }
    }
}
