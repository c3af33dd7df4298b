using System.Text.Json;
using System.Text.Json.Nodes;
using SvcLint.Core.Tests.Schemas;

namespace SvcLint.Cli.Tests.Outputs;

/// <summary>SARIF against its schema, and against what GitHub asks for beyond it.</summary>
public sealed class SarifTests
{
    private static readonly Lazy<SchemaFile?> Schema = new(() =>
    {
        var path = Path.Combine(AppContext.BaseDirectory, "sarif-2.1.0.json");
        return File.Exists(path) ? new SchemaFile(path) : null;
    });

    private static string Sarif(string targetPort, params string[] words)
    {
        using var scratch = new Scratch();
        scratch.Write("k8s/my svc.yaml", Manifests.Service("web", targetPort)).Write("k8s/deploy.yaml", Manifests.Deployment("web", "http"));
        return scratch.Lint([.. words, "--format", "sarif"]).Output;
    }

    private static SchemaFile RequireSchema()
    {
        Skip.If(Schema.Value is null, "the package that holds the SARIF schema was not restored");
        return Schema.Value!;
    }

    [SkippableTheory]
    [InlineData("htpp")]
    [InlineData("http")]
    public void It_satisfies_the_schema(string targetPort) => Assert.Empty(RequireSchema().Validate(Sarif(targetPort)));

    /// <summary>Proves that the validator sees each keyword which the test above relies on.</summary>
    [SkippableTheory]
    [InlineData("required", "runs[0].tool", """{}""")]
    [InlineData("additionalProperties", "runs[0].results[0].rule_id", "\"x\"")]
    [InlineData("type", "runs[0].results[0].message.text", "5")]
    [InlineData("enum", "runs[0].results[0].level", "\"fatal\"")]
    [InlineData("enum (version)", "version", "\"2.0.0\"")]
    [InlineData("minimum", "runs[0].results[0].locations[0].physicalLocation.region.startLine", "0")]
    [InlineData("minimum (index)", "runs[0].results[0].ruleIndex", "-2")]
    [InlineData("uniqueItems", "runs[0].tool.driver.rules[0].properties.tags", "[\"a\",\"a\"]")]
    [InlineData("format", "runs[0].tool.driver.informationUri", "\"not a uri\"")]
    public void A_bad_file_fails_the_schema(string keyword, string path, string value)
    {
        var schema = RequireSchema();
        var file = JsonNode.Parse(Sarif("htpp"))!;
        Set(file, path, JsonNode.Parse(value)!);

        Assert.True(schema.Validate(file.ToJsonString()).Count > 0, $"the schema's {keyword} was not noticed at {path}");
    }

