using System.Globalization;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Jobs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace SvcLint.Analyzers.Benchmarks;

/// <summary>
/// The analyzer in the project that owns 300 manifests: a first analysis, and what an editor waits for after a change of one C# file or of one
/// manifest, while everything else stays as it was.
/// </summary>
[MemoryDiagnoser]
[SimpleJob(RuntimeMoniker.HostProcess, launchCount: 1, warmupCount: 3, iterationCount: 10)]
public class AnalyzerBenchmarks
{
    private const int Files = 40;

    private const int Manifests = 300;

    private readonly ManifestAnalyzer _analyzer = new();
    private readonly AdditionalText[] _manifests = [.. Enumerable.Range(0, Manifests).Select(Manifest)];
    private CSharpCompilation _compilation = CSharpCompilation.Create("App");
    private int _edits;

    [GlobalSetup]
    public void Setup() => _compilation = CSharpCompilation.Create(
        "App",
        Enumerable.Range(0, Files).Select(i => CSharpSyntaxTree.ParseText(Code(i, 80), path: Text($"/repo/src/Client{i}.cs"))),
        [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)],
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    /// <summary>Nothing is known from before; the code itself runs warm.</summary>
    [Benchmark]
    public int First() => Analyze(_compilation, new ManifestAnalyzer(), _manifests);

    [Benchmark]
    public int AfterAnEditOfCode()
    {
        var old = _compilation.SyntaxTrees[0];
        return Analyze(_compilation.ReplaceSyntaxTree(old, CSharpSyntaxTree.ParseText(Code(0, 1000 + _edits++), path: old.FilePath)), _analyzer, _manifests);
    }

    [Benchmark]
    public int AfterAnEditOfAManifest() => Analyze(_compilation, _analyzer, [Manifest(Manifests + _edits++), .. _manifests[1..]]);

    private static int Analyze(CSharpCompilation compilation, ManifestAnalyzer analyzer, AdditionalText[] manifests) =>
        compilation.WithAnalyzers([analyzer], new AnalyzerOptions([.. manifests], new Options())).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult().Length;

    private static string Code(int number, int port) => Text($$"""
        using System;
        using System.Collections.Generic;
        using System.Linq;
        public sealed class Client{{number}}
        {
            private readonly Dictionary<int, List<int>> _orders = new();
            public Uri Url => new("http://service{{number}}:{{port}}/api");
            public IEnumerable<string> Find(string text, int least) => _orders.Where(o => o.Value.Count > least).Select(o => $"{o.Key}: {o.Value.Count} of {text}");
        }
        """);

    // A Deployment and its Service, then a policy, in turn.
    private static AdditionalText Manifest(int number) => new Manifested(
        Text($"/repo/deploy/{number}.yaml"),
        number % 2 == 0
            ? Text($$"""
                apiVersion: v1
                kind: Service
                metadata: { name: service{{number / 2}}, namespace: shop }
                spec:
                  selector: { app: service{{number / 2}} }
                  ports: [{ name: http, port: 80, targetPort: http }]
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: { name: service{{number / 2}}, namespace: shop }
                spec:
                  selector: { matchLabels: { app: service{{number / 2}} } }
                  template:
                    metadata: { labels: { app: service{{number / 2}} } }
                    spec:
                      containers:
                        - name: app
                          image: registry.example/app:1.0
                          ports: [{ name: http, containerPort: 8080 }]
                          env: [{ name: OTHER, value: "http://service{{(number / 2) + 1}}:80/api" }]
                """)
            : Text($$"""
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: { name: service{{number / 2}}, namespace: shop }
                spec:
                  podSelector: { matchLabels: { app: service{{number / 2}} } }
                  policyTypes: [Ingress]
                  ingress: [{ ports: [{ port: http }] }]
                """));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed class Manifested(string path, string text) : AdditionalText
    {
        private readonly SourceText _text = SourceText.From(text);

        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => _text;
    }

    private sealed class Options : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values("build_property.SvcLintRoot", "/repo");

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Values("", "");

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Values("build_metadata.AdditionalFiles.SvcLintRole", "Manifest");
    }

    private sealed class Values(string name, string value) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? found)
        {
            found = key == name ? value : null;
            return found is not null;
        }
    }
}
