using SvcLint.Cluster;
using SvcLint.Model;
using SvcLint.Reachability;
using SvcLint.Reachability.Policies;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Change;

/// <summary>Which changed lines of a policy make it say something else of one peer: rules and peers that match it neither before nor now are passed over.</summary>
internal sealed class PolicyDifference
{
    // Of a new policy that closes something, the first few whom it does let in.
    private const int FewPeers = 3;

    private readonly ObjectChange _change;
    private readonly string _rules;
    private readonly string _peers;
    private readonly YamlMapping? _before;
    private readonly YamlMapping? _after;

    public PolicyDifference(ObjectChange change, PolicyDirection direction)
    {
        _change = change;
        (_rules, _peers) = direction == PolicyDirection.Ingress ? ("ingress", "from") : ("egress", "to");
        (_before, _after) = (Spec(change.Before), Spec(change.After));
    }

    /// <param name="was">What it said of the peer; null where it did not apply.</param>
    /// <param name="now">What it says.</param>
    /// <param name="ports">The ports that matter.</param>
    public IEnumerable<PolicyCause> Lines(PolicyEffect? was, PolicyEffect? now, PortSet ports)
    {
        if (_change.Before is null || _change.After is null)
        {
            return _change.Lines().Concat(now is null ? [] : Admitted(now, ports).Select(Cause));
        }

        var spans = Rules(was, now, ports).Select(Cause);
        return was?.Doubt == now?.Doubt && was is null == now is null && was?.Order == now?.Order ? spans : _change.Places.Where(p => !IsOfRules(p)).Select(p => Cause(p.Span)).Concat(spans);
    }

    private static bool IsOfRules(ChangedPlace place) => place.Path.StartsWith("spec.ingress", StringComparison.Ordinal) || place.Path.StartsWith("spec.egress", StringComparison.Ordinal);

    // Whom a new policy lets in: the peers that match, else those that do not.
    private IEnumerable<SourceSpan> Admitted(PolicyEffect now, PortSet ports)
    {
        var matching = now.Rules.Where(r => !r.Ports.Intersect(ports).IsEmpty).Select(r => Place(Items(_after, _rules)?.Items[r.Rule], r.Peer)).OfType<SourceSpan>().ToArray();
        return matching.Length > 0 ? matching
            : (Items(_after, _rules)?.Items ?? []).SelectMany(rule => Items(rule, _peers)?.Items ?? []).Select(peer => peer.FirstLine).Take(FewPeers);
    }

    private IEnumerable<SourceSpan> Rules(PolicyEffect? was, PolicyEffect? now, PortSet ports)
    {
        var (earlier, later) = (Items(_before, _rules), Items(_after, _rules));
        foreach (var (before, after) in NodeDifference.Pairs(earlier, later))
        {
            RuleEffect[] one = [.. (was?.Rules ?? []).Where(r => r.Rule == before)];
            RuleEffect[] other = [.. (now?.Rules ?? []).Where(r => r.Rule == after)];
            if (RuleEffect.AreSame(one, other, ports))
            {
                continue;
            }

            var lines = after < 0 ? [KeyOf(_after, _rules) ?? _change.Object.NameSpan]
                : before < 0 ? other.Select(r => Place(later!.Items[after], r.Peer)).OfType<SourceSpan>()
                : Within(earlier!.Items[before], later!.Items[after], one, other);
            foreach (var line in lines)
            {
                yield return line;
            }
        }
    }

    private IEnumerable<SourceSpan> Within(YamlNode before, YamlNode after, RuleEffect[] one, RuleEffect[] other)
    {
        var (earlier, later) = (Items(before, _peers), Items(after, _peers));
        var isListed = earlier is not null && later is not null;
        foreach (var (was, now) in isListed ? NodeDifference.Pairs(earlier, later) : [])
        {
            var matched = was >= 0 && Array.Exists(one, r => r.Peer == was);
            var matches = now >= 0 && Array.Exists(other, r => r.Peer == now);
            if (matched != matches)
            {
                foreach (var span in now < 0 ? [KeyOf(after, _peers)!.Value] : was < 0 ? [later!.Items[now].FirstLine] : NodeDifference.Of(earlier!.Items[was], later!.Items[now]).Select(p => p.Span))
                {
                    yield return span;
                }
            }
        }

        foreach (var place in NodeDifference.Of(before, after))
        {
            if (!isListed || !place.Path.StartsWith(_peers, StringComparison.Ordinal))
            {
                yield return place.Span;
            }
        }
    }

    private SourceSpan? Place(YamlNode? rule, int peer) => peer >= 0 && Items(rule, _peers) is { } peers && peer < peers.Items.Count ? peers.Items[peer].FirstLine : rule?.FirstLine;

    private PolicyCause Cause(SourceSpan span) => new(_change.ToString(), span);

    private static YamlMapping? Spec(KubernetesObject? policy) => (policy?.Node as YamlMapping)?["spec"] as YamlMapping;

    private static YamlSequence? Items(YamlNode? node, string key) => (node as YamlMapping)?[key] as YamlSequence;

    private static SourceSpan? KeyOf(YamlNode? node, string key) => node is not YamlMapping mapping ? null : mapping.TryGet(key, out var entry) ? entry.Key.Span : mapping.FirstLine;
}
