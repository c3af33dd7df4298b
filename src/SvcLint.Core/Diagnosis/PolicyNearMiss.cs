using SvcLint.Cluster;
using SvcLint.Model;

namespace SvcLint.Diagnosis;

/// <summary>Of the policies that deny a connection, the rule that was meant for it, and what it lacks.</summary>
internal sealed class PolicyNearMiss
{
    private readonly DiagnosisIndex _index;
    private readonly PolicyDirection _direction;
    private readonly Workload _subject;
    private readonly Workload _peer;
    private readonly Workload _destination;
    private readonly string _namespace;
    private readonly string _peerName;

    /// <param name="index">The dump.</param>
    /// <param name="direction">Which end's policies deny.</param>
    /// <param name="client">Who connects.</param>
    /// <param name="pod">Who is connected to.</param>
    public PolicyNearMiss(DiagnosisIndex index, PolicyDirection direction, Workload client, Workload pod)
    {
        (_index, _direction, _destination) = (index, direction, pod);
        (_subject, _peer) = direction == PolicyDirection.Ingress ? (pod, client) : (client, pod);
        _namespace = DiagnosisIndex.NamespaceOf(_peer);
        _peerName = index.Owners.TopOf(_peer).Name;
    }

    /// <summary>One sentence of the rule that is nearest to admitting it; null where no rule is near.</summary>
    public string? Of(int port, string protocol)
    {
        (int Rank, string Text)? best = null;
        foreach (var policy in PolicyReach.Isolating(_index.Unit, _subject, _direction))
        {
            foreach (var rule in PolicyReach.Rules(policy, _direction))
            {
                if (!PolicyReach.AdmitsPort(rule, _destination, port, protocol) && IsMeant(policy, rule))
                {
                    Offer(0, $"policy {policy.Name} admits {_peerName} at port {Listed(rule)}, not at {port.ToString(System.Globalization.CultureInfo.InvariantCulture)}, which the pods listen on");
                }

                foreach (var peer in rule.Peers?.Items ?? [])
                {
                    if (WhyNot(policy, peer) is var (rank, text))
                    {
                        Offer(rank, text);
                    }
                }
            }
        }

        return best?.Text;

        void Offer(int rank, string text)
        {
            if (best is null || rank < best.Value.Rank)
            {
                best = (rank, text);
            }
        }
    }

    private bool IsMeant(NetworkPolicy policy, NetworkPolicyRule rule) =>
        rule.Peers is { Count: > 0 } peers && peers.Items.Any(p => p.IPBlock is null && PolicyReach.MayBe(_index.Unit, policy, p, _peer));

    private static string Listed(NetworkPolicyRule rule) => string.Join(", ", (rule.Ports?.Items ?? []).Select(p => p.Port?.Value.ToString() ?? PolicyReach.ProtocolOf(p)).Distinct().Take(5));

    private (int Rank, string Text)? WhyNot(NetworkPolicy policy, NetworkPolicyPeer peer)
    {
        if (peer.IPBlock?.CIDR is { } range)
        {
            return (3, $"policy {policy.Name} admits addresses {range.Value}, which those of pods are not");
        }

        var own = DiagnosisIndex.NamespaceOf(policy);
        if (peer.NamespaceSelector is { } namespaces)
        {
            if (_index.Unit.NamespaceNamed(_namespace)?.Metadata is not { } metadata)
            {
                return null;
            }

            if (Unmet(namespaces, k => k == PolicyReach.NamespaceNameLabel ? _namespace : metadata.Labels?[k]) is var (key, wanted, has))
            {
                return (1, $"policy {policy.Name} admits namespaces labelled {wanted}, {_namespace} {(has is null ? $"has no label {key}" : $"has {key}={has}")}");
            }
        }
        else if (own != _namespace)
        {
            return peer.PodSelector is null ? null : (2, $"policy {policy.Name} admits pods of its own namespace {own} alone, {_peerName} is in {_namespace}");
        }

        return peer.PodSelector is { } pods && Unmet(pods, k => _peer.PodLabels?[k]) is var (label, asked, value)
            ? (1, $"policy {policy.Name} admits pods labelled {asked}, those of {_peerName} {(value is null ? $"lack {label}" : $"carry {label}={value}")}")
            : null;
    }

    /// <summary>The first requirement that does not hold, as people write it, and what is there instead.</summary>
    private static (string Key, string Wanted, string? Has)? Unmet(LabelSelector selector, Func<string, string?> labelOf)
    {
        foreach (var pair in selector.MatchLabels?.Entries ?? [])
        {
            if (labelOf(pair.Key.Value) is var has && has != pair.Value.Value)
            {
                return (pair.Key.Value, $"{pair.Key.Value}={pair.Value.Value}", has);
            }
        }

        foreach (var requirement in selector.MatchExpressions?.Items ?? [])
        {
            var key = requirement.Key?.Value ?? "";
            var has = labelOf(key);
            var values = requirement.Values?.Items.Select(v => v.Value).ToArray() ?? [];
            var list = $"({string.Join(", ", values)})";
            switch (requirement.Operator?.Value)
            {
                case "In" when has is null || !values.Contains(has):
                    return (key, $"{key} in {list}", has);
                case "NotIn" when has is not null && values.Contains(has):
                    return (key, $"{key} not in {list}", has);
                case "Exists" when has is null:
                    return (key, $"with {key}", has);
                case "DoesNotExist" when has is not null:
                    return (key, $"without {key}", has);
            }
        }

        return null;
    }
}
