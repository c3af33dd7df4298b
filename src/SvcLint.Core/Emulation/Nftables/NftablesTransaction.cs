namespace SvcLint.Emulation.Nftables;

/// <summary>Collects a transaction in canonical order: base objects, affinity sets, chains of Services, their rules, elements.</summary>
internal sealed class NftablesTransaction(bool storesElements)
{
    private readonly List<NftCommand> _base = [];
    private readonly SortedDictionary<string, NftSet> _affinitySets = new(StringComparer.Ordinal);
    private readonly List<NftChainBuilder> _chains = [];
    private readonly List<NftElement> _elements = [];
    private readonly List<NftElement> _replaced = [];
    private readonly Dictionary<(string Container, string Key), NftVerdictStatement?> _stored = [];

    public void Add(NftObject obj) => _base.Add(new NftCommand(NftVerb.Add, obj));

    public void Flush(NftObject obj) => _base.Add(new NftCommand(NftVerb.Flush, obj));

    public void Delete(NftObject obj) => _base.Add(new NftCommand(NftVerb.Delete, obj));

    public void AddEmptyChain(NftChain chain)
    {
        Add(chain);
        Flush(new NftChain(chain.Name));
    }

    public void AddRule(Cause? cause, string chain, params NftStatement[] statements) => Add(new NftRule(chain, statements, null, cause));

    /// <summary>
    /// A release that stores elements adds what it has once, and takes out an element of another value before it adds one with the same key:
    /// which of two comes last is random.
    /// </summary>
    public void AddElement(string container, string key, Cause? cause, NftVerdictStatement? verdict = null, string? comment = null)
    {
        if (storesElements)
        {
            if (_stored.TryGetValue((container, key), out var there))
            {
                if (there == verdict)
                {
                    return;
                }

                _replaced.Add(new NftElement(container, key, null, null, cause));
            }

            _stored[(container, key)] = verdict;
        }

        _elements.Add(new NftElement(container, key, verdict, comment, cause));
    }

    public void AddAffinitySet(NftSet set) => _affinitySets[set.Name] = set;

    public NftChainBuilder AddServiceChain(string name, int capacity)
    {
        var chain = new NftChainBuilder(name, capacity);
        _chains.Add(chain);
        return chain;
    }

    public IReadOnlyList<NftCommand> Build()
    {
        _chains.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        _elements.Sort(Compare);
        _replaced.Sort(Compare);
        var commands = new List<NftCommand>(_base.Count + _affinitySets.Count + (_chains.Count * 4) + _elements.Count);
        commands.AddRange(_base);
        foreach (var set in _affinitySets.Values)
        {
            commands.Add(new NftCommand(NftVerb.Add, set));
        }

        foreach (var chain in _chains)
        {
            var obj = new NftChain(chain.Name);
            commands.Add(new NftCommand(NftVerb.Add, obj));
            commands.Add(new NftCommand(NftVerb.Flush, obj));
        }

        foreach (var chain in _chains)
        {
            foreach (var rule in chain.Rules)
            {
                commands.Add(new NftCommand(NftVerb.Add, rule));
            }
        }

        foreach (var element in _elements)
        {
            commands.Add(new NftCommand(NftVerb.Add, element));
        }

        foreach (var element in _replaced)
        {
            commands.Add(new NftCommand(NftVerb.Delete, element));
        }

        return commands;
    }

    // As their lines sort by bytes.
    private static int Compare(NftElement a, NftElement b)
    {
        var order = string.CompareOrdinal(a.Container, b.Container);
        order = order != 0 ? order : string.CompareOrdinal(a.Key, b.Key);
        return order != 0 ? order : string.CompareOrdinal(Tail(a), Tail(b));
    }

    private static string Tail(NftElement element)
    {
        var comment = element.Comment is null ? "" : " comment \"" + element.Comment + "\"";
        return comment + (element.Verdict is { } verdict ? " : " + verdict.Verdict.ToString().ToLowerInvariant() + " " + verdict.Chain : "");
    }
}

/// <summary>Collects the rules of a Service's or endpoint's chain.</summary>
internal sealed class NftChainBuilder(string name, int capacity)
{
    private readonly List<NftRule> _rules = new(capacity);

    public string Name => name;

    public IReadOnlyList<NftRule> Rules => _rules;

    public void Add(Cause? cause, params NftStatement[] statements) => Add(cause, null, statements);

    public void Add(Cause? cause, string? comment, NftStatement[] statements) => _rules.Add(new NftRule(name, statements, comment, cause));
}
