using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Analyzers;

/// <summary>
/// Lints the Kubernetes manifests that a project names, and its code against them. Rules look at all of them together, and each finding
/// is reported with the file that holds its primary span, so that editors show it where it is.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ManifestAnalyzer : DiagnosticAnalyzer
{
    // One reader per root: the compiler keeps what a reader made of a text for as long as the text lives.
    private readonly ConcurrentDictionary<string, AdditionalTextValueProvider<ParsedFile?>> _readers = new(StringComparer.Ordinal);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Descriptors.All;

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(Start);
    }

    private void Start(CompilationStartAnalysisContext context)
    {
        var files = ProjectFiles.Of(context.Options);
        if (!files.ReportsAny)
        {
            return;
        }

        var reader = _readers.GetOrAdd(files.Root, root => new AdditionalTextValueProvider<ParsedFile?>(text => ProjectFiles.Parse(root, text)));
        var code = new ProjectCode(context.Compilation, files, context.CancellationToken);
        var findings = new Lazy<ILookup<string, Finding>>(
            // A reader that throws reads as having no value: read again, so that the compiler reports the exception.
            () => files.Lint(text => context.TryGetValue(text, reader, out var parsed) ? parsed : ProjectFiles.Parse(files.Root, text), code.Read));
        context.RegisterAdditionalFileAction(file =>
        {
            if (files.Holds(file.AdditionalFile))
            {
                foreach (var finding in findings.Value[files.RelativePath(file.AdditionalFile)])
                {
                    file.ReportDiagnostic(Diagnostics.Of(finding, files, code));
                }
            }
        });
        context.RegisterSemanticModelAction(model =>
        {
            foreach (var finding in findings.Value[files.RelativePath(model.SemanticModel.SyntaxTree.FilePath)])
            {
                model.ReportDiagnostic(Diagnostics.Of(finding, files, code));
            }
        });
    }
}
