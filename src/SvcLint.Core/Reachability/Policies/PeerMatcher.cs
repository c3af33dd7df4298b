using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Reachability.Policies;

/// <summary>Ends that a peer of a rule matches for one reason.</summary>
/// <param name="Ends">The ends.</param>
/// <param name="Doubt">Null where it surely matches them.</param>
/// <param name="Span">The peer.</param>
internal sealed record PeerPart(EndSet Ends, Doubt? Doubt, SourceSpan Span)
{
    /// <summary>The peer's place in its rule; -1 where none is written.</summary>
    public int Index { get; init; } = -1;
}

/// <summary>Which ends the peers of rules match.</summary>
internal sealed class PeerMatcher
{
    private readonly IReadOnlyList<ReachEnd> _ends;
    private readonly EndIndex _index;
    private readonly PodAddresses _pods;
    private readonly EndSet _outside;
    private readonly EndSet _nodes;
    private readonly EndSet _apiServer;
    private readonly Dictionary<CidrValue, EndSet> _inside = [];

    public PeerMatcher(IReadOnlyList<ReachEnd> ends, EndIndex index, PodAddresses pods)
    {
        _ends = ends;
        _index = index;
        _pods = pods;
        All = new EndSet(ends.Count);
        _outside = new EndSet(ends.Count);
        _nodes = new EndSet(ends.Count);
        _apiServer = new EndSet(ends.Count);
        foreach (var end in ends)
        {
            All.Add(end.Number);
            _ = end.Kind switch
            {
                ReachEndKind.Outside => _outside.Add(end.Number),
                ReachEndKind.Node => _nodes.Add(end.Number),
                ReachEndKind.ApiServer => _apiServer.Add(end.Number),
                _ => All,
            };
        }
    }

    public EndSet All { get; }

    /// <summary>The peers of a NetworkPolicy's rule; none at all means everybody.</summary>
    public IEnumerable<PeerPart> Of(NetworkPolicyRule rule, string ns, string policy)
    {
        if (rule.Peers is not { Count: > 0 } peers)
        {
            return [new PeerPart(All, null, rule.KeySpan)];
        }

        return peers.Items.SelectMany((peer, index) => (peer.IPBlock is { } block ? OfBlock(block, peer.KeySpan, policy)
            : peer.PodSelector is null && peer.NamespaceSelector is null ? []
            : OfPods(ns, peer.NamespaceSelector, peer.PodSelector, peer.KeySpan, policy)).Select(part => part with { Index = index }));
    }

    /// <summary>The peers of a cluster policy's rule. Pods on the host network are never among its pods.</summary>
    public IEnumerable<PeerPart> Of(ClusterPolicyRule rule, PolicyName policy) =>
        (rule.Peers?.Items ?? []).SelectMany((peer, index) => Of(peer, policy).Select(part => part with { Index = index }));

    private IEnumerable<PeerPart> Of(ClusterPolicyPeer peer, PolicyName policy)
    {
        if (peer.Pods.NamespaceSelector is { } namespaces)
        {
            foreach (var part in Parts(_index.Select(null, namespaces, peer.Pods.PodSelector), namespaces, _index.OnHostNetwork, null, peer.KeySpan, policy.Text))
            {
                yield return part;
            }
        }

        foreach (var network in peer.Networks?.Items ?? [])
        {
            foreach (var part in OfNetwork(network, policy.Text))
            {
                yield return part;
            }
        }

        if (peer.Nodes is { } nodes)
        {
            yield return new PeerPart(NodesWith(nodes), null, peer.KeySpan);
            yield return new PeerPart(_index.OnHostNetwork, Doubt(DoubtKind.HostNetwork, $"{policy.Text} names nodes, and where pods on the host network run is not in the input", policy.Text, nodes.KeySpan), peer.KeySpan);
        }

        if (peer.DomainNames is { } domains)
        {
            yield return new PeerPart(_outside, Doubt(DoubtKind.DomainNames, $"{policy.Text} names domains; their addresses are not in the input", policy.Text, domains.KeySpan), peer.KeySpan);
        }
    }

    /// <summary>Pods that a policy applies to, in parts.</summary>
    public IEnumerable<PeerPart> Subjects(string? ns, LabelSelector? namespaces, LabelSelector? pods, SourceSpan span, string policy, bool isClusterPolicy)
    {
        var picked = _index.Select(ns, namespaces, pods);
        return Parts(picked, namespaces, isClusterPolicy ? _index.OnHostNetwork : _index.None, isClusterPolicy ? null : _index.OnHostNetwork, span, policy);
    }

    private IEnumerable<PeerPart> OfPods(string ns, LabelSelector? namespaces, LabelSelector? pods, SourceSpan span, string policy) =>
        Parts(_index.Select(ns, namespaces, pods), namespaces, _index.None, _index.OnHostNetwork, span, policy);