    [Fact]
    public void There_is_one_run_with_relative_URIs_and_full_regions()
    {
        var run = Run(Sarif("htpp"));

        var result = Assert.Single(run.GetProperty("results").EnumerateArray());
        var place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.Equal("k8s/my%20svc.yaml", place.GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.Equal("""{"startLine":10,"startColumn":19,"endLine":10,"endColumn":23}""", JsonSerializer.Serialize(place.GetProperty("region")));
        Assert.Equal("error", result.GetProperty("level").GetString());
        Assert.Equal(run.GetProperty("tool").GetProperty("driver").GetProperty("rules")[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString(), result.GetProperty("ruleId").GetString());
        Assert.NotEmpty(result.GetProperty("partialFingerprints").GetProperty("primaryLocationLineHash").GetString()!);
        Assert.Equal("utf16CodeUnits", run.GetProperty("columnKind").GetString());
    }

    [SkippableFact]
    public void A_violated_assertion_has_its_path_as_code_flow_and_related_locations()
    {
        using var scratch = new Scratch();
        scratch.Write("svclint.yaml", "connections:\n  - deny: front -> web\n")
            .Write("web.yaml", Manifests.Both("web", "http", "http") + "---\n" + Manifests.Deployment("front", "http"))
            .Write("policy.yaml", "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: web }\nspec:\n  podSelector: { matchLabels: { app: web } }\n  ingress:\n  - from:\n    - podSelector: { matchLabels: { app: front } }\n");

        var sarif = scratch.Lint("--format", "sarif").Output;

        var result = Run(sarif).GetProperty("results").EnumerateArray().Single(r => r.GetProperty("ruleId").GetString() == "SVC5030");
        var step = Assert.Single(result.GetProperty("codeFlows")[0].GetProperty("threadFlows")[0].GetProperty("locations").EnumerateArray()).GetProperty("location");
        var place = step.GetProperty("physicalLocation");
        Assert.Equal(("policy.yaml", 8), (place.GetProperty("artifactLocation").GetProperty("uri").GetString(), place.GetProperty("region").GetProperty("startLine").GetInt32()));
        Assert.True(JsonElement.DeepEquals(place, result.GetProperty("relatedLocations")[0].GetProperty("physicalLocation")));
        Assert.Equal("svclint.yaml", result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.Empty(RequireSchema().Validate(sarif));
    }

    [Fact]
    public void The_message_links_to_every_related_location()
    {
        var result = Run(Sarif("htpp")).GetProperty("results")[0];

        var related = result.GetProperty("relatedLocations").EnumerateArray().ToArray();
        Assert.NotEmpty(related);
        Assert.All(related, r => Assert.Contains($"]({r.GetProperty("id").GetInt32()})", result.GetProperty("message").GetProperty("text").GetString()));
    }

    [Fact]
    public void A_clean_run_has_results_that_are_empty() => Assert.Equal(0, Run(Sarif("http")).GetProperty("results").GetArrayLength());

    [Fact]
    public void A_category_keeps_runs_apart()
    {
        Assert.False(Run(Sarif("http")).TryGetProperty("automationDetails", out _));
        Assert.Equal("prod/", Run(Sarif("http", "--sarif-category", "prod")).GetProperty("automationDetails").GetProperty("id").GetString());
    }

    [Fact]
    public void The_whole_catalogue_is_there_within_the_limits_of_GitHub()
    {
        var rules = Run(Sarif("http")).GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().ToArray();

        Assert.Equal(SvcLint.Rules.RuleCatalog.All.Select(r => r.Info.Id), rules.Select(r => r.GetProperty("id").GetString()!));
        Assert.Equal(rules.Length, rules.Select(r => r.GetProperty("id").GetString()).Distinct().Count());
        foreach (var (rule, info) in rules.Zip(SvcLint.Rules.RuleCatalog.All.Select(r => r.Info)))
        {
            Assert.InRange(rule.GetProperty("name").GetString()!.Length, 1, 255);
            Assert.InRange(rule.GetProperty("shortDescription").GetProperty("text").GetString()!.Length, 1, 1024);
            Assert.InRange(rule.GetProperty("fullDescription").GetProperty("text").GetString()!.Length, 1, 1024);
            Assert.NotEmpty(rule.GetProperty("help").GetProperty("text").GetString()!);
            Assert.Contains("## How to fix", rule.GetProperty("help").GetProperty("markdown").GetString());
            var properties = rule.GetProperty("properties");
            Assert.InRange(properties.GetProperty("tags").GetArrayLength(), 1, 10);
            Assert.Contains(properties.GetProperty("precision").GetString(), new[] { "very-high", "high", "medium", "low" });
            Assert.Contains(rule.GetProperty("defaultConfiguration").GetProperty("level").GetString(), new[] { "error", "warning", "note" });
            Assert.Equal(info.IsSecurity, properties.TryGetProperty("security-severity", out _));
        }
    }

    [SkippableFact]
    public void Microsofts_multitool_finds_nothing_that_GitHub_would_refuse()
    {
        var multitool = Multitool.Require();
        using var scratch = new Scratch();
        scratch.Write("good.sarif", Sarif("htpp"));
        var bad = JsonNode.Parse(Sarif("htpp"))!;
        Set(bad, "runs[0].results[0].locations", new JsonArray());
        scratch.Write("bad.sarif", bad.ToJsonString());

        // Its exit status says nothing: what it prints counts. The bad file proves that it looked.
        Assert.Contains("GH1", Check("bad.sarif"));
        Assert.Equal("", Check("good.sarif"));

        string Check(string file)
        {
            var run = Tool.Start(multitool, ["validate", file, "--rule-kind", "Sarif;Ghas", "--level", "Error;Warning"], scratch.Folder);
            return string.Join("\n", (run.Output + run.Error).Split('\n').Where(l => l.Contains(": error ", StringComparison.Ordinal) || l.Contains(": warning ", StringComparison.Ordinal)));
        }
    }

    private static JsonElement Run(string sarif) => Assert.Single(JsonDocument.Parse(sarif).RootElement.GetProperty("runs").EnumerateArray());

    private static void Set(JsonNode file, string path, JsonNode value)
    {
        var names = path.Replace("[", ".[").Split('.');
        var at = file;
        foreach (var name in names[..^1])
        {
            at = name[0] == '[' ? at[int.Parse(name[1..^1])]! : at[name]!;
        }

        at[names[^1]] = value;
    }
}
