using SvcLint.Cluster;
using SvcLint.Model;

namespace SvcLint.Reachability.Policies;

/// <summary>The ends that a selector picks: surely, and perhaps with the reason.</summary>
/// <param name="Sure">The selector matches them.</param>
/// <param name="Possible">These too where a doubt turns out so; holds the sure ones.</param>
internal sealed record Picked(EndSet Sure, EndSet Possible)
{
    public static Picked All(EndSet ends) => new(ends, ends);

    public Picked Intersect(Picked other) => new(Sure.Intersect(other.Sure), Possible.Intersect(other.Possible));

    public Picked Within(EndSet ends) => new(Sure.Intersect(ends), Possible.Intersect(ends));

    /// <summary>Those that are only possible.</summary>
    public EndSet Doubtful => Possible.Except(Sure);
}

/// <summary>Pods by their labels and those of their namespaces: a selector costs its requirements, not the pods.</summary>
internal sealed class EndIndex
{
    private readonly IReadOnlyList<ReachEnd> _ends;
    private readonly Labelled _pods;
    private readonly Labelled _namespaces;
    private readonly Dictionary<string, EndSet> _byNamespace = new(StringComparer.Ordinal);
    private readonly Func<Workload, bool> _mayBeScaled;
    private readonly bool _declaresNamespaces;
    private readonly Dictionary<string, Picked> _known = new(StringComparer.Ordinal);

    public EndIndex(IReadOnlyList<ReachEnd> ends, IReadOnlyList<Namespace> namespaces, Func<Workload, bool> mayBeScaled)
    {
        _ends = ends;
        _mayBeScaled = mayBeScaled;
        Pods = new EndSet(ends.Count);
        Undeclared = new EndSet(ends.Count);
        OnHostNetwork = new EndSet(ends.Count);
        Unlabelled = new EndSet(ends.Count);
        _pods = new Labelled(ends.Count);
        _namespaces = new Labelled(ends.Count);
        _declaresNamespaces = namespaces.Count > 0;
        var declared = new Dictionary<string, Namespace>(StringComparer.Ordinal);
        foreach (var item in namespaces.Where(n => n.Name is not null))
        {
            declared[item.Name!] = item;
        }

        foreach (var end in ends)
        {
            Add(end, end.Namespace is { } name && declared.TryGetValue(name, out var found) ? found : null);
        }
    }

    /// <summary>Every pod, those whose labels are unknown included.</summary>
    public EndSet Pods { get; }

    /// <summary>Pods of which neither labels nor namespace are known, only that the namespace is none of the input's.</summary>
    public EndSet Undeclared { get; }

    public EndSet OnHostNetwork { get; }

    /// <summary>
    /// Pods of namespaces of whose labels nothing is known: the input declares no Namespace at all. Where it declares some, a namespace that
    /// it leaves out has its name alone, as Kubernetes' own ones have.
    /// </summary>
    public EndSet Unlabelled { get; }

    public EndSet None => new(_ends.Count);

    public EndSet InNamespace(string name) => _byNamespace.TryGetValue(name, out var found) ? found : None;

    /// <summary>Pods of a namespace, or of those that a selector picks, with these labels; a null pod selector picks all of them.</summary>
    public Picked Select(string? ownNamespace, LabelSelector? namespaces, LabelSelector? pods)
    {
        var inside = namespaces is not null ? Select(_namespaces, "n", namespaces)
            : Picked.All(InNamespace(ownNamespace ?? ""));
        return (pods is null ? inside : inside.Intersect(Select(_pods, "p", pods))).Within(Pods);
    }

    private void Add(ReachEnd end, Namespace? declared)
    {
        if (end.Kind == ReachEndKind.IngressController)
        {
            Pods.Add(end.Number);
            Undeclared.Add(end.Number);
            _pods.AddUnknown(end.Number);
            _namespaces.AddUnknown(end.Number);
            return;
        }

        if (end.Workload is not { } workload)
        {
            return;
        }

        Pods.Add(end.Number);
        if (end.IsOnHostNetwork)
        {
            OnHostNetwork.Add(end.Number);
        }

        var name = end.Namespace!;
        if (!_byNamespace.TryGetValue(name, out var members))
        {
            _byNamespace.Add(name, members = None);
        }

        members.Add(end.Number);
        _namespaces.Add(end.Number, PolicyReach.NamespaceNameLabel, name);
        if (declared is null && !_declaresNamespaces && !IsMadeByKubernetes(name))
        {
            Unlabelled.Add(end.Number);
            _namespaces.AddUnlabelled(end.Number);
        }

        foreach (var label in declared?.Metadata.Labels?.Entries ?? [])
        {
            // The API server sets this one, whatever is written.
            if (label.Key.Value != PolicyReach.NamespaceNameLabel)
            {
                _namespaces.Add(end.Number, label.Key.Value, label.Value.Value);
            }
        }

        foreach (var label in workload.PodLabels?.Entries ?? [])
        {
            _pods.Add(end.Number, label.Key.Value, label.Value.Value);
        }

        var ordinals = PodOrdinals.Of(workload, _mayBeScaled);
        foreach (var (key, value) in RunTimeLabels.Of(workload))
        {
            if (ordinals is not null && PodOrdinals.IsKey(key))
            {
                _pods.Add(end.Number, key, ordinals);
            }
            else if (value is null)
            {
                _pods.AddUnknown(end.Number, key);
            }
            else
            {
                _pods.Add(end.Number, key, value);
            }
        }
    }

