using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;

namespace SvcLint.Analyzers.Tests;

/// <summary>The adapter alone: spans, severities, help links, related locations. What rules find is the rules' pages' matter.</summary>
public sealed class ManifestAnalyzerTests
{
    [Fact]
    public async Task Reports_each_finding_at_its_span_with_severity_related_places_and_help()
    {
        var test = new Test { Files = { ("k8s/web.yaml", Manifests.Web, "Manifest"), ("k8s/stock.yaml", Manifests.Stock, "Manifest") } };
        test.ExpectedDiagnostics.AddRange(
        [
            Expect("SVC2002", DiagnosticSeverity.Error).WithSpan("/repo/k8s/web.yaml", 10, 19, 10, 22).WithSpan("/repo/k8s/web.yaml", 38, 11, 38, 16),
            Expect("SVC2003", DiagnosticSeverity.Info).WithSpan("/repo/k8s/web.yaml", 21, 19, 21, 23).WithSpan("/repo/k8s/web.yaml", 38, 11, 38, 16),
            Expect("SVC2022", DiagnosticSeverity.Error).WithSpan("/repo/k8s/web.yaml", 44, 35, 44, 42).WithSpan("/repo/k8s/stock.yaml", 5, 14, 5, 21),
        ]);
        await test.RunAsync();
    }

    [Fact]
    public async Task A_reference_is_known_and_not_reported()
    {
        var test = new Test { Files = { ("web.yaml", Manifests.Web, "Reference"), ("stock.yaml", Manifests.Stock, "Manifest") } };
        await test.RunAsync();
    }

    [Fact]
    public async Task Files_without_a_role_are_not_svclints()
    {
        var test = new Test { Files = { ("web.yaml", Manifests.Web, "") } };
        await test.RunAsync();
    }

    [Fact]
    public async Task The_configuration_decides_and_its_own_faults_are_reported_in_it()
    {
        var test = new Test
        {
            Files =
            {
                ("web.yaml", Manifests.Web, "Manifest"),
                ("svclint.yaml", "extends: shared/base.yaml\nrules:\n  SVC2002: info\n  SVC9: off\n", "Configuration"),
                ("shared/base.yaml", "rules:\n  SVC2003: off\n  SVC2022: off\n", "ExtendedConfiguration"),
            },
        };
        test.ExpectedDiagnostics.AddRange(
        [
            Expect("SVC0003", DiagnosticSeverity.Error).WithSpan("/repo/svclint.yaml", 4, 3, 4, 7),
            Expect("SVC2002", DiagnosticSeverity.Info).WithSpan("/repo/web.yaml", 10, 19, 10, 22).WithSpan("/repo/web.yaml", 38, 11, 38, 16),
        ]);
        await test.RunAsync();
    }

    [Fact]
    public async Task Code_is_judged_with_the_constants_of_other_files()
    {
        var test = new Test { TestCode = "class Client { const string Url = \"http://\" + Hosts.Stock + \":{|#0:81|}\"; }", Files = { ("stock.yaml", Manifests.Stock, "Reference"), ("Web.csproj", "<Project />", "Settings") } };
        test.TestState.Sources.Add(("Hosts.cs", "static class Hosts { public const string Stock = \"stock.backend.svc\"; }"));
        test.ExpectedDiagnostics.Add(Expect("SVC9030", DiagnosticSeverity.Warning).WithLocation(0).WithSpan("/repo/stock.yaml", 8, 3, 8, 8));
        await test.RunAsync();
    }

    [Fact]
    public async Task Objects_that_code_makes_are_judged_where_they_are_made()
    {
        var test = new Test
        {
            TestCode = """
                using k8s.Models;
                class Services { object a = new V1Service { Spec = new V1ServiceSpec { SessionAffinity = "{|#0:clientIP|}" } }; }
                namespace k8s.Models
                {
                    class V1Service { public V1ServiceSpec Spec { get; set; } }
                    class V1ServiceSpec { public string SessionAffinity { get; set; } }
                }
                """,
            Files = { ("stock.yaml", Manifests.Stock, "Reference"), ("Web.csproj", "<Project />", "Settings") },
        };
        test.ExpectedDiagnostics.Add(Expect("SVC1105", DiagnosticSeverity.Error).WithLocation(0));
        await test.RunAsync();
    }

