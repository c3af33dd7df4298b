using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using SvcLint.Findings;
using SvcLint.Text;

namespace SvcLint.Analyzers;

/// <summary>A finding as Roslyn reports it.</summary>
internal static class Diagnostics
{
    public static Diagnostic Of(Finding finding, ProjectFiles files, ProjectCode code) => Diagnostic.Create(
        Descriptors.Find(finding.Rule.Id),
        Place(finding.Span, files, code),
        // What svclint.yaml says; a .globalconfig still has the last word.
        Descriptors.Severity(finding.Severity),
        finding.Related.Select(r => Place(r.Span, files, code)),
        Repair(finding),
        finding.OneLine);

    private static Location Place(SourceSpan span, ProjectFiles files, ProjectCode code)
    {
        var range = Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(span.Start, span.End);
        return code.Tree(span.Source.Path) is { } tree
            ? Location.Create(tree, range)
            : Location.Create(files.FullPath(span.Source.Path), range, new LinePositionSpan(Position(span.StartPosition), Position(span.EndPosition)));
    }

    // What the code fix writes in place of the finding's span.
    private static ImmutableDictionary<string, string?> Repair(Finding finding) =>
        finding.Fixes is [{ Edits: [var edit] } fix, ..] && edit.Span == finding.Span
            ? ImmutableDictionary<string, string?>.Empty.Add(FixProperties.NewText, edit.NewText).Add(FixProperties.Title, fix.Title)
            : ImmutableDictionary<string, string?>.Empty;

    private static Microsoft.CodeAnalysis.Text.LinePosition Position(SvcLint.Text.LinePosition position) => new(position.Line - 1, position.Column - 1);
}
