using System.Text.Json;
using Xunit.Abstractions;

namespace SvcLint.Cli.Tests.Outputs;

/// <summary>The server's verdicts as scripts read them: the <c>api</c> member of <c>--format json</c>, one run over all manifests for each version.</summary>
public sealed class VerdictTests(ITestOutputHelper output)
{
    [Fact]
    public void The_api_member_agrees_with_the_kept_cases() =>
        AssertAgrees(Path.Combine(RepositoryRoot.Path, "tests/SvcLint.Core.Tests/Validation/Cases"));

    [SkippableFact]
    public void The_api_member_agrees_with_real_servers()
    {
        var shared = Environment.GetEnvironmentVariable("SVCLINT_SHARED") is { Length: > 0 } path ? Path.Combine(path, "api-cases") : null;
        Skip.IfNot(Directory.Exists(shared), "SVCLINT_SHARED names no folder that holds api-cases");
        AssertAgrees(shared!);
    }

    private void AssertAgrees(string folder)
    {
        var cases = File.ReadLines(Path.Combine(folder, "cases.jsonl")).Select(l => JsonDocument.Parse(l).RootElement).ToArray();
        var kinds = cases.Select(c => c.GetProperty("kind").GetString()!).Distinct().Where(k => Directory.Exists(Path.Combine(folder, k))).ToArray();
        var disagreements = new List<string>();
        var verdicts = 0;
        foreach (var version in cases.SelectMany(c => c.GetProperty("verdicts").EnumerateObject().Select(v => v.Name)).Distinct())
        {
            var run = Tool.Svclint(folder, null, ["lint", .. kinds, "--format", "json", "--fail-on", "never", "--confidence", "low", "--kubernetes-version", version]);
            var findings = run.Findings.Where(f => f.TryGetProperty("api", out _)).ToLookup(f => Path.GetFileNameWithoutExtension(f.GetProperty("file").GetString()!));
            foreach (var @case in cases)
            {
                if (@case.GetProperty("verdicts").TryGetProperty(version, out var real))
                {
                    verdicts++;
                    var name = @case.GetProperty("case").GetString()!;
                    disagreements.AddRange(Differences(real, [.. findings[name]], @case.GetProperty("kind").GetString()!).Select(d => $"{name} {version}: {d}"));
                }
            }
        }

        output.WriteLine($"{verdicts} verdicts");
        Assert.NotEqual(0, verdicts);
        Assert.Empty(disagreements);
    }

    private static IEnumerable<string> Differences(JsonElement real, IReadOnlyList<JsonElement> findings, string kind)
    {
        var refusals = findings.Where(f => Type(f) != "Warning").ToArray();
        var accepted = real.GetProperty("accepted").GetBoolean();
        var isRefused = refusals.Any(f => f.GetProperty("severity").GetString() == "error");
        var cluster = Pairs(real, "cluster");
        if (accepted ? isRefused && cluster.Count == 0 : !isRefused)
        {
            yield return $"accepted {accepted}, refused here {isRefused}";
        }

        var required = Pairs(real, "errors");
        var said = refusals.Where(f => Type(f) != "Decode").Select(f => Field(f) + " " + Type(f)).ToHashSet();
        foreach (var missing in required.Except(said))
        {
            yield return "missing " + missing;
        }

        foreach (var extra in said.Except(required).Except(Pairs(real, "also")).Except(cluster))
        {
            yield return "extra " + extra;
        }

        if (kind == "Service" && accepted)
        {
            var expected = real.GetProperty("warnings").EnumerateArray().Select(w => w.GetProperty("field").GetString() + " " + w.GetProperty("code").GetString()).ToHashSet();
            var warned = findings.Where(f => Type(f) == "Warning").Select(f => Field(f) + " " + f.GetProperty("api").GetProperty("code").GetString()).ToHashSet();
            if (!expected.SetEquals(warned))
            {
                yield return $"warnings [{string.Join("; ", expected)}], here [{string.Join("; ", warned)}]";
            }
        }
    }

    private static string Type(JsonElement finding) => finding.GetProperty("api").GetProperty("type").GetString()!;

    private static string Field(JsonElement finding) => finding.GetProperty("api").GetProperty("field").GetString()!;

    // kube-proxy's own errors name its internal types; both sides speak of the file.
    private static HashSet<string> Pairs(JsonElement verdict, string list) =>
        verdict.TryGetProperty(list, out var entries)
            ? [.. entries.EnumerateArray().Select(e => (e.TryGetProperty("yamlField", out var inFile) ? inFile : e.GetProperty("field")).GetString()! + " " + e.GetProperty("type").GetString())]
            : [];
}
