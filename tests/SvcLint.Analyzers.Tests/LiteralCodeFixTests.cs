using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using SvcLint.Analyzers.CodeFixes;

namespace SvcLint.Analyzers.Tests;

/// <summary>What an editor offers at a literal in C#.</summary>
public sealed class LiteralCodeFixTests
{
    [Theory]
    [InlineData("SVC9030", "\"http://stock.backend.svc:{|#0:8080|}/items\"", "\"http://stock.backend.svc:80/items\"", 8, 3, 8)]
    [InlineData("SVC9030", "\"\\u0068ttp://\" + \"stock:{|#0:81|}\"", "\"\\u0068ttp://\" + \"stock:80\"", 8, 3, 8)]
    [InlineData("SVC9031", "$\"http://stock.backend.{|#0:scv.cluster.local|}/{1}\"", "$\"http://stock.backend.svc.cluster.local/{1}\"", 4, 9, 14)]
    [InlineData("SVC9032", "@\"stock.{|#0:bakcend|}.svc:80\"", "@\"stock.backend.svc:80\"", 5, 14, 21)]
    public async Task Repairs_the_part_of_an_address_that_is_wrong(string rule, string code, string repaired, int line, int start, int end)
    {
        var test = Test($"class Client {{ string Url = {code}; }}", $"class Client {{ string Url = {repaired}; }}");
        test.ExpectedDiagnostics.Add(new DiagnosticResult(rule, DiagnosticSeverity.Warning).WithLocation(0).WithSpan("/repo/stock.yaml", line, start, line, end));

        await test.RunAsync();
    }

    [Fact]
    public async Task Repairs_a_value_of_an_object_that_code_makes()
    {
        const string Code = """
            class Services { object a = new k8s.Models.V1Service { Spec = new k8s.Models.V1ServiceSpec { SessionAffinity = "_" } }; }
            namespace k8s.Models
            {
                class V1Service { public V1ServiceSpec Spec { get; set; } }
                class V1ServiceSpec { public string SessionAffinity { get; set; } }
            }
            """;
        var test = Test(Code.Replace("_", "{|#0:clientIP|}", StringComparison.Ordinal), Code.Replace("_", "ClientIP", StringComparison.Ordinal));
        test.ExpectedDiagnostics.Add(new DiagnosticResult("SVC1105", DiagnosticSeverity.Error).WithLocation(0));

        await test.RunAsync();
    }

    private static CSharpCodeFixTest<ManifestAnalyzer, LiteralCodeFixProvider, DefaultVerifier> Test(string code, string repaired)
    {
        var test = new CSharpCodeFixTest<ManifestAnalyzer, LiteralCodeFixProvider, DefaultVerifier>
        {
            // The reference assemblies of the running framework: nothing to download.
            ReferenceAssemblies = new ReferenceAssemblies("net10.0"),
            TestCode = code,
            FixedCode = repaired,
        };
        test.TestState.AdditionalReferences.Add(typeof(object).Assembly.Location);
        test.TestState.AdditionalFiles.Add(("/repo/stock.yaml", Manifests.Stock));
        test.TestState.AnalyzerConfigFiles.Add(("/repo/.globalconfig", "is_global = true\nbuild_property.SvcLintRoot = /repo\n[/repo/stock.yaml]\nbuild_metadata.AdditionalFiles.SvcLintRole = Manifest\n"));
        return test;
    }
}
