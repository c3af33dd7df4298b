using SvcLint.Emulation;
using SvcLint.Emulation.Comparison;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Diagnosis;

/// <summary>Have the nodes, whose rules lie beside the objects, what kube-proxy would write.</summary>
internal sealed class NodeRuleSteps
{
    private const string Question = "have the nodes the rules of the Service";
    private const int Shown = 3;

    private readonly DiagnosisIndex _index;

    // By Service; one node may have several files: what ipvsadm printed, and ipset.
    private readonly Dictionary<string, List<(string Node, IPFamily Family, string File, RuleDifference Difference)>> _differences = new(StringComparer.Ordinal);

    private readonly List<DiagnosisStep> _unknown = [];

    public NodeRuleSteps(DiagnosisIndex index, KubernetesVersion version)
    {
        _index = index;
        foreach (var rules in index.Dump.Rules)
        {
            if (NodeOf(index, rules) is { } node)
            {
                foreach (var family in new[] { IPFamily.IPv4, IPFamily.IPv6 })
                {
                    Compare(index, rules, node, family, version);
                }
            }
        }
    }

    /// <summary>The steps of one Service: what is wrong on which node, and what files break off that could tell.</summary>
    public IEnumerable<DiagnosisStep> Of(Service service, ListedService listed) => Differing(service, listed).Concat(_unknown);

    private IEnumerable<DiagnosisStep> Differing(Service service, ListedService listed) =>
        _differences.TryGetValue($"{DiagnosisIndex.NamespaceOf(service)}/{service.Name}", out var own)
            ? own.GroupBy(d => (d.Node, d.Family)).Select(g => Step(service, listed, g.Key.Node, g.Key.Family, [.. g.Select(d => (d.File, d.Difference))]))
            : [];

    private DiagnosisStep Step(Service service, ListedService listed, string node, IPFamily family, (string File, RuleDifference Difference)[] differences)
    {
        var missing = differences.Count(d => d.Difference.Kind == RuleDifferenceKind.Missing);
        var foreign = differences.Count(d => d.Difference.Kind == RuleDifferenceKind.Foreign);
        var counts = string.Join(", ", new[] { (missing, "missing"), (foreign, "stale"), (differences.Length - missing - foreign, "different") }.Where(c => c.Item1 > 0).Select(c => $"{c.Item1} {c.Item2}"));
        var stale = StaleAddresses(service, listed, differences.Select(d => d.Difference.Found)).Take(Shown).ToArray();
        return new DiagnosisStep(Question, StepVerdict.Fault, stale.Length > 0
            ? $"kube-proxy of node {node} is behind, or does not run: its {family} rules still send to {string.Join(", ", stale)}, no endpoint of the Service any more ({counts})"
            : $"kube-proxy of node {node} is behind, or does not run: its {family} rules are not those that it would write for the Service ({counts})")
        {
            Evidence = [.. differences.OrderBy(d => d.Difference.Kind == RuleDifferenceKind.Foreign ? 0 : 1).Take(Shown).Select(d => new Evidence($"{d.File}: {Word(d.Difference.Kind)}: {(d.Difference.Kind == RuleDifferenceKind.Missing ? d.Difference.Expected : d.Difference.Found ?? d.Difference.Expected)}", d.Difference.Span))],
            Confirm = $"kubectl get pods -n kube-system -l k8s-app=kube-proxy --field-selector spec.nodeName={node}",
        };
    }

    private static string Word(RuleDifferenceKind kind) => kind == RuleDifferenceKind.Foreign ? "stale" : kind.ToString().ToLowerInvariant();

