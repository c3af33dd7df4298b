using System.Globalization;
using System.Text;

namespace SvcLint.Core.Tests.Reachability;

/// <summary>Small clusters with policies of every kind, drawn from a seed: workloads, namespaces with labels, NetworkPolicies, cluster policies.</summary>
internal sealed class RandomPolicies
{
    private static readonly string[] Teams = ["red", "blue"];
    private static readonly string[] Tiers = ["front", "back", "data"];
    private static readonly string[] Ranges = ["203.0.113.0/24", "198.51.100.0/25", "10.0.0.0/8", "0.0.0.0/0", "192.168.0.0/16", "203.0.113.7/32"];
    private static readonly string[] Names = ["http", "sql", "dns"];
    private static readonly int[] Numbers = [80, 5432, 53, 8080];

    private readonly Random _random;
    private readonly StringBuilder _yaml = new();
    private readonly int _spaces;

    // Every second input declares all its namespaces.
    private readonly bool _isDeclared;

    private RandomPolicies(int seed)
    {
        _isDeclared = seed % 2 == 0;
        _random = new Random(seed);
        _spaces = _random.Next(2, 5);
    }

    /// <summary>Documents in an order that means nothing.</summary>
    public static IReadOnlyList<string> Documents(int seed) => new RandomPolicies(seed).Make().Split("---\n", StringSplitOptions.RemoveEmptyEntries);

    public static string Yaml(int seed) => string.Join("---\n", Documents(seed));

    private bool Chance(double chance) => _random.NextDouble() < chance;

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    private string Make()
    {
        for (var i = 0; i < _spaces; i++)
        {
            if (_isDeclared || i == 0 || Chance(0.7))
            {
                Add($"apiVersion: v1\nkind: Namespace\nmetadata: {{ name: ns-{i}, labels: {{ team: {Pick(Teams)} }} }}\n");
            }
        }

        var workloads = _random.Next(4, 9);
        for (var i = 0; i < workloads; i++)
        {
            var port = _random.Next(Names.Length);
            var labels = $"app: app-{i}, tier: {Pick(Tiers)}";
            var pod = $"{(Chance(0.1) ? "hostNetwork: true, " : "")}containers: [{{ name: main, image: main, ports: [{{ name: {Names[port]}, containerPort: {Pick(Numbers)}{(Chance(0.2) ? ", protocol: UDP" : "")} }}] }}]";
            Add(Chance(0.2)
                ? $"apiVersion: v1\nkind: Pod\nmetadata: {{ name: app-{i}, namespace: ns-{_random.Next(_spaces)}, labels: {{ {labels} }} }}\nspec: {{ {pod} }}\n"
                : $"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{ name: app-{i}, namespace: ns-{_random.Next(_spaces)} }}\nspec: {{ selector: {{ matchLabels: {{ app: app-{i} }} }}, template: {{ metadata: {{ labels: {{ {labels} }} }}, spec: {{ {pod} }} }} }}\n");
        }

        for (var i = _random.Next(5); i > 0; i--)
        {
            Add(NetworkPolicy(i));
        }

        for (var i = _random.Next(4); i > 0; i--)
        {
            Add(ClusterPolicy(i));
        }

        return _yaml.ToString();
    }

    private void Add(string document) => _yaml.Append("---\n").Append(document);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private string Selector()
    {
        return _random.Next(6) switch
        {
            0 => "{ }",
            1 => Text($"{{ matchLabels: {{ app: app-{_random.Next(6)} }} }}"),
            2 => Text($"{{ matchExpressions: [{{ key: tier, operator: NotIn, values: [{Pick(Tiers)}] }}] }}"),
            3 => "{ matchExpressions: [{ key: track, operator: DoesNotExist }] }",
            4 when Chance(0.2) => "{ matchLabels: { pod-template-hash: abc } }",
            _ => Text($"{{ matchLabels: {{ tier: {Pick(Tiers)} }} }}"),
        };
    }

    private string Namespaces() => _random.Next(4) switch
    {
        0 => "{ }",
        1 => Text($"{{ matchLabels: {{ kubernetes.io/metadata.name: ns-{_random.Next(_spaces)} }} }}"),
        2 => Text($"{{ matchExpressions: [{{ key: team, operator: NotIn, values: [{Pick(Teams)}] }}] }}"),
        _ => Text($"{{ matchLabels: {{ team: {Pick(Teams)} }} }}"),
    };

