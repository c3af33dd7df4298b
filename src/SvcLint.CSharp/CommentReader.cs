using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SvcLint.Model.DotNet;
using SvcLint.Text;
using SourceText = SvcLint.Text.SourceText;

namespace SvcLint.CSharp;

/// <summary>What a file says to those that judge it: comments for svclint, and pragmas that disable its rules.</summary>
internal static class CommentReader
{
    private const string RulePrefix = "SVC";

    public static IReadOnlyList<Comment> Comments(SourceText source, SyntaxNode root) => Comment.MayBeIn(source.Content)
        ? [.. root.DescendantTrivia().Where(t => t.IsKind(SyntaxKind.SingleLineCommentTrivia) || t.IsKind(SyntaxKind.MultiLineCommentTrivia)).Select(t => Read(source, t)).Where(c => Comment.IsForTool(c.Text))]
        : [];

    public static IReadOnlyList<WarningPragma> Pragmas(SourceText source, SyntaxNode root)
    {
        var pragmas = new List<WarningPragma>();
        for (var directive = root.ContainsDirectives ? (root as CompilationUnitSyntax)?.GetFirstDirective() : null; directive is not null; directive = directive.GetNextDirective())
        {
            if (directive is PragmaWarningDirectiveTriviaSyntax { IsActive: true } pragma)
            {
                var rules = pragma.ErrorCodes.OfType<IdentifierNameSyntax>().Select(n => n.Identifier.ValueText).Where(n => n.StartsWith(RulePrefix, StringComparison.Ordinal)).ToArray();
                if (rules.Length > 0 || pragma.ErrorCodes.Count == 0)
                {
                    pragmas.Add(new WarningPragma(rules, pragma.DisableOrRestoreKeyword.IsKind(SyntaxKind.DisableKeyword), source.Span(pragma.SpanStart, pragma.Span.End)));
                }
            }
        }

        return pragmas;
    }

    private static Comment Read(SourceText source, SyntaxTrivia trivia)
    {
        var (start, end) = (trivia.SpanStart, trivia.Span.End);
        var closed = trivia.IsKind(SyntaxKind.MultiLineCommentTrivia) && end - start > 3 && source.Content[end - 1] == '/';
        return new Comment(source.Span(start, end), source.Span(start + 2, end - (closed ? 2 : 0)), Following(source, trivia));
    }

    private static SourceSpan? Following(SourceText source, SyntaxTrivia trivia)
    {
        var token = trivia.Token.SpanStart < trivia.SpanStart ? trivia.Token.GetNextToken() : trivia.Token;
        if (token.IsKind(SyntaxKind.None) || token.IsKind(SyntaxKind.EndOfFileToken) || token.IsKind(SyntaxKind.CloseBraceToken))
        {
            return null;
        }

        // The largest that starts there; the file as a whole is none.
        var node = token.Parent?.AncestorsAndSelf().TakeWhile(n => n.SpanStart == token.SpanStart && n is not CompilationUnitSyntax).LastOrDefault();
        return node is not null
            ? source.Span(node.SpanStart, node.Span.End)
            : new SourceSpan(source, source.Lines.Line(source.Lines.LineIndex(token.SpanStart)));
    }
}
