using SvcLint.Emulation;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Core.Tests.Emulation;

/// <summary>One file of kube-proxy's output: <c>scenario.node.family.mode.txt</c>, where node names may hold dots.</summary>
internal sealed record GoldenFile(string Path, string Scenario, string Node, IPFamily Family, ProxyMode Mode, KubernetesVersion Version)
{
    /// <summary>The files of a folder inside the folder of scenarios, and those that it names as equal to an earlier release's; further outcomes (<c>.alt2.txt</c>) belong to their file.</summary>
    public static IEnumerable<GoldenFile> In(string root, string folder, KubernetesVersion version)
    {
        var own = Directory.EnumerateFiles(System.IO.Path.Combine(root, folder), "*.txt");
        foreach (var path in own.Concat(SameAsEarlier(root, folder)).Order(StringComparer.Ordinal))
        {
            var parts = System.IO.Path.GetFileName(path).Split('.');
            if (parts[^2].StartsWith("alt", StringComparison.Ordinal))
            {
                continue;
            }

            yield return new GoldenFile(
                path,
                parts[0],
                string.Join('.', parts[1..^3]),
                parts[^3] == "ipv6" ? IPFamily.IPv6 : IPFamily.IPv4,
                Enum.Parse<ProxyMode>(parts[^2], ignoreCase: true),
                version);
        }
    }

    private static IEnumerable<string> SameAsEarlier(string root, string folder)
    {
        var list = System.IO.Path.Combine(root, folder, "same-as.tsv");
        foreach (var line in File.Exists(list) ? File.ReadLines(list) : [])
        {
            if (line.Split('\t') is [var name, var release] && name[0] != '#')
            {
                yield return System.IO.Path.Combine(root, release == "1.30" ? "expected" : "expected-" + release, name);
            }
        }
    }

    /// <summary>Every text that kube-proxy was seen to write.</summary>
    public IEnumerable<string> Outcomes()
    {
        yield return File.ReadAllText(Path);
        for (var i = 2; File.Exists(Path.Replace(".txt", $".alt{i}.txt", StringComparison.Ordinal)); i++)
        {
            yield return File.ReadAllText(Path.Replace(".txt", $".alt{i}.txt", StringComparison.Ordinal));
        }
    }

    public RuleSet Emulate(IReadOnlyList<KubernetesObject> objects)
    {
        var result = Emulator.Emulate(objects, new EmulationOptions { Mode = Mode, Family = Family, Node = Node, Version = Version });
        return result.Rules ?? throw new InvalidDataException($"{Path}: {result.Problem}");
    }

    /// <summary>Null when the emulated text is one of the outcomes, else the first line that differs.</summary>
    public string? Difference(IReadOnlyList<KubernetesObject> objects)
    {
        var actual = Emulate(objects).ToText();
        var outcomes = Outcomes().ToArray();
        return Array.IndexOf(outcomes, actual) >= 0 ? null : $"{Path}: {FirstDifference(outcomes[0], actual)}";
    }

    private static string FirstDifference(string expected, string actual)
    {
        var a = expected.Split('\n');
        var b = actual.Split('\n');
        var line = 0;
        while (line < Math.Min(a.Length, b.Length) && a[line] == b[line])
        {
            line++;
        }

        return $"line {line + 1}: kube-proxy wrote «{(line < a.Length ? a[line] : "")}», emulated «{(line < b.Length ? b[line] : "")}»";
    }
}
