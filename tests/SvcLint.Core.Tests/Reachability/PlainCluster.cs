using System.Globalization;
using System.Text;

namespace SvcLint.Core.Tests.Reachability;

/// <summary>A label requirement: key, operator, values.</summary>
internal sealed record PlainRequirement(string Key, string Operator, IReadOnlyList<string> Values);

/// <summary>A label selector; an empty one picks everything.</summary>
internal sealed record PlainSelector(IReadOnlyList<(string Key, string Value)> Labels, IReadOnlyList<PlainRequirement> Requirements)
{
    public string Yaml => $"{{ {string.Join(", ", Parts())} }}";

    private IEnumerable<string> Parts()
    {
        if (Labels.Count > 0)
        {
            yield return $"matchLabels: {{ {string.Join(", ", Labels.Select(l => $"{l.Key}: {l.Value}"))} }}";
        }

        if (Requirements.Count > 0)
        {
            yield return $"matchExpressions: [{string.Join(", ", Requirements.Select(r => $"{{ key: {r.Key}, operator: {r.Operator}{(r.Values.Count > 0 ? $", values: [{string.Join(", ", r.Values)}]" : "")} }}"))}]";
        }
    }
}

/// <summary>A port of a container.</summary>
internal sealed record PlainPort(string Name, int Number, string Protocol);

/// <summary>Pods of one Deployment.</summary>
internal sealed record PlainPods(string Name, string Namespace, IReadOnlyDictionary<string, string> Labels, IReadOnlyList<PlainPort> Ports, bool IsOnHostNetwork)
{
    public string End => $"{Namespace}/{Name}[Deployment]";
}

internal sealed record PlainNamespace(string Name, IReadOnlyDictionary<string, string> Labels);

internal sealed record PlainNode(string Name, string Address, IReadOnlyDictionary<string, string> Labels);

/// <summary>Addresses, without some of them.</summary>
internal sealed record PlainBlock(string Range, IReadOnlyList<string> Except);

/// <summary>One peer; what is null is not written.</summary>
internal sealed record PlainPeer
{
    public PlainSelector? Namespaces { get; init; }

    public PlainSelector? Pods { get; init; }

    public PlainBlock? Block { get; init; }

    public IReadOnlyList<string>? Networks { get; init; }

    public PlainSelector? Nodes { get; init; }

    /// <summary>Addresses outside that only DNS knows.</summary>
    public string? Domain { get; init; }
}

/// <summary>Ports of a rule: numbers, a name, or all of a protocol. A cluster policy's name has no protocol.</summary>
internal sealed record PlainPorts(string? Protocol, int? First, int? Last, string? Name);

/// <summary>A rule; null peers or ports are not written, empty ones are.</summary>
internal sealed record PlainRule(string? Action, IReadOnlyList<PlainPeer>? Peers, IReadOnlyList<PlainPorts>? Ports);

internal enum PlainKind
{
    NetworkPolicy,
    AdminNetworkPolicy,
    BaselineAdminNetworkPolicy,
    ClusterNetworkPolicy,
}

/// <summary>A policy of any kind. Subject: namespaces for a cluster policy, pods for each.</summary>
internal sealed record PlainPolicy(PlainKind Kind, string Name)
{
    public string? Namespace { get; init; }

    public int Priority { get; init; }

    public bool IsBaseline { get; init; }

    public PlainSelector? Namespaces { get; init; }

    public PlainSelector? Pods { get; init; }

    public IReadOnlyList<string>? Types { get; init; }

    public IReadOnlyList<PlainRule>? Ingress { get; init; }

    public IReadOnlyList<PlainRule>? Egress { get; init; }
}

