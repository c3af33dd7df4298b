using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using SvcLint.Findings;
using SvcLint.Text;

namespace SvcLint.Analyzers;

/// <summary>A finding as Roslyn reports it.</summary>
internal static class Diagnostics
{
    public static Diagnostic Of(Finding finding, ProjectFiles files) => Diagnostic.Create(
        Descriptors.Find(finding.Rule.Id),
        Place(finding.Span, files),
        // What svclint.yaml says; a .globalconfig still has the last word.
        Descriptors.Severity(finding.Severity),
        finding.Related.Select(r => Place(r.Span, files)),
        properties: null,
        finding.Message);

    private static Location Place(SourceSpan span, ProjectFiles files) => Location.Create(
        files.FullPath(span.Source.Path),
        Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(span.Start, span.End),
        new LinePositionSpan(Position(span.StartPosition), Position(span.EndPosition)));

    private static Microsoft.CodeAnalysis.Text.LinePosition Position(SvcLint.Text.LinePosition position) => new(position.Line - 1, position.Column - 1);
}
