namespace SvcLint.Core.Tests.Reachability;

/// <summary>Small clusters drawn from a seed: every kind of policy, peer and port that the APIs know.</summary>
internal sealed class PlainClusters
{
    private static readonly string[] Teams = ["red", "blue"];
    private static readonly string[] Tiers = ["front", "back", "data"];
    private static readonly string[] Names = ["http", "sql", "dns"];
    private static readonly string[] Protocols = ["TCP", "UDP", "SCTP"];
    private static readonly int[] Numbers = [53, 80, 90, 5432];
    private static readonly string[] Ranges = ["0.0.0.0/0", "10.0.0.0/8", "203.0.113.0/24", "203.0.113.128/25", "198.51.100.7/32", "172.31.0.0/16"];

    private readonly Random _random;
    private readonly int _spaces;
    private readonly bool _hasHosts;
    private bool _hasDomain;

    private PlainClusters(int seed)
    {
        _random = new Random(seed);
        _spaces = _random.Next(2, 4);
        _hasHosts = seed % 3 == 0;
    }

    public static PlainCluster Of(int seed) => new PlainClusters(seed).Make();

    private bool Chance(double chance) => _random.NextDouble() < chance;

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    private T[] Some<T>(int least, int most, Func<T> make) => [.. Enumerable.Range(0, _random.Next(least, most + 1)).Select(_ => make())];

    private PlainCluster Make()
    {
        var namespaces = Enumerable.Range(0, _spaces).Select(i => new PlainNamespace(
            $"ns-{i}", Chance(0.8) ? new Dictionary<string, string> { ["team"] = Pick(Teams) } : new Dictionary<string, string> { ["env"] = "test" })).ToArray();
        PlainNode[] nodes = Chance(0.5) ? [new("node-a", "172.31.7.1", new Dictionary<string, string> { ["role"] = "edge" }), new("node-b", "172.20.0.2", new Dictionary<string, string>())] : [];
        var pods = Enumerable.Range(0, _random.Next(3, 6)).Select(i => new PlainPods(
            $"app-{i}",
            $"ns-{_random.Next(_spaces)}",
            Chance(0.8) ? new Dictionary<string, string> { ["app"] = $"app-{i}", ["tier"] = Pick(Tiers) } : new Dictionary<string, string> { ["app"] = $"app-{i}" },
            [.. Some(0, 2, () => new PlainPort(Pick(Names), Pick(Numbers), Pick(Protocols))).DistinctBy(p => p.Name).DistinctBy(p => (p.Number, p.Protocol))],
            _hasHosts && Chance(0.25))).ToArray();
        var policies = new List<PlainPolicy>();
        for (var i = _random.Next(5); i > 0; i--)
        {
            policies.Add(NetworkPolicy(i));
        }

        for (var i = _random.Next(4); i > 0; i--)
        {
            policies.Add(ClusterPolicy(i, policies));
        }

        return new PlainCluster(namespaces, pods, nodes, policies);
    }

    private PlainSelector Pods() => _random.Next(6) switch
    {
        0 => new([], []),
        1 => new([("app", $"app-{_random.Next(5)}")], []),
        2 => new([], [new("tier", Chance(0.5) ? "NotIn" : "In", Chance(0.5) ? [Pick(Tiers)] : ["front", "data"])]),
        3 => new([], [new("tier", Chance(0.5) ? "Exists" : "DoesNotExist", [])]),
        4 => new([("tier", Pick(Tiers))], [new("app", "NotIn", [$"app-{_random.Next(5)}"])]),
        _ => new([("tier", Pick(Tiers))], []),
    };

    private PlainSelector Namespaces() => _random.Next(5) switch
    {
        0 => new([], []),
        1 => new([("kubernetes.io/metadata.name", $"ns-{_random.Next(_spaces)}")], []),
        2 => new([], [new("team", "NotIn", [Pick(Teams)])]),
        3 => new([], [new(Chance(0.5) ? "team" : "env", Chance(0.5) ? "Exists" : "DoesNotExist", [])]),
        _ => new([("team", Pick(Teams))], []),
    };