/// <summary>A cluster as plain data, from which both the manifests and the answers of <see cref="PlainPackets"/> are made.</summary>
internal sealed record PlainCluster(IReadOnlyList<PlainNamespace> Namespaces, IReadOnlyList<PlainPods> Pods, IReadOnlyList<PlainNode> Nodes, IReadOnlyList<PlainPolicy> Policies)
{
    public string Yaml()
    {
        var yaml = new StringBuilder();
        foreach (var item in Namespaces)
        {
            yaml.Append(Text($"---\napiVersion: v1\nkind: Namespace\nmetadata: {{ name: {item.Name}, labels: {Map(item.Labels)} }}\n"));
        }

        foreach (var node in Nodes)
        {
            yaml.Append(Text($"---\napiVersion: v1\nkind: Node\nmetadata: {{ name: {node.Name}, labels: {Map(node.Labels)} }}\nstatus: {{ addresses: [{{ type: InternalIP, address: {node.Address} }}] }}\n"));
        }

        foreach (var pods in Pods)
        {
            var ports = string.Join(", ", pods.Ports.Select(p => $"{{ name: {p.Name}, containerPort: {p.Number}, protocol: {p.Protocol} }}"));
            yaml.Append(Text($"---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{ name: {pods.Name}, namespace: {pods.Namespace} }}\nspec:\n  selector: {{ matchLabels: {{ app: {pods.Name} }} }}\n"))
                .Append(Text($"  template: {{ metadata: {{ labels: {Map(pods.Labels)} }}, spec: {{ {(pods.IsOnHostNetwork ? "hostNetwork: true, " : "")}containers: [{{ name: main, image: main, ports: [{ports}] }}] }} }}\n"));
        }

        foreach (var policy in Policies)
        {
            yaml.Append(policy.Kind == PlainKind.NetworkPolicy ? NetworkPolicy(policy) : ClusterPolicy(policy));
        }

        return yaml.ToString();
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Map(IReadOnlyDictionary<string, string> labels) => $"{{ {string.Join(", ", labels.Select(l => $"{l.Key}: {l.Value}"))} }}";

    private static string NetworkPolicy(PlainPolicy policy) =>
        $"---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{ name: {policy.Name}, namespace: {policy.Namespace} }}\nspec:\n"
        + $"  podSelector: {policy.Pods!.Yaml}\n"
        + (policy.Types is { } types ? $"  policyTypes: [{string.Join(", ", types)}]\n" : "")
        + Rules("ingress", "from", policy.Ingress, Rule) + Rules("egress", "to", policy.Egress, Rule);

    private static string Rule(string key, PlainRule rule) => $"{{ {string.Join(", ", new[]
    {
        rule.Peers is { } peers ? $"{key}: [{string.Join(", ", peers.Select(Peer))}]" : null,
        rule.Ports is { } ports ? $"ports: [{string.Join(", ", ports.Select(Port))}]" : null,
    }.OfType<string>())} }}";

    private static string Peer(PlainPeer peer) => peer.Block is { } block
        ? $"{{ ipBlock: {{ cidr: {block.Range}{(block.Except.Count > 0 ? $", except: [{string.Join(", ", block.Except)}]" : "")} }} }}"
        : $"{{ {string.Join(", ", new[] { peer.Namespaces is { } ns ? $"namespaceSelector: {ns.Yaml}" : null, peer.Pods is { } pods ? $"podSelector: {pods.Yaml}" : null }.OfType<string>())} }}";

    private static string Port(PlainPorts port) => $"{{ {string.Join(", ", new[]
    {
        port.Protocol is { } protocol ? $"protocol: {protocol}" : null,
        port.Name is { } name ? $"port: {name}" : port.First is { } first ? Text($"port: {first}") : null,
        port.First is not null && port.Last is { } last && last != port.First ? Text($"endPort: {last}") : null,
    }.OfType<string>())} }}";

    private static string Rules(string key, string peers, IReadOnlyList<PlainRule>? rules, Func<string, PlainRule, string> write) =>
        rules is null ? "" : $"  {key}: [{string.Join(", ", rules.Select(r => write(peers, r)))}]\n";

    private static string ClusterPolicy(PlainPolicy policy)
    {
        var isNew = policy.Kind == PlainKind.ClusterNetworkPolicy;
        return Text($"---\napiVersion: policy.networking.k8s.io/{(isNew ? "v1alpha2" : "v1alpha1")}\nkind: {policy.Kind}\nmetadata: {{ name: {policy.Name} }}\nspec:\n")
            + (policy.Kind == PlainKind.BaselineAdminNetworkPolicy ? "" : Text($"  priority: {policy.Priority}\n"))
            + (isNew ? $"  tier: {(policy.IsBaseline ? "Baseline" : "Admin")}\n" : "")
            + $"  subject: {Chosen(policy.Namespaces!, policy.Pods)}\n"
            + Rules("ingress", "from", policy.Ingress, (key, r) => ClusterRule(key, r, isNew)) + Rules("egress", "to", policy.Egress, (key, r) => ClusterRule(key, r, isNew));
    }

    private static string Chosen(PlainSelector namespaces, PlainSelector? pods) =>
        pods is null ? $"{{ namespaces: {namespaces.Yaml} }}" : $"{{ pods: {{ namespaceSelector: {namespaces.Yaml}, podSelector: {pods.Yaml} }} }}";

    private static string ClusterRule(string key, PlainRule rule, bool isNew)
    {
        var peers = rule.Peers!.Select(p => p.Networks is { } networks ? $"{{ networks: [{string.Join(", ", networks)}] }}" : p.Nodes is { } nodes ? $"{{ nodes: {nodes.Yaml} }}" : p.Domain is { } domain ? $"{{ domainNames: [{domain}] }}" : Chosen(p.Namespaces!, p.Pods));
        var ports = rule.Ports is { } written ? $", {(isNew ? "protocols" : "ports")}: [{string.Join(", ", written.Select(p => ClusterPort(p, isNew)))}]" : "";
        return $"{{ action: {(isNew && rule.Action == "Allow" ? "Accept" : rule.Action)}, {key}: [{string.Join(", ", peers)}]{ports} }}";
    }

    private static string ClusterPort(PlainPorts port, bool isNew) => (isNew, port) switch
    {
        (true, { Name: { } name }) => $"{{ destinationNamedPort: {name} }}",
        (true, _) when port.First == port.Last => Text($"{{ {port.Protocol!.ToLowerInvariant()}: {{ destinationPort: {{ number: {port.First} }} }} }}"),
        (true, _) => Text($"{{ {port.Protocol!.ToLowerInvariant()}: {{ destinationPort: {{ range: {{ start: {port.First}, end: {port.Last} }} }} }} }}"),
        (false, { Name: { } name }) => $"{{ namedPort: {name} }}",
        (false, _) when port.First == port.Last => Text($"{{ portNumber: {{ protocol: {port.Protocol}, port: {port.First} }} }}"),
        (false, _) => Text($"{{ portRange: {{ protocol: {port.Protocol}, start: {port.First}, end: {port.Last} }} }}"),
    };
}
