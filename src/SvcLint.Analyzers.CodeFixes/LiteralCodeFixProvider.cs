using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using SvcLint.Findings;
using SvcLint.Rules;

namespace SvcLint.Analyzers.CodeFixes;

/// <summary>Repairs a part of a literal in C#, of an address or of an object's value: the analyzer says what belongs in place of a diagnostic's span.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LiteralCodeFixProvider))]
public sealed class LiteralCodeFixProvider : CodeFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        RuleCatalog.All.Select(r => r.Info.Id).ToImmutableArray();

    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if (diagnostic.Properties.TryGetValue(FixProperties.NewText, out var text) && text is not null && diagnostic.Properties.TryGetValue(FixProperties.Title, out var title) && title is not null)
            {
                var (document, span) = (context.Document, diagnostic.Location.SourceSpan);
                context.RegisterCodeFix(CodeAction.Create(title, cancellation => Replace(document, span, text, cancellation), diagnostic.Id + text), diagnostic);
            }
        }

        return Task.CompletedTask;
    }

    private static async Task<Document> Replace(Document document, TextSpan span, string newText, CancellationToken cancellation)
    {
        var text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
        return document.WithText(text.Replace(span, newText));
    }
}
