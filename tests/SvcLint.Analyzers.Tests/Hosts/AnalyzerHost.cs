using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace SvcLint.Analyzers.Tests.Hosts;

/// <summary>Runs the analyzer as the compiler does, without a build.</summary>
internal static class AnalyzerHost
{
    public static async Task<ImmutableArray<Diagnostic>> Run(string root, IReadOnlyList<ProjectFile> files)
    {
        var code = files.Where(f => Path.GetExtension(f.FullPath) == ".cs").ToArray();
        var trees = code.Select(f => CSharpSyntaxTree.ParseText(File.ReadAllText(f.FullPath), path: f.FullPath));
        var texts = files.Except(code).ToDictionary(f => (AdditionalText)new FileText(f.FullPath), f => f.Role.ToString());
        var options = new AnalyzerOptions([.. texts.Keys], new Options(root, texts));
        // As a restored project has them; the models themselves are not needed to read what is made of them.
        MetadataReference[] references =
        [
            MetadataReference.CreateFromFile(typeof(object).Assembly.Location),
            .. texts.Keys.Any(t => t.GetText()!.ToString().Contains("\"KubernetesClient\"", StringComparison.Ordinal)) ? new[] { CSharpCompilation.Create("KubernetesClient").ToMetadataReference() } : [],
        ];
        return await CSharpCompilation.Create("App", trees, references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary))
            .WithAnalyzers([new ManifestAnalyzer()], options)
            .GetAnalyzerDiagnosticsAsync();
    }

    public static async Task<IReadOnlyList<Reported>> Findings(string root, IReadOnlyList<ProjectFile> files) =>
        (await Run(root, files)).Select(d => Of(root, d)).ToArray();

    private static Reported Of(string root, Diagnostic diagnostic)
    {
        var place = diagnostic.Location.GetLineSpan();
        return new Reported(
            diagnostic.Id,
            Path.GetRelativePath(root, place.Path).Replace('\\', '/'),
            place.StartLinePosition.Line + 1,
            place.StartLinePosition.Character + 1,
            place.EndLinePosition.Line + 1,
            place.EndLinePosition.Character + 1,
            diagnostic.Severity.ToString().ToLowerInvariant());
    }

    private sealed class FileText(string path) : AdditionalText
    {
        public override string Path { get; } = path;

        public override SourceText GetText(CancellationToken cancellationToken = default)
        {
            using var stream = File.OpenRead(Path);
            return SourceText.From(stream);
        }
    }

    private sealed class Options(string root, Dictionary<AdditionalText, string> roles) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(new() { ["build_property.SvcLintRoot"] = root });

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Values([]);

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) =>
            new Values(roles.TryGetValue(textFile, out var role) ? new() { ["build_metadata.AdditionalFiles.SvcLintRole"] = role } : []);
    }

    private sealed class Values(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
