using CsCheck;
using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Rules;
using SvcLint.Text;

namespace SvcLint.Core.Tests.Cluster;

/// <summary>Whoever reads an index must not be able to tell it from the manifests.</summary>
public sealed class ManifestIndexTests
{
    private const string Tricky = """
        # Blanks for this.
        apiVersion: v1
        kind: Service
        metadata: &meta { name: "we\x62", 'labels': { a: 'it''s' } }
        spec:
          ports:
            - port: !!int "80"
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          <<: *meta
          annotations:
            long: >-
              folded
              text
            block: |
              http://web:81
        ---
        apiVersion: example.org/v1
        kind: Thing
        metadata: { name: thing, namespace: shop }
        spec: { left: out }
        """;

    public static TheoryData<string> Samples => new(Directory.EnumerateDirectories(Path.Combine(RepositoryRoot.Path, "samples")).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_rule_says_the_same_of_a_sample_and_of_its_index(string folder) => Agree(Read(folder));

    [SkippableFact]
    public void Every_rule_says_the_same_of_real_repositories_and_of_their_indexes()
    {
        foreach (var story in Directory.EnumerateDirectories(SharedFolder.Require("defects/stories/public")))
        {
            Agree(Read(story));
        }
    }

    [Fact]
    public void Scalars_of_every_style_tags_merges_and_line_ends_keep_value_and_place()
    {
        foreach (var text in (string[])[Tricky, Tricky.ReplaceLineEndings("\r\n"), "\r# lone\r\n" + Tricky])
        {
            var files = new[] { Linter.Parse(new SourceText("a.yaml", text)) };

            Agree(files);

            var index = Linter.Index(files, new LintOptions());
            Assert.DoesNotContain("Blanks", index, StringComparison.Ordinal);
            Assert.DoesNotContain("left", index, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_project_that_refers_to_manifests_reports_the_same_with_their_index(string folder)
    {
        var manifests = Read(folder);
        // Every Service at a port that it lacks, under a slip and in another namespace.
        var names = manifests.SelectMany(f => f.Objects).OfType<Service>().Select(s => s.Name).Distinct().ToArray();
        var text = "{" + string.Join(",", names.Select((n, i) => $"\n\"A{i}\": \"http://{n}:1\", \"B{i}\": \"http://{n}.shpo.scv.cluster.local\", \"C{i}\": \"{n}.shop.svc:80\"")) + "\n}";
        var settings = Linter.Parse(new SourceText("src/App/appsettings.Production.json", text));
        var options = new LintOptions();

        var whole = new ProjectInput { Files = [.. manifests.Select(f => (f, ProjectFileRole.Reference)), (settings, ProjectFileRole.Settings)] }.Lint();
        var indexed = new ProjectInput { Files = [(settings, ProjectFileRole.Settings)], Index = ManifestIndex.Read(Linter.Index(manifests, options)) }.Lint();

        Assert.Equal(whole.Select(Text), indexed.Select(Text));
        Assert.True(names.Length == 0 || whole.Count > 0);
    }

    [Fact]
    public void What_is_cut_off_changed_or_of_another_version_is_no_index()
    {
        var index = Linter.Index([Linter.Parse(new SourceText("a.yaml", Tricky))], new LintOptions());

        Assert.NotNull(ManifestIndex.Read(index));
        Assert.Null(ManifestIndex.Read("svclint-index 0" + index[15..]));
        for (var length = 0; length < index.Length; length++)
        {
            Assert.Null(ManifestIndex.Read(index[..length]));
        }

        Gen.Select(Gen.Int[0, index.Length - 1], Gen.Char["09 -+msq@tZ\n"]).Sample(
            (at, letter) => { _ = ManifestIndex.Read(index[..at] + letter + index[(at + 1)..]); },
            iter: 5000);
    }

    private static void Agree(IReadOnlyList<ParsedFile> files)
    {
        var options = new LintOptions();
        var set = UnitBuilder.Build(files, options);
        var index = ManifestIndex.Read(ManifestIndexWriter.Write(set));

        Assert.NotNull(index);
        Assert.Equal(Findings(set.Units.Where(u => u.Objects.Count > 0).ToArray(), set.Written, options), Findings(index.Units(options), index.Written, options));
        // Objects of kinds without a model come back by their names alone.
        Assert.Equal(set.Written.Select(o => $"{o} {o.Namespace} {o.Group} {o.NameSpan}"), index.Written.Select(o => $"{o} {o.Namespace} {o.Group} {o.NameSpan}"));
    }

    private static string[] Findings(IReadOnlyList<DeploymentUnit> units, IEnumerable<KubernetesObject> written, LintOptions options)
    {
        var repository = new Repository(units, written, options.Configuration, []);
        var run = new RuleRun(options);
        run.Check(units, repository);
        return [.. run.Findings().Select(Text)];
    }

    private static string Text(Finding finding) =>
        $"{Place(finding.Span)} {finding.Rule.Id} {finding.Severity} {finding.Confidence} {finding.Message} {finding.Fingerprint} [{string.Join(",", finding.Units)}] {string.Join(" ", finding.Related.Select(r => Place(r.Span) + r.Note))}";

    private static string Place(SourceSpan span) => $"{span.Source.Path}({span.Start},{span.End}={span.StartPosition},{span.EndPosition})";

    private static ParsedFile[] Read(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(f => Path.GetExtension(f) is ".yaml" or ".yml" or ".env" && !f.EndsWith("svclint.yaml", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .Select(f => Linter.Parse(SourceText.FromBytes(Path.GetRelativePath(folder, f).Replace('\\', '/'), File.ReadAllBytes(f))))
        .ToArray();
}