    // Cluster policies leave out pods on the host network; for NetworkPolicies nobody defined it.
    private IEnumerable<PeerPart> Parts(Picked picked, LabelSelector? namespaces, EndSet without, EndSet? undefined, SourceSpan span, string policy)
    {
        var sure = picked.Sure.Except(without);
        var doubtful = picked.Doubtful.Except(without);
        if (undefined is not null)
        {
            var host = picked.Possible.Intersect(undefined);
            if (!host.IsEmpty)
            {
                yield return new PeerPart(host, Doubt(DoubtKind.HostNetwork, "what NetworkPolicies do to pods on the host network is not defined", policy, span), span);
                sure = sure.Except(host);
                doubtful = doubtful.Except(host);
            }
        }

        if (!sure.IsEmpty)
        {
            yield return new PeerPart(sure, null, span);
        }

        var undeclared = doubtful.Intersect(_index.Undeclared);
        if (!undeclared.IsEmpty)
        {
            yield return new PeerPart(undeclared, Doubt(DoubtKind.UndeclaredPod, $"whether {policy} selects a pod that the input does not declare is unknown", policy, span), span);
        }

        doubtful = doubtful.Except(undeclared);
        if (!doubtful.IsEmpty && namespaces is not null)
        {
            // Of those whose namespace surely matches, labels of pods are in doubt.
            var unlabelled = doubtful.Intersect(_index.Unlabelled).Intersect(_index.Select(null, namespaces, null).Doubtful);
            if (!unlabelled.IsEmpty)
            {
                yield return new PeerPart(unlabelled, Doubt(DoubtKind.NamespaceLabels, $"{policy} selects by labels of a namespace that the input does not declare", policy, span), span);
            }

            doubtful = doubtful.Except(unlabelled);
        }

        if (!doubtful.IsEmpty)
        {
            yield return new PeerPart(doubtful, Doubt(DoubtKind.RunTimeLabels, $"{policy} selects by a label that controllers set when they make pods", policy, span), span);
        }
    }

    private IEnumerable<PeerPart> OfBlock(IPBlock block, SourceSpan span, string policy)
    {
        if (!CidrValue.TryParseSloppy(block.CIDR?.Value, out var range))
        {
            yield break;
        }

        var except = new List<CidrValue>();
        foreach (var item in block.Except?.Items ?? [])
        {
            if (CidrValue.TryParseSloppy(item.Value, out var taken))
            {
                except.Add(taken);
            }
        }

        yield return new PeerPart(except.Aggregate(Inside(range), (inside, taken) => inside.Except(Inside(taken))), null, span);
        var isEverything = range.PrefixLength == 0 && except.Count == 0;
        if (isEverything)
        {
            yield return new PeerPart(_apiServer, null, span);
        }
        else
        {
            yield return new PeerPart(_apiServer, Doubt(DoubtKind.Address, "the API server's address is not in the input", policy, span), span);
        }

        var onHost = _index.OnHostNetwork;
        if (!onHost.IsEmpty)
        {
            yield return new PeerPart(onHost, Doubt(DoubtKind.HostNetwork, $"whether the range {range} of {policy} holds the node of a pod on the host network is not in the input", policy, span), span);
        }

        if (_pods.MayLieIn(range, except))
        {
            yield return new PeerPart(
                _index.Pods.Except(onHost), Doubt(DoubtKind.RangeOfPods, $"only the range {range} of {policy} allows it; whether ranges stand for pods is up to the network plugin", policy, span), span);
        }
    }

    // By the API, traffic within the cluster is held against networks too.
    private IEnumerable<PeerPart> OfNetwork(Located<string> network, string policy)
    {
        if (!CidrValue.TryParseSloppy(network.Value, out var range))
        {
            yield break;
        }

        yield return new PeerPart(Inside(range), null, network.Span);
        if (_pods.LieIn(range))
        {
            yield return new PeerPart(_index.Pods.Union(_apiServer), null, network.Span);
        }
        else if (_pods.MayLieIn(range, []))
        {
            var doubt = Doubt(DoubtKind.RangeOfPods, $"whether {policy}'s network {range} holds the pods' addresses is not in the input", policy, network.Span);
            yield return new PeerPart(_index.Pods.Union(_apiServer), doubt, network.Span);
        }
        else
        {
            var doubt = Doubt(DoubtKind.Address, $"whether {policy}'s network {range} holds the node's address is not in the input", policy, network.Span);
            yield return new PeerPart(_index.OnHostNetwork.Union(_apiServer), doubt, network.Span);
        }
    }

    private EndSet Inside(CidrValue range)
    {
        if (!_inside.TryGetValue(range, out var inside))
        {
            inside = new EndSet(_ends.Count);
            foreach (var end in _ends)
            {
                // Pieces are cut at the range's own borders.
                if (end.Addresses is { } addresses && range.Contains(addresses.First))
                {
                    inside.Add(end.Number);
                }
            }

            _inside.Add(range, inside);
        }

        return inside;
    }

    private EndSet NodesWith(LabelSelector selector)
    {
        var found = new EndSet(_ends.Count);
        foreach (var end in _nodes.Members())
        {
            if (Cluster.LabelMatching.Selects(selector, _ends[end].Node!.Metadata.Labels))
            {
                found.Add(end);
            }
        }

        return found;
    }

    private static Doubt Doubt(DoubtKind kind, string text, string policy, SourceSpan span) => new(kind, text, policy, span);
}

/// <summary>How texts name a policy: <c>NetworkPolicy shop/web</c>.</summary>
internal sealed record PolicyName(string Text)
{
    public static PolicyName Of(KubernetesObject policy) => new(
        $"{policy.Kind.Value} {(policy is ClusterPolicy ? "" : $"{policy.Namespace ?? "default"}/")}{policy.Name ?? policy.Metadata.GenerateName?.Value}");
}
