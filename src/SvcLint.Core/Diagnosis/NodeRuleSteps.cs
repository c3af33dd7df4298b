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

    private readonly Dictionary<string, List<DiagnosisStep>> _steps = new(StringComparer.Ordinal);

    public NodeRuleSteps(DiagnosisIndex index, KubernetesVersion version)
    {
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

    public IEnumerable<DiagnosisStep> Of(Service service) => _steps.TryGetValue($"{DiagnosisIndex.NamespaceOf(service)}/{service.Name}", out var own) ? own : [];

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

        foreach (var group in RuleComparison.Compare(result.State!, emulated, dump).Where(d => d.Service is not null && d.Kind != RuleDifferenceKind.Order).GroupBy(d => d.Service!, StringComparer.Ordinal))
        {
            var missing = group.Count(d => d.Kind == RuleDifferenceKind.Missing);
            var foreign = group.Count(d => d.Kind == RuleDifferenceKind.Foreign);
            var other = group.Count() - missing - foreign;
            var counts = string.Join(", ", new[] { (missing, "missing"), (foreign, "stale"), (other, "different") }.Where(c => c.Item1 > 0).Select(c => $"{c.Item1} {c.Item2}"));
            if (!_steps.TryGetValue(group.Key, out var own))
            {
                _steps.Add(group.Key, own = []);
            }

            own.Add(new DiagnosisStep(Question, StepVerdict.Fault, $"the {family} rules of node {node} are not those that kube-proxy would write for the Service: {counts}; kube-proxy there is behind, or does not run")
            {
                Evidence = [.. group.Take(Shown).Select(d => new Evidence($"{rules.Source.Path}: {d.Kind.ToString().ToLowerInvariant()} in {d.Place}: {d.Expected ?? d.Found}", d.Span))],
                Confirm = $"kubectl logs -n kube-system -l k8s-app=kube-proxy --field-selector spec.nodeName={node}",
            });
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
