namespace SvcLint.Emulation.Iptables;

/// <summary>Collects a table: the shared chains in kube-proxy's order, then the chains of Services by name.</summary>
internal sealed class IptablesTableBuilder(string name)
{
    private readonly List<IptablesChainBuilder> _shared = [];
    private readonly List<IptablesChainBuilder> _own = [];

    public IptablesChainBuilder AddShared(string chain)
    {
        var builder = new IptablesChainBuilder(chain);
        _shared.Add(builder);
        return builder;
    }

    public IptablesChainBuilder AddOwn(string chain, int capacity)
    {
        var builder = new IptablesChainBuilder(chain, capacity);
        _own.Add(builder);
        return builder;
    }

    public IptablesTable Build()
    {
        _own.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        var chains = new List<IptablesChain>(_shared.Count + _own.Count);
        foreach (var chain in _shared)
        {
            chains.Add(chain.Build());
        }

        foreach (var chain in _own)
        {
            chains.Add(chain.Build());
        }

        return new IptablesTable(name, chains);
    }
}

/// <summary>Collects the rules of a chain.</summary>
internal sealed class IptablesChainBuilder(string name, int capacity = 4)
{
    private readonly List<IptablesRule> _rules = new(capacity);

    public string Name => name;

    public void Add(Cause? cause, IptablesTarget? target, params IptablesMatch[] matches) => Add(new IptablesRule(matches, target, cause));

    public void Add(IptablesRule rule) => _rules.Add(rule);

    public IptablesChain Build() => new(name, _rules);
}