    [Fact]
    public async Task A_comment_suppresses_in_code_and_settings_and_pragmas_are_the_compilers()
    {
        var test = new Test
        {
            TestCode = """
                class Client
                {
                    // svclint:ignore SVC9030 -- served by the sidecar
                    const string Url = "http://" + Hosts.Stock + ":81";
                    // svclint:ignore {|#0:SVC9030|} until=2026-01-31 -- served by the sidecar
                    const string Old = "http://" + Hosts.Stock + ":{|#1:82|}";
                #pragma warning disable SVC9030
                    const string More = "http://" + Hosts.Stock + ":83";
                #pragma warning restore SVC9030
                    const string Right = "http://" + Hosts.Stock + ":80"; // svclint:ignore SVC9030 -- a project does not know all manifests
                }
                """,
            Files =
            {
                ("stock.yaml", Manifests.Stock, "Reference"),
                ("Web.csproj", "<Project />", "Settings"),
                ("appsettings.Production.json", "{ \"Stock\": \"http://stock.backend.svc:81\" } // svclint:ignore SVC9001 -- served by the sidecar", "Settings"),
            },
        };
        test.TestState.Sources.Add(("Hosts.cs", "static class Hosts { public const string Stock = \"stock.backend.svc\"; }"));
        test.ExpectedDiagnostics.AddRange(
        [
            Expect("SVC0006", DiagnosticSeverity.Warning).WithLocation(0),
            Expect("SVC9030", DiagnosticSeverity.Warning).WithLocation(1).WithSpan("/repo/stock.yaml", 8, 3, 8, 8),
        ]);
        await test.RunAsync();
    }

    [Fact]
    public async Task Code_of_tests_and_generated_code_are_left_alone()
    {
        const string Code = "class Client { const string Url = \"http://stock.backend.svc:81\"; }";
        await new Test { TestCode = Code, IsTestProject = true, Files = { ("stock.yaml", Manifests.Stock, "Reference"), ("Web.csproj", "<Project />", "Settings") } }.RunAsync();
        var generated = new Test { Files = { ("stock.yaml", Manifests.Stock, "Reference"), ("Web.csproj", "<Project />", "Settings") } };
        generated.TestState.Sources.Add(("Client.g.cs", Code));
        await generated.RunAsync();
    }

    [Fact]
    public void Every_rule_has_a_descriptor_that_links_to_its_page()
    {
        var descriptors = new ManifestAnalyzer().SupportedDiagnostics.ToDictionary(d => d.Id);
        foreach (var rule in Rules.RuleCatalog.All)
        {
            var descriptor = descriptors[rule.Info.Id];
            Assert.Equal(rule.Info.Title, descriptor.Title.ToString());
            Assert.Matches($@"^https://svclint\.github\.io/svclint/v\d+\.\d+\.\d+/rules/{rule.Info.Id}\.html$", descriptor.HelpLinkUri);
        }

        Assert.Equal(Rules.RuleCatalog.All.Count, descriptors.Count);
    }

    private static DiagnosticResult Expect(string rule, DiagnosticSeverity severity) => new(rule, severity);

    private sealed class Test : CSharpAnalyzerTest<ManifestAnalyzer, DefaultVerifier>
    {
        public Test()
        {
            // The reference assemblies of the running framework: nothing to download.
            ReferenceAssemblies = new ReferenceAssemblies("net10.0");
            TestState.AdditionalReferences.Add(typeof(object).Assembly.Location);
            TestCode = "";
        }

        public List<(string Path, string Text, string Role)> Files { get; } = [];

        public bool IsTestProject { get; init; }

        public override string ToString() => nameof(ManifestAnalyzer);

        protected override Task RunImplAsync(CancellationToken cancellationToken)
        {
            var configuration = new System.Text.StringBuilder($"is_global = true\nbuild_property.SvcLintRoot = /repo\nbuild_property.IsTestProject = {IsTestProject}\n");
            foreach (var (path, text, role) in Files)
            {
                TestState.AdditionalFiles.Add(("/repo/" + path, text));
                if (role.Length > 0)
                {
                    configuration.Append($"[/repo/{path}]\nbuild_metadata.AdditionalFiles.SvcLintRole = {role}\n");
                }
            }

            TestState.AnalyzerConfigFiles.Add(("/repo/.globalconfig", configuration.ToString()));
            return base.RunImplAsync(cancellationToken);
        }
    }
}
