using System.Net;

namespace SvcLint.Core.Tests.Reachability;

/// <summary>What manifests leave open, decided one way.</summary>
/// <param name="RangesHoldPods">The network plugin takes an ipBlock for pods too.</param>
/// <param name="PodAddress">Where pods are.</param>
/// <param name="HostAddress">Of the node on which pods on the host network run.</param>
/// <param name="HostNodeMatches">That node has the labels that a policy asks for.</param>
/// <param name="HostIsPod">NetworkPolicies treat pods on the host network as any other.</param>
/// <param name="IsReversed">Of cluster policies with one priority the last comes first.</param>
/// <param name="DomainHolds">The domain that a policy names has the address outside.</param>
internal sealed record PlainWorld(bool RangesHoldPods, string PodAddress, string HostAddress, bool HostNodeMatches, bool HostIsPod, bool IsReversed, bool DomainHolds);

/// <summary>An end of a connection: pods, a node, or an address outside.</summary>
internal sealed record PlainEnd(string Name, PlainPods? Pods, PlainNode? Node, string? Address);

/// <summary>Decides single packets by the letter of the APIs, rule by rule, in one world. No sets, no sharing, no code of the project.</summary>
internal sealed class PlainPackets(PlainCluster cluster, PlainWorld world)
{
    private readonly Dictionary<(string Address, string Range), bool> _inside = [];

    public bool Passes(PlainEnd source, PlainEnd destination, string protocol, int port) =>
        Passes("Egress", source, destination, destination, protocol, port) && Passes("Ingress", destination, source, destination, protocol, port);

    private bool Passes(string direction, PlainEnd subject, PlainEnd peer, PlainEnd destination, string protocol, int port)
    {
        if (subject.Pods is null)
        {
            return true;
        }

        return Tier(false) ?? NetworkPolicies(direction, subject, peer, destination, protocol, port) ?? Tier(true) ?? true;

        bool? Tier(bool isBaseline)
        {
            var policies = cluster.Policies.Where(p => p.Kind != PlainKind.NetworkPolicy && p.IsBaseline == isBaseline);
            foreach (var policy in (world.IsReversed ? policies.Reverse() : policies).OrderBy(p => p.Priority))
            {
                if (subject.Pods.IsOnHostNetwork || !Holds(policy.Namespaces!, policy.Pods, subject.Pods))
                {
                    continue;
                }

                foreach (var rule in (direction == "Ingress" ? policy.Ingress : policy.Egress) ?? [])
                {
                    if (rule.Peers!.Any(p => IsClusterPeer(p, peer)) && (rule.Ports is null || rule.Ports.Any(p => IsPort(p, destination, protocol, port, isCluster: true))))
                    {
                        return rule.Action switch { "Allow" => true, "Deny" => false, _ => null };
                    }
                }
            }

            return null;
        }
    }

    private bool? NetworkPolicies(string direction, PlainEnd subject, PlainEnd peer, PlainEnd destination, string protocol, int port)
    {
        var pods = subject.Pods!;
        var isolating = cluster.Policies.Where(p => p.Kind == PlainKind.NetworkPolicy && p.Namespace == pods.Namespace && Matches(p.Pods!, pods.Labels) && Types(p).Contains(direction)).ToArray();
        if (isolating.Length == 0 || (pods.IsOnHostNetwork && !world.HostIsPod))
        {
            return null;
        }

        return isolating.Any(policy => ((direction == "Ingress" ? policy.Ingress : policy.Egress) ?? []).Any(rule =>
            (rule.Peers is not { Count: > 0 } peers || peers.Any(p => IsPeer(p, policy.Namespace!, peer)))
            && (rule.Ports is not { Count: > 0 } ports || ports.Any(p => IsPort(p, destination, protocol, port, isCluster: false)))));
    }

    private static IReadOnlyList<string> Types(PlainPolicy policy) => policy.Types ?? (policy.Egress is { Count: > 0 } ? ["Ingress", "Egress"] : ["Ingress"]);

    private bool IsPeer(PlainPeer written, string ownNamespace, PlainEnd end)
    {
        if (written.Block is { } block)
        {
            var address = end.Address ?? end.Node?.Address ?? (end.Pods!.IsOnHostNetwork && !world.HostIsPod ? world.HostAddress : world.RangesHoldPods ? PodAddress(end.Pods) : null);
            return address is not null && IsIn(address, block.Range) && !block.Except.Any(e => IsIn(address, e));
        }

        return end.Pods is { } pods && (!pods.IsOnHostNetwork || world.HostIsPod)
            && (written.Namespaces is { } namespaces ? Matches(namespaces, LabelsOf(pods.Namespace)) : pods.Namespace == ownNamespace)
            && (written.Pods is not { } labels || Matches(labels, pods.Labels));
    }

    private bool IsClusterPeer(PlainPeer written, PlainEnd end)
    {
        if (written.Networks is { } networks)
        {
            var address = end.Address ?? end.Node?.Address ?? PodAddress(end.Pods!);
            return networks.Any(n => IsIn(address, n));
        }

        if (written.Nodes is { } nodes)
        {
            return end.Node is { } node ? Matches(nodes, node.Labels) : end.Pods?.IsOnHostNetwork == true && world.HostNodeMatches;
        }

        if (written.Domain is not null)
        {
            return end.Address is not null && world.DomainHolds;
        }

        return end.Pods is { IsOnHostNetwork: false } pods && Holds(written.Namespaces!, written.Pods, pods);
    }

    private string PodAddress(PlainPods pods) => pods.IsOnHostNetwork ? world.HostAddress : world.PodAddress;

    private bool Holds(PlainSelector namespaces, PlainSelector? labels, PlainPods pods) => Matches(namespaces, LabelsOf(pods.Namespace)) && (labels is null || Matches(labels, pods.Labels));

    private Dictionary<string, string> LabelsOf(string name) =>
        new(cluster.Namespaces.Where(n => n.Name == name).SelectMany(n => n.Labels)) { ["kubernetes.io/metadata.name"] = name };

    private static bool Matches(PlainSelector selector, IReadOnlyDictionary<string, string> labels) =>
        selector.Labels.All(l => labels.TryGetValue(l.Key, out var value) && value == l.Value)
        && selector.Requirements.All(r => r.Operator switch
        {
            "In" => labels.TryGetValue(r.Key, out var value) && r.Values.Contains(value),
            "NotIn" => !labels.TryGetValue(r.Key, out var value) || !r.Values.Contains(value),
            "Exists" => labels.ContainsKey(r.Key),
            _ => !labels.ContainsKey(r.Key),
        });

    private static bool IsPort(PlainPorts written, PlainEnd destination, string protocol, int port, bool isCluster)
    {
        var wanted = written.Protocol ?? (isCluster ? null : "TCP");
        return written.Name is { } name
            ? destination.Pods?.Ports.Any(p => p.Name == name && p.Number == port && p.Protocol == protocol && (wanted is null || wanted == protocol)) == true
            : wanted == protocol && (written.First is null || (port >= written.First && port <= (written.Last ?? written.First)));
    }

    private bool IsIn(string address, string range)
    {
        if (!_inside.TryGetValue((address, range), out var isInside))
        {
            _inside.Add((address, range), isInside = IPNetwork.Parse(range).Contains(IPAddress.Parse(address)));
        }

        return isInside;
    }
}