    private static bool IsMadeByKubernetes(string name) => name is "default" or "kube-system" or "kube-public" or "kube-node-lease";

    private Picked Select(Labelled labelled, string kind, LabelSelector selector)
    {
        var text = kind + Text(selector);
        if (!_known.TryGetValue(text, out var picked))
        {
            picked = Picked.All(Pods);
            foreach (var pair in selector.MatchLabels?.Entries ?? [])
            {
                picked = picked.Intersect(labelled.Meet("In", pair.Key.Value, [pair.Value.Value], Pods));
            }

            foreach (var requirement in selector.MatchExpressions?.Items ?? [])
            {
                picked = picked.Intersect(labelled.Meet(
                    requirement.Operator?.Value ?? "", requirement.Key?.Value ?? "", [.. (requirement.Values?.Items ?? []).Select(v => v.Value)], Pods));
            }

            _known.Add(text, picked);
        }

        return picked;
    }

    private static string Text(LabelSelector selector) => string.Concat(
        (selector.MatchLabels?.Entries ?? []).Select(e => $"\n{e.Key.Value}={e.Value.Value}")
        .Concat((selector.MatchExpressions?.Items ?? []).Select(r => $"\n{r.Key?.Value} {r.Operator?.Value} {string.Join(",", (r.Values?.Items ?? []).Select(v => v.Value))}")));

    /// <summary>Ends by label, and those of whose label nothing is known.</summary>
    private sealed class Labelled(int count)
    {
        private readonly Dictionary<(string Key, string Value), EndSet> _byPair = [];
        private readonly Dictionary<string, EndSet> _byKey = new(StringComparer.Ordinal);
        private readonly Dictionary<string, EndSet> _unknownKey = new(StringComparer.Ordinal);
        private readonly Dictionary<string, List<(int End, PodOrdinals Ordinals)>> _numbered = new(StringComparer.Ordinal);
        private readonly EndSet _unknown = new(count);
        private readonly EndSet _unlabelled = new(count);

        public void Add(int end, string key, string value)
        {
            Of(_byPair, (key, value)).Add(end);
            Of(_byKey, key).Add(end);
        }

        /// <summary>Each pod of the end has the key with a value of its own.</summary>
        public void Add(int end, string key, PodOrdinals ordinals)
        {
            if (!_numbered.TryGetValue(key, out var list))
            {
                _numbered.Add(key, list = []);
            }

            list.Add((end, ordinals));
        }

        public void AddUnknown(int end) => _unknown.Add(end);

        /// <summary>Labels other than the name are not in the input.</summary>
        public void AddUnlabelled(int end) => _unlabelled.Add(end);

        /// <summary>The end has a label of the key, with a value that nobody knows.</summary>
        public void AddUnknown(int end, string key) => Of(_unknownKey, key).Add(end);

        public Picked Meet(string op, string key, string[] values, EndSet all)
        {
            var hidden = _unknownKey.TryGetValue(key, out var some) ? some : new EndSet(count);
            var (numbered, partly, wholly) = Numbered(key, values);
            var valued = hidden.Union(op is "In" or "NotIn" ? partly : numbered);
            var unknown = key == PolicyReach.NamespaceNameLabel ? _unknown : _unknown.Union(_unlabelled);
            var sure = op switch
            {
                "In" => With(key, values).Union(wholly),
                "NotIn" => all.Except(With(key, values)).Except(wholly).Except(valued).Except(unknown),
                "Exists" => Having(key).Union(valued),
                "DoesNotExist" => all.Except(Having(key)).Except(valued).Except(unknown),
                // The API server refuses it.
                _ => new EndSet(count),
            };
            return new Picked(sure, op switch { "In" or "NotIn" => sure.Union(valued).Union(unknown), "Exists" or "DoesNotExist" => sure.Union(unknown), _ => sure });
        }

        // All that have numbered pods, those of which some pods have one of the values, and those of which all do.
        private (EndSet All, EndSet Partly, EndSet Wholly) Numbered(string key, string[] values)
        {
            var (all, partly, wholly) = (new EndSet(count), new EndSet(count), new EndSet(count));
            foreach (var (end, ordinals) in _numbered.TryGetValue(key, out var list) ? list : [])
            {
                all.Add(end);
                var pods = values.Distinct().Count(v => ordinals.Has(key, v));
                _ = pods == 0 ? all : pods < ordinals.Count ? partly.Add(end) : wholly.Add(end);
            }

            return (all, partly, wholly);
        }

        private EndSet With(string key, string[] values)
        {
            var found = new EndSet(count);
            foreach (var value in values)
            {
                found = _byPair.TryGetValue((key, value), out var some) ? found.Union(some) : found;
            }

            return found;
        }

        private EndSet Having(string key) => _byKey.TryGetValue(key, out var found) ? found : new EndSet(count);

        private EndSet Of<TKey>(Dictionary<TKey, EndSet> sets, TKey key)
            where TKey : notnull
        {
            if (!sets.TryGetValue(key, out var set))
            {
                sets.Add(key, set = new EndSet(count));
            }

            return set;
        }
    }
}
