using System.Text;
using System.Text.Json;
using SvcLint.Cli.Hosting;
using SvcLint.Cli.Outputs;
using SvcLint.Emulation;
using SvcLint.Emulation.Comparison;
using SvcLint.Emulation.Derivation;

namespace SvcLint.Cli.Commands;

/// <summary><c>emulate --against FILE</c>: a node's rules held against those that kube-proxy would write for the same objects.</summary>
internal static class NodeComparison
{
    private const int ShownPlaceholders = 5;

    /// <summary>The mode that a dump is of, for whoever leaves it open.</summary>
    public static ProxyMode ModeOf(RuleDump dump) => dump.Kind switch { DumpKind.Nftables => ProxyMode.Nftables, DumpKind.Ipvs or DumpKind.IpSet => ProxyMode.Ipvs, _ => ProxyMode.Iptables };

    /// <exception cref="UsageException">The dump is of another mode, or the input is not that of a cluster.</exception>
    public static int Run(EmulationResult emulated, RuleDump dump, string file, bool isJson, Host host)
    {
        var mode = emulated.Rules!.Mode;
        if (mode != ModeOf(dump) && !(mode == ProxyMode.Ipvs && dump.Kind == DumpKind.Iptables))
        {
            throw new UsageException($"--against {file}: the dump is of {Words.Of(ModeOf(dump))} mode, and the input of {Words.Of(mode)} mode");
        }

        if (emulated.DerivedValues.Count > 0)
        {
            throw new UsageException($"--against needs the objects of the running cluster; this input lacks {Lacks(emulated.DerivedValues)}: kubectl get services,endpointslices,nodes -A -o yaml");
        }

        var differences = RuleComparison.Compare(emulated.State!, emulated.Rules, dump);
        if (isJson)
        {
            WriteJson(emulated, differences, host);
        }
        else
        {
            host.Print(Text(emulated, dump, differences));
        }

        if (differences.Count > 0 && emulated.State!.Configuration.Cause is null)
        {
            host.Say("the input has no KubeProxyConfiguration: defaults were taken for masquerading, detection of local traffic and node port addresses; kubectl get configmap kube-proxy -n kube-system -o yaml has it");
        }

        return differences.Count == 0 ? ExitStatus.Clean : ExitStatus.Findings;
    }

    private static string Lacks(IReadOnlyList<DerivedValue> placeholders)
    {
        var shown = placeholders.Take(ShownPlaceholders).Select(p => p.Kind switch
        {
            DerivedValueKind.Node => "a Node",
            DerivedValueKind.ClusterIP => $"the cluster IP of {p.Owner}",
            DerivedValueKind.NodePort => $"the node port of {p.Owner}",
            DerivedValueKind.HealthCheckNodePort => $"the healthCheckNodePort of {p.Owner}",
            DerivedValueKind.LoadBalancerIP => $"the load balancer of {p.Owner}",
            _ => $"the address of pod {p.Owner}",
        }).Distinct();
        return string.Join(", ", shown) + (placeholders.Count > ShownPlaceholders ? $" and {placeholders.Count - ShownPlaceholders} more" : "");
    }

    private static string Text(EmulationResult emulated, RuleDump dump, IReadOnlyList<RuleDifference> differences)
    {
        var state = emulated.State!;
        var services = state.ServicePorts.Select(p => $"{p.Name.Namespace}/{p.Name.Name}").Distinct().Count();
        var differing = differences.Select(d => d.Service).Distinct().Count(s => s is not null);
        var text = new StringBuilder($"node {state.Node.Name}, {Words.Of(emulated.Rules!.Mode)} mode, {state.Family}, Kubernetes {state.Release.Version}: ");
        text.Append(differences.Count == 0 ? $"the node has what kube-proxy would write for {Words.Count(services, "Service")}\n" : $"{Words.Count(differing, "Service")} of {services} differ{(differing == 1 ? "s" : "")}\n");
        if (!dump.HasTable)
        {
            text.Append("the dump has no table kube-proxy of this family\n");
        }

        foreach (var group in differences.GroupBy(d => d.Service))
        {
            text.Append($"\n{Words.OneLine(group.Key ?? "kube-proxy itself")}\n");
            foreach (var difference in group)
            {
                var place = difference.Span is { } span ? $"  {Words.OneLine(Words.Place(span))}" : "";
                text.Append($"  {Word(difference.Kind),-9}  {Words.OneLine(difference.Place)}{place}\n");
                Line(text, "expected", difference.Expected);
                Line(text, "found", difference.Found);
            }
        }

        return text.ToString();
    }

    private static void Line(StringBuilder text, string word, string? rule)
    {
        if (rule is not null)
        {
            text.Append($"      {word,-8}  {Words.OneLine(rule)}\n");
        }
    }

    private static string Word(RuleDifferenceKind kind) => kind.ToString().ToLowerInvariant();

    private static void WriteJson(EmulationResult emulated, IReadOnlyList<RuleDifference> differences, Host host)
    {
        using (var json = new Utf8JsonWriter(host.Output, JsonLayout.Indented))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteString("mode", Words.Of(emulated.Rules!.Mode));
            json.WriteString("family", Words.Of(emulated.Rules.Family));
            json.WriteString("node", emulated.State!.Node.Name);
            json.WriteString("kubernetesVersion", emulated.State.Release.Version.ToString());
            EmulationJson.Array(json, "differences", differences, static (json, difference) =>
            {
                json.WriteString("kind", Word(difference.Kind));
                json.WriteString("service", difference.Service);
                json.WriteString("place", difference.Place);
                json.WriteString("expected", difference.Expected);
                json.WriteString("found", difference.Found);
                JsonPlace.Write(json, difference.Span);
            });
            json.WriteEndObject();
        }

        host.Print("\n");
    }
}
