using SvcLint.Emulation;
using SvcLint.Kubernetes;

namespace SvcLint.Core.Tests.RulePages;

/// <summary>
/// The lines of a fence <c>text emulated mode=iptables</c>: what kube-proxy would write because of the lines of YAML to which the findings
/// of the example before it point, or, with <c>match=TEXT</c>, what contains the text. Also <c>kubernetes=</c>, <c>node=</c> and
/// <c>family=</c>, as for <c>svclint emulate</c>.
/// </summary>
public static class EmulatedLines
{
    public static IReadOnlyList<string> Of(RulePage page, Fence fence, Example example)
    {
        var (findings, _, sources) = ExampleRun.Lint(page, example);
        var version = fence.Options.GetValueOrDefault("kubernetes") ?? example.KubernetesVersion;
        var rules = Emulator.Emulate([.. sources.Where(s => s.Path != "svclint.yaml").SelectMany(s => Linter.Parse(s).Objects)], new EmulationOptions
        {
            Mode = Enum.Parse<ProxyMode>(fence.Options["mode"], ignoreCase: true),
            Family = fence.Options.GetValueOrDefault("family") == "ipv6" ? IPFamily.IPv6 : IPFamily.IPv4,
            Node = fence.Options.GetValueOrDefault("node"),
            Version = version is not null && KubernetesVersion.TryParse(version, out var parsed) ? parsed : KubernetesVersion.Newest,
        }).Rules;
        Assert.True(rules is not null, $"{page.Path}({fence.Line + 1}): nothing was emulated");
        var places = findings.SelectMany(f => f.Related.Select(r => r.Span).Prepend(f.Span)).Select(s => $"# {s.Source.Path}:{s.StartPosition.Line}").ToHashSet();
        var text = fence.Options.GetValueOrDefault("match");
        var lines = rules.ToText(explain: true).Split('\n');
        return [.. lines.Where((l, i) => !l.StartsWith('#') && (text is null ? i > 0 && places.Contains(lines[i - 1].Replace(" (placeholder)", "")) : l.Contains(text, StringComparison.Ordinal)))];
    }
}