    private string NetworkPolicy(int number)
    {
        var types = _random.Next(3);
        return Text($"apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{ name: policy-{number}, namespace: ns-{_random.Next(_spaces)} }}\nspec:\n  podSelector: {Selector()}\n")
            + (types != 1 ? $"  ingress: [{Rules("from")}]\n" : "")
            + (types != 0 ? $"  egress: [{Rules("to")}]\n" : "")
            + (types == 1 && Chance(0.5) ? "  policyTypes: [Egress]\n" : "");
    }

    private string Rules(string peers) => string.Join(", ", Enumerable.Range(0, _random.Next(3)).Select(_ => Rule(peers)));

    private string Rule(string peers)
    {
        var parts = new List<string>();
        if (Chance(0.8))
        {
            parts.Add($"{peers}: [{string.Join(", ", Enumerable.Range(0, _random.Next(1, 3)).Select(_ => Peer()))}]");
        }

        if (Chance(0.6))
        {
            parts.Add($"ports: [{string.Join(", ", Enumerable.Range(0, _random.Next(1, 3)).Select(_ => Port()))}]");
        }

        return $"{{ {string.Join(", ", parts)} }}";
    }

    private string Peer() => _random.Next(4) switch
    {
        0 => $"{{ podSelector: {Selector()} }}",
        1 => $"{{ namespaceSelector: {Namespaces()} }}",
        2 => $"{{ namespaceSelector: {Namespaces()}, podSelector: {Selector()} }}",
        _ => Chance(0.3) ? "{ ipBlock: { cidr: 0.0.0.0/0, except: [10.0.0.0/8, 203.0.113.0/25] } }" : $"{{ ipBlock: {{ cidr: {Pick(Ranges)} }} }}",
    };

    private string Port() => _random.Next(4) switch
    {
        0 => $"{{ port: {Pick(Names)}{(Chance(0.3) ? ", protocol: UDP" : "")} }}",
        1 => "{ port: 50, endPort: 90 }",
        2 => "{ protocol: UDP }",
        _ => Text($"{{ port: {Pick(Numbers)} }}"),
    };

    private string ClusterPolicy(int number)
    {
        var kind = _random.Next(3);
        var (api, name, allow, ports) = kind == 2 ? ("v1alpha2", "ClusterNetworkPolicy", "Accept", "protocols") : ("v1alpha1", kind == 1 ? "BaselineAdminNetworkPolicy" : "AdminNetworkPolicy", "Allow", "ports");
        string[] actions = kind == 1 ? [allow, "Deny"] : [allow, "Deny", "Pass"];
        var head = Text($"apiVersion: policy.networking.k8s.io/{api}\nkind: {name}\nmetadata: {{ name: {(kind == 1 ? "default" : $"guard-{number}")} }}\nspec:\n")
            + (kind == 1 ? "" : Text($"  priority: {(Chance(0.2) ? 7 : number)}\n")) + (kind == 2 ? $"  tier: {(Chance(0.5) ? "Admin" : "Baseline")}\n" : "")
            + $"  subject: {Pods()}\n";
        return head + $"  ingress: [{Of("from", _ => Pods())}]\n  egress: [{Of("to", _ => Chance(0.3) ? $"{{ networks: [{Pick(Ranges)}] }}" : Pods())}]\n";

        string Of(string peers, Func<int, string> peer) => string.Join(", ", Enumerable.Range(0, _random.Next(3)).Select(i =>
            $"{{ action: {Pick(actions)}, {peers}: [{string.Join(", ", Enumerable.Range(0, _random.Next(1, 3)).Select(peer))}]{(Chance(0.5) ? $", {ports}: [{ClusterPort(kind == 2)}]" : "")} }}"));
    }

    private string Pods() => Chance(0.5) ? $"{{ namespaces: {Namespaces()} }}" : $"{{ pods: {{ namespaceSelector: {Namespaces()}, podSelector: {Selector()} }} }}";

    private string ClusterPort(bool isNew) => (isNew, _random.Next(3)) switch
    {
        (true, 0) => $"{{ destinationNamedPort: {Pick(Names)} }}",
        (true, 1) => "{ udp: { destinationPort: { range: { start: 50, end: 90 } } } }",
        (true, _) => Text($"{{ tcp: {{ destinationPort: {{ number: {Pick(Numbers)} }} }} }}"),
        (false, 0) => $"{{ namedPort: {Pick(Names)} }}",
        (false, 1) => "{ portRange: { protocol: UDP, start: 50, end: 90 } }",
        (false, _) => Text($"{{ portNumber: {{ protocol: TCP, port: {Pick(Numbers)} }} }}"),
    };
}