    // Addresses in the node's rules that are none of the Service, of its endpoints or of a node.
    private IEnumerable<string> StaleAddresses(Service service, ListedService listed, IEnumerable<string?> rules)
    {
        var known = new HashSet<string>(listed.Slices.SelectMany(s => s.Endpoints).SelectMany(e => e.Addresses ?? []), StringComparer.Ordinal);
        known.UnionWith((service.Spec?.ClusterIPs?.Items ?? []).Concat(service.Spec?.ExternalIPs?.Items ?? []).Select(i => i.Value));
        known.UnionWith((service.Status?.LoadBalancer?.Ingress?.Items ?? []).Select(i => i.IP?.Value).OfType<string>());
        known.UnionWith(_index.Nodes.SelectMany(n => n.Status?.Addresses?.Items ?? []).Select(a => a.Address?.Value).OfType<string>());
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in rules.OfType<string>().SelectMany(r => r.Split(' ', ',', '{', '}')))
        {
            // 10.244.1.7:8080, [fd00::7]:8080; a range is none of an endpoint.
            var colon = word.LastIndexOf(':');
            var host = colon > 0 && (word.IndexOf(':') == colon || word[0] == '[') ? word.Substring(0, colon).Trim('[', ']') : word;
            if (IPAddressValue.TryParse(host, out var address) && !known.Contains(address.ToString()) && !address.IsLoopback && !address.IsUnspecified && seen.Add(address.ToString()))
            {
                yield return address.ToString();
            }
        }
    }

    // The file, or a folder above it, bears the node's name; with one node there is no doubt.
    private static string? NodeOf(DiagnosisIndex index, NodeRules rules)
    {
        var parts = rules.Source.Path.Split('/');
        var named = index.Nodes.Select(n => n.Name ?? "").Where(n => n.Length > 0 && Array.Exists(parts, p => p == n || p.StartsWith(n + ".", StringComparison.Ordinal) || p.StartsWith(n + "-", StringComparison.Ordinal) || p.StartsWith(n + "_", StringComparison.Ordinal) || p.EndsWith("-" + n, StringComparison.Ordinal) || p.IndexOf("-" + n + ".", StringComparison.Ordinal) >= 0)).OrderByDescending(n => n.Length).FirstOrDefault();
        return named ?? (index.Nodes.Count == 1 ? index.Nodes.First().Name : null);
    }

    private void Compare(DiagnosisIndex index, NodeRules rules, string node, IPFamily family, KubernetesVersion version)
    {
        if (RuleDump.Read(rules.Source.Content, family) is not { HasTable: true } dump || !Speaks(rules, family))
        {
            return;
        }

        if (dump.IsCut)
        {
            _unknown.Add(new DiagnosisStep(Question, StepVerdict.Unknown, $"{rules.Source.Path} breaks off in the middle of a table: what node {node} holds is not known"));
            return;
        }

        var result = Emulator.Emulate(index.Dump.Objects, new EmulationOptions
        {
            Mode = dump.Kind switch { DumpKind.Nftables => ProxyMode.Nftables, DumpKind.Ipvs or DumpKind.IpSet => ProxyMode.Ipvs, _ => null },
            Family = family,
            Node = node,
            Version = version,
            Environment = dump.Environment,
        });
        if (result.Rules is not { } emulated || (dump.Kind == DumpKind.Iptables && emulated.Mode == ProxyMode.Nftables))
        {
            return;
        }

        foreach (var difference in RuleComparison.Compare(result.State!, emulated, dump).Where(d => d.Service is not null && d.Kind != RuleDifferenceKind.Order))
        {
            if (!_differences.TryGetValue(difference.Service!, out var own))
            {
                _differences.Add(difference.Service!, own = []);
            }

            own.Add((node, family, rules.Source.Path, difference));
        }
    }

    // iptables-save and ip6tables-save look alike: a rule's addresses tell.
    private static bool Speaks(NodeRules rules, IPFamily family)
    {
        if (rules.Kind != DumpKind.Iptables)
        {
            return true;
        }

        var text = rules.Source.Content;
        var isSix = rules.Source.Path.IndexOf("ip6", StringComparison.Ordinal) >= 0 || text.IndexOf("/128 ", StringComparison.Ordinal) >= 0;
        return isSix == (family == IPFamily.IPv6);
    }
}
