using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SvcLint.Config;
using SvcLint.Core.Tests.Schemas;
using SvcLint.Rules;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Core.Tests.Config;

/// <summary>Editors believe the schema, svclint its reader: what one takes the other takes.</summary>
public sealed partial class ConfigurationSchemaTests
{
    private static readonly string SchemaPath = Path.Combine(RepositoryRoot.Path, "schemas/svclint.schema.json");
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string Full = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "tests/SvcLint.Core.Tests/Config/full.svclint.yaml"));

    [Fact]
    public void Rules_derive_from_the_catalogue()
    {
        var schema = JsonNode.Parse(File.ReadAllText(SchemaPath))!;
        var rules = RuleCatalog.All.Select(r => r.Info).ToArray();
        schema["definitions"]!["rule"]!["enum"] = new JsonArray([.. rules.Select(r => r.Id).Concat(rules.Select(r => r.Name)).Select(n => (JsonNode)n)]);
        var severities = new JsonObject();
        foreach (var (name, title) in rules.Select(r => (r.Id, $"{r.Name}: {r.Title}")).Concat(rules.Select(r => (r.Name, $"{r.Id}: {r.Title}"))))
        {
            severities[name] = new JsonObject { ["description"] = title, ["allOf"] = new JsonArray(new JsonObject { ["$ref"] = "#/definitions/severity" }) };
        }

        schema["definitions"]!["severities"]!["properties"] = severities;
        var text = schema.ToJsonString(Indented).ReplaceLineEndings("\n") + "\n";
        if (Environment.GetEnvironmentVariable("SVCLINT_UPDATE") == "1")
        {
            File.WriteAllText(SchemaPath, text);
        }

        Assert.Equal(text, File.ReadAllText(SchemaPath));
    }

    [Fact]
    public void Keys_and_words_are_the_reader_s()
    {
        var schema = JsonNode.Parse(File.ReadAllText(SchemaPath))!;
        var definitions = schema["definitions"]!;
        Assert.Equal(ConfigurationValues.Root, Keys(schema));
        Assert.Equal(ConfigurationValues.Override, Keys(definitions["override"]!));
        Assert.Equal(ConfigurationValues.Cluster, Keys(definitions["cluster"]!));
        Assert.Equal(ConfigurationValues.NamedCluster, Keys(definitions["namedCluster"]!));
        Assert.Equal(ConfigurationValues.Unit, Keys(definitions["unit"]!));
        Assert.Equal(ConfigurationValues.Chart, Keys(definitions["chart"]!));
        Assert.Equal(ConfigurationValues.Project, Keys(definitions["project"]!));
        Assert.Equal(ConfigurationValues.External, Keys(definitions["external"]!));
        Assert.Equal(ConfigurationValues.ExternalWorkload, Keys(definitions["external"]!["properties"]!["workloads"]!["items"]!));
        Assert.Equal(ConfigurationValues.Suppression, Keys(definitions["suppression"]!));
        Assert.Equal(ConfigurationValues.Severities.Keys, Words("severity"));
        Assert.Equal(ConfigurationValues.DataPlanes.Keys, Words("dataPlane"));
        Assert.Equal(ConfigurationValues.Providers.Keys, Words("provider"));

        static IEnumerable<string> Keys(JsonNode node) => node["properties"]!.AsObject().Select(p => p.Key);
        IEnumerable<string> Words(string name) => definitions[name]!["enum"]!.AsArray().Select(w => w!.GetValue<string>());
    }

    [Theory]
    [InlineData("")]
    [InlineData("rules:")]
    [InlineData("rules: {SVC2002: off, target-port-name-missing: error}")]
    [InlineData("rules: {SVC2002: offf}")]
    [InlineData("rules: {SVC2002: false}")]
    [InlineData("rules: {SVC9998: off}")]
    [InlineData("charts: [{path: charts/shop, release: shop, values: [env/prod.yaml], set: port=80, kubernetesVersion: '1.31'}]")]
    [InlineData("charts: [{release: shop}]")]
    [InlineData("cluster: {kubernetesVersion: 1.30}")]
    [InlineData("cluster: {kubernetesVersion: 1.25}")]
    [InlineData("cluster: {kubernetesVersion: '1.37'}")]
    [InlineData("cluster: {kubernetesVersion: '1.99'}")]
    [InlineData("cluster: {kubernetesVersion: 1.32.4}")]
    [InlineData("cluster: {nodePortRange: all}")]
    [InlineData("cluster: {provider: alibaba}")]
    [InlineData("cluster: {closedWorld: yes}")]
    [InlineData("cluster: {closedWorld: True}")]
    [InlineData("overrides: [{rules: {SVC2002: off}}]")]
    [InlineData("overrides: [{paths: [a], rules: {SVC2002: off}}]")]
    [InlineData("overrides: {paths: [a]}")]
    [InlineData("units: [{name: a, paths: []}]")]
    [InlineData("units: [{name: 5, paths: [x]}]")]
    [InlineData("units: [{name: yes, paths: x}]")]
    [InlineData("projects: [{project: a.csproj}]")]
    [InlineData("projects: [{images: a}]")]
    [InlineData("projects: [{project: a.csproj, images: a, dockerfile: ''}]")]
    [InlineData("suppress: [{rule: [], reason: x}]")]
    [InlineData("suppress: [{rule: SVC2002, reason: ''}]")]
    [InlineData("suppress: [{rule: SVC2002, reason: x, object: web}]")]
    [InlineData("suppress: [{rule: SVC2002, reason: x, until: 2027-13-01}]")]
    [InlineData("external: {services: a/b/c}")]
    [InlineData("external: {services: [/b]}")]
    [InlineData("external: {workloads: [{labels: {}}]}")]
    [InlineData("external: {workloads: [{labels: {version: 2}}]}")]
    [InlineData("- rules")]
    public void Reader_and_schema_agree(string text)
    {
        AssertAgree(text);
    }

    /// <summary>Every key misspelled and every value of another type, one at a time.</summary>
    [Fact]
    public void Reader_and_schema_agree_on_every_change_of_a_full_configuration()
    {
        AssertAgree(Full);
        var root = YamlReader.Read(TextSlice.Whole(new SourceText("svclint.yaml", Full))).Root!;
        var changes = new List<(TextSpan Range, string Text)>();
        Collect(root, changes);
        Assert.True(changes.Count > 300, $"only {changes.Count} changes");
        foreach (var (range, text) in changes)
        {
            AssertAgree(Full[..range.Start] + text + Full[range.End..]);
        }
    }

    private static void Collect(YamlNode node, List<(TextSpan Range, string Text)> changes)
    {
        changes.AddRange([(node.Span.Range, "{a: b}"), (node.Span.Range, "[{}]"), (node.Span.Range, "7"), (node.Span.Range, "null"), (node.Span.Range, "[]")]);
        switch (node)
        {
            case YamlMapping mapping:
                foreach (var entry in mapping.Entries)
                {
                    changes.Add((entry.Key.Span.Range, "x-" + entry.Name));
                    Collect(entry.Value, changes);
                }

                break;
            case YamlSequence sequence:
                foreach (var item in sequence.Items)
                {
                    Collect(item, changes);
                }

                break;
        }
    }

    private static readonly Lazy<SchemaFile> Schema = new(() => new SchemaFile(SchemaPath));

    private static void AssertAgree(string text)
    {
        var source = new SourceText("svclint.yaml", text);
        // What only the whole can tell is the reader's alone: other files, and names that stand elsewhere in the file.
        var problems = Linter.ReadConfiguration(source, path => new SourceText(path, "")).Problems.Where(p => !p.Message.StartsWith("no cluster is named", StringComparison.Ordinal)).ToArray();
        var errors = Schema.Value.Validate(ToJson(YamlReader.Read(TextSlice.Whole(source)).Root));
        Assert.True(
            (problems.Length == 0) == (errors.Count == 0),
            $"reader: {string.Join("; ", problems.Select(p => p.Message))}\nschema: {string.Join("; ", errors)}\n{text}");
    }

    private static string ToJson(YamlNode? node) => node switch
    {
        null => "null",
        YamlMapping mapping => "{" + string.Join(",", mapping.Entries.Select(e => JsonSerializer.Serialize(e.Name ?? "?") + ":" + ToJson(e.Value))) + "}",
        YamlSequence sequence => "[" + string.Join(",", sequence.Items.Select(ToJson)) + "]",
        YamlScalar { Style: ScalarStyle.Plain } scalar when Core(scalar.Value) is { } value => value,
        YamlScalar scalar => JsonSerializer.Serialize(scalar.Value),
        _ => "null",
    };

    // The core schema of YAML 1.2, as editors read it.
    private static string? Core(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => "null",
        "true" or "True" or "TRUE" => "true",
        "false" or "False" or "FALSE" => "false",
        _ when Number().IsMatch(text) => double.Parse(text, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    [GeneratedRegex("^[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?$")]
    private static partial Regex Number();
}