    private PlainPolicy NetworkPolicy(int number) => new(PlainKind.NetworkPolicy, $"policy-{number}")
    {
        Namespace = $"ns-{_random.Next(_spaces)}",
        Pods = Pods(),
        Types = _random.Next(6) switch { 0 => ["Ingress"], 1 => ["Egress"], 2 => ["Ingress", "Egress"], _ => null },
        Ingress = Chance(0.7) ? Some(0, 2, Rule) : null,
        Egress = Chance(0.6) ? Some(0, 2, Rule) : null,
    };

    private PlainRule Rule() => new(null, Chance(0.85) ? Some(Chance(0.1) ? 0 : 1, 2, Peer) : null, Chance(0.65) ? Some(Chance(0.1) ? 0 : 1, 2, Port) : null);

    private PlainPeer Peer() => _random.Next(4) switch
    {
        0 => new() { Pods = Pods() },
        1 => new() { Namespaces = Namespaces() },
        2 => new() { Namespaces = Namespaces(), Pods = Pods() },
        _ => new() { Block = Pick<PlainBlock>([new("203.0.113.0/24", ["203.0.113.128/25"]), new("0.0.0.0/0", ["10.0.0.0/8", "203.0.113.0/25"]), new(Pick(Ranges), [])]) },
    };

    private PlainPorts Port() => _random.Next(5) switch
    {
        0 => new(Chance(0.5) ? null : Pick(Protocols), null, null, Pick(Names)),
        1 => new(Chance(0.5) ? null : Pick(Protocols), 53, 80, null),
        2 => new(Pick(Protocols), null, null, null),
        _ => new(Chance(0.5) ? null : Pick(Protocols), Pick(Numbers), null, null),
    };

    private PlainPolicy ClusterPolicy(int number, List<PlainPolicy> others)
    {
        var kind = Pick<PlainKind>([PlainKind.AdminNetworkPolicy, PlainKind.ClusterNetworkPolicy, PlainKind.BaselineAdminNetworkPolicy]);
        if (kind == PlainKind.BaselineAdminNetworkPolicy && others.Exists(p => p.Kind == kind))
        {
            kind = PlainKind.AdminNetworkPolicy;
        }

        var isOld = kind == PlainKind.BaselineAdminNetworkPolicy;
        var isBaseline = isOld || (kind == PlainKind.ClusterNetworkPolicy && Chance(0.4));
        string[] actions = isOld ? ["Allow", "Deny"] : ["Allow", "Deny", "Pass"];

        // Two of one priority at most: a third would need more worlds.
        var priority = isOld ? 0 : Chance(0.3) && others.Count(p => p.Priority == 7 && p.IsBaseline == isBaseline && p.Kind != PlainKind.NetworkPolicy) < 2 ? 7 : number + 10;
        return new(kind, isOld ? "default" : $"guard-{number}")
        {
            IsBaseline = isBaseline,
            Priority = priority,
            Namespaces = Namespaces(),
            Pods = Chance(0.5) ? Pods() : null,
            Ingress = Chance(0.8) ? Some(0, 3, () => new PlainRule(Pick(actions), Some(1, 2, ClusterPods), Chance(0.5) ? Some(1, 2, ClusterPort) : null)) : null,
            Egress = Chance(0.8) ? Some(0, 3, () => new PlainRule(Pick(actions), Some(1, 2, ClusterPeer), Chance(0.5) ? Some(1, 2, ClusterPort) : null)) : null,
        };
    }

    private PlainPeer ClusterPods() => new() { Namespaces = Namespaces(), Pods = Chance(0.5) ? Pods() : null };

    private PlainPeer ClusterPeer()
    {
        var choice = _random.Next(7);

        // Two rules about one domain are no two doubts.
        if (choice == 6 && !_hasDomain)
        {
            _hasDomain = true;
            return new() { Domain = "api.example.org" };
        }

        return choice switch
        {
            0 => new() { Networks = Some(1, 2, () => Pick(Ranges)) },
            1 => new() { Nodes = Chance(0.5) ? new([("role", "edge")], []) : new([], []) },
            _ => ClusterPods(),
        };
    }

    private PlainPorts ClusterPort()
    {
        var port = Pick(Numbers);
        return _random.Next(3) switch
        {
            0 => new(null, null, null, Pick(Names)),
            1 => new(Pick(Protocols), 53, 80, null),
            _ => new(Pick(Protocols), port, port, null),
        };
    }
}
