using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SvcLint.Core.Tests.RulePages;
using SvcLint.Core.Tests.Validation;
using SvcLint.Kubernetes;
using SvcLint.Rules;
using SvcLint.Rules.Api;
using SvcLint.Text;
using SvcLint.Yaml;
using Xunit.Abstractions;

namespace SvcLint.Core.Tests.Schemas;

/// <summary>Editors believe the schemas, svclint its readers and its validation: what one takes the other takes.</summary>
public sealed class KindSchemaTests(ITestOutputHelper output)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string> Kinds => [.. KindSchema.All.Select(k => k.Kind)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Schemas_derive_from_tables_and_validation(string kind)
    {
        var schema = Of(kind);
        var text = schema.Build().ToJsonString(Indented).ReplaceLineEndings("\n") + "\n";
        if (Environment.GetEnvironmentVariable("SVCLINT_UPDATE") == "1")
        {
            File.WriteAllText(schema.Path, text);
        }

        Assert.Equal(text, File.ReadAllText(schema.Path));
    }

    /// <summary>The README names each file; an editor that asks for it must get it.</summary>
    [Fact]
    public void Every_schema_is_known()
    {
        var expected = KindSchema.All.Select(k => Path.GetFileName(k.Path)).Append("svclint.schema.json").Concat(["emulation.schema.json", "reach.schema.json", "diff.schema.json"]).Order(StringComparer.Ordinal).ToArray();
        var readme = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "README.md"));
        Assert.All(expected, name => Assert.Contains("/" + name, readme, StringComparison.Ordinal));
        Assert.Equal(expected, Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "schemas"), "*.json").Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Schema_and_reader_know_the_same_fields(string kind)
    {
        var schema = JsonNode.Parse(File.ReadAllText(Of(kind).Path))!;
        var read = new SortedSet<string>(StringComparer.Ordinal);
        Fields(kind, kind, read);
        var written = new SortedSet<string>(schema["properties"]!.AsObject().Select(p => kind + "." + p.Key), StringComparer.Ordinal);
        foreach (var (name, definition) in schema["definitions"]!.AsObject())
        {
            written.UnionWith(definition!["properties"]?.AsObject().Select(p => name + "." + p.Key) ?? []);
        }

        Assert.Equal(read, written);
        Assert.All(schema["properties"]!.AsObject(), p => Assert.False(string.IsNullOrEmpty(p.Value!["description"]?.GetValue<string>())));
    }

    /// <summary>A note for a field that no kind has is left over.</summary>
    [Fact]
    public void Every_note_is_about_a_field()
    {
        var known = new SortedSet<string>(StringComparer.Ordinal) { "*.apiVersion", "*.kind", "*.metadata" };
        foreach (var kind in KindSchema.All)
        {
            Fields(kind.Kind, kind.Kind, known);
        }

        Assert.Empty(FieldNotes.All.Keys.Except(known));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Full_manifests_hold_every_field_and_are_taken_by_both(string kind)
    {
        // What kinds share stands in full in one of them.
        var written = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var shared in KindSchema.All)
        {
            foreach (var manifest in shared.FullManifests)
            {
                Written(manifest.Root, shared.Kind, written);
            }
        }

        foreach (var manifest in Of(kind).FullManifests)
        {
            Assert.Contains(KubernetesVersion.Supported, v => !manifest.Refused(v));
            Assert.Empty(Load(kind).Validate(manifest.Json));
        }

        var known = new SortedSet<string>(StringComparer.Ordinal);
        Fields(kind, kind, known);
        Assert.Empty(known.Except(written));
    }

    /// <summary>Every pattern says what svclint's own check says, over texts that are nearly right.</summary>
    [Fact]
    public void Patterns_say_what_the_checks_say()
    {
        foreach (var format in ValueFormat.All)
        {
            var pattern = new Regex(format.Pattern, RegexOptions.ECMAScript | RegexOptions.CultureInvariant);
            var accepted = 0;
            foreach (var text in NearTexts.All)
            {
                var fits = text.Length <= (format.MaxLength ?? int.MaxValue) && pattern.IsMatch(text);
                Assert.True(fits == format.Accepts(text), $"{format.Name}: pattern {fits}, check {!fits} for '{text}'");
                accepted += fits ? 1 : 0;
            }

            Assert.True(accepted > 3 && accepted < NearTexts.All.Count, $"{format.Name}: {accepted} of {NearTexts.All.Count} fit");
        }
    }

    /// <summary>
    /// Every value of the full manifests replaced by each of a stock, every key misspelled, every entry left out or doubled: what svclint
    /// refuses in all versions the schema refuses, and what it takes in some version the schema takes. What a schema cannot say is listed.
    /// </summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Schema_and_validation_agree_on_every_change_of_a_full_manifest(string kind)
    {
        var schema = Load(kind);
        var disagreements = new List<string>();
        var changes = 0;
        var refusals = 0;
        foreach (var manifest in Of(kind).FullManifests)
        {
            // Asking every version of every change would take minutes.
            var versions = KubernetesVersion.Supported.Where(v => !manifest.Refused(v)).ToArray();
            var older = new[] { versions[0], versions[versions.Length / 2] };
            foreach (var (path, _, text) in Changes.Of(manifest.Root!))
            {
                changes++;
                var changed = ManifestVerdict.Of(text);
                var problems = changed.Problems(versions[^1]);
                var refused = problems.Count > 0 && older.All(changed.Refused);
                var errors = schema.Validate(changed.Json);
                refusals += refused ? 1 : 0;
                var isListed = refused ? problems.All(p => Unsayable.MayTake(kind, p.Field, p.Type)) : problems.Count > 0 && Unsayable.MayRefuse(kind, path);
                if (refused != errors.Count > 0 && !isListed)
                {
                    disagreements.Add($"{path}: svclint [{string.Join("; ", problems)}], schema [{string.Join("; ", errors.Take(3))}]\n{text}");
                }
            }
        }

        output.WriteLine($"{changes} changes, {refusals} refused");
        Assert.True(disagreements.Count == 0, $"{disagreements.Count} of {changes}:\n{string.Join("\n", disagreements.Take(20))}");
        Assert.True(refusals > changes / 4 && refusals < changes, $"{refusals} of {changes} changes are refused");
    }

    /// <summary>A change that breaks one keyword of the schema is an Error of the linter, at the place of the change.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_breaks_a_keyword_is_an_error_of_the_linter_at_its_place(string kind)
    {
        var schema = Load(kind);
        var kinds = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var manifest in Of(kind).FullManifests)
        {
            var version = KubernetesVersion.Supported.Last(v => !manifest.Refused(v));
            foreach (var (path, value, text) in Changes.Of(manifest.Root!))
            {
                var errors = schema.Validate(ManifestVerdict.Of(text).Json);
                if (errors.Count == 0 || ApiSpans.IsToken(value))
                {
                    continue;
                }

                var keyword = errors[0].Keyword;
                kinds[keyword] = kinds.GetValueOrDefault(keyword) + 1;
                if (kinds[keyword] % 7 != 1 && kinds[keyword] > 40)
                {
                    continue;
                }

                var findings = Linter.Lint([Linter.Parse(new SourceText("manifest.yaml", text))], new LintOptions { KubernetesVersion = version }).Findings;
                var isLenient = kind == "KubeProxyConfiguration" && keyword == "additionalProperties";
                var isTaken = Unsayable.MayRefuse(kind, path) && !ManifestVerdict.Of(text).Refused(version);
                Assert.True(
                    isTaken || findings.Any(f => ((f.Severity == Findings.Severity.Error && f.Api is not null) || (isLenient && f.Rule.Id == "SVC7001")) && IsNear(f.Api?.Field ?? path, path)),
                    $"{path} breaks {keyword}, and the linter says [{string.Join("; ", findings.Select(f => f.Rule.Id + " " + f.Message))}]\n{text}");
            }
        }

        output.WriteLine(string.Join(", ", kinds.Select(k => $"{k.Key} {k.Value}")));
    }

    /// <summary>The samples, the good examples of the pages and the measured manifests of this repository.</summary>
    [Fact]
    public void What_is_taken_here_fits_its_schema()
    {
        var samples = Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "samples"), "*.yaml", SearchOption.AllDirectories).Select(p => (p, File.ReadAllText(p)));
        var goldens = Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "tests/SvcLint.Core.Tests/Goldens"), "*.yaml").Select(p => (p, File.ReadAllText(p)));
        var pages = RulePage.All.Concat(RulePage.Cases).SelectMany(p => p.Examples.Where(e => e.Mark == "good").SelectMany(e => e.Files).Where(f => f.Language == "yaml").Select(f => (p.Path, Carets.TakeOut(f, "example.yaml").Item1)));
        AssertFit(samples.Concat(goldens).Concat(pages), atLeast: 250);
    }

    [SkippableFact]
    public void Measured_manifests_that_are_taken_fit_their_schema()
    {
        var goldens = Directory.EnumerateFiles(SharedFolder.Require("goldens"), "*.yaml").Select(p => (p, File.ReadAllText(p)));
        AssertFit(VerdictCase.Load(SharedFolder.Require("api-cases")).Select(c => (c.Name, c.Text)).Concat(goldens), atLeast: 300);
    }

    // In the same part of the object: what several fields disagree about stands at one of them.
    private static bool IsNear(string field, string path)
    {
        static string Section(string text) => Regex.Replace(text, @"\[[^\]]*\]", "").Split('.')[0];
        return field.Length == 0 || Section(field).StartsWith(Section(path), StringComparison.Ordinal) || (Section(path), Section(field)) is ("addressType", "endpoints");
    }

    private void AssertFit(IEnumerable<(string Name, string Text)> manifests, int atLeast)
    {
        var count = 0;
        var unfit = new List<string>();
        foreach (var (name, text) in manifests)
        {
            foreach (var part in YamlStream.Split(new SourceText(name, text)))
            {
                var manifest = ManifestVerdict.Of(YamlReader.Read(part.Slice).Root);
                if (KindSchema.All.FirstOrDefault(k => k.Kind == manifest.Kind) is { } schema && !manifest.Refused(KubernetesVersion.Newest))
                {
                    count++;
                    unfit.AddRange(Load(schema.Kind).Validate(manifest.Json).Select(e => $"{name}: {e}"));
                }
            }
        }

        output.WriteLine($"{count} objects");
        Assert.Empty(unfit);
        Assert.True(count >= atLeast, $"only {count} objects");
    }

    private static KindSchema Of(string kind) => KindSchema.All.First(k => k.Kind == kind);

    private static SchemaFile Load(string kind) => Loaded[kind].Value;

    private static readonly Dictionary<string, Lazy<SchemaFile>> Loaded = KindSchema.All.ToDictionary(k => k.Kind, k => new Lazy<SchemaFile>(() => new SchemaFile(k.Path)));

    private static void Fields(string type, string root, SortedSet<string> found)
    {
        foreach (var field in FieldTables.Fields(type))
        {
            var element = field.Type.Kind is FieldKind.List or FieldKind.Map ? field.Type.Element : field.Type;
            if (found.Add(type + "." + field.Name) && element.Kind == FieldKind.Object)
            {
                Fields(element.Notation, root, found);
            }
        }
    }

    private static void Written(YamlNode? node, string type, SortedSet<string> found)
    {
        foreach (var entry in (node as YamlMapping)?.Entries ?? [])
        {
            found.Add(type + "." + entry.Name);
            var field = FieldTables.Find(type, entry.Name!, null)!.Value;
            var element = field.Type.Kind is FieldKind.List or FieldKind.Map ? field.Type.Element : field.Type;
            foreach (var item in element.Kind != FieldKind.Object ? [] : entry.Value is YamlSequence list ? list.Items : [entry.Value])
            {
                Written(item, element.Notation, found);
            }
        }
    }
}
