using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SvcLint.Model.DotNet;

namespace SvcLint.CSharp;

/// <summary>Constant texts of a file that may hold an address, or look like a path.</summary>
internal static class ConstantTexts
{
    public static IReadOnlyList<ConstantText> Addresses(CodeFile file)
    {
        var found = new List<ConstantText>();
        foreach (var expression in file.Texts)
        {
            var folded = file.Constants.Fold(expression);
            var value = folded.IsConstant ? folded.Value : Beginning(folded.Value);
            if (value is not null && MayHoldAddress(value) && !IsOwnAddress(expression))
            {
                found.Add(new ConstantText(value, folded.Pieces, file.Span(expression)) { IsFallback = IsFallback(expression) });
            }
        }

        return found;
    }

    public static IEnumerable<MappedPath> Paths(CodeFile file)
    {
        foreach (var expression in file.Texts)
        {
            if (expression is LiteralExpressionSyntax { Token.ValueText: { Length: > 1 and < 200 } value } && value[0] == '/' && value.All(IsPathLetter))
            {
                yield return new MappedPath(PathKind.Mentioned, value, file.Span(expression));
            }
        }
    }

    // Where the application listens, and who may call it: nothing is connected to.
    private static bool IsOwnAddress(ExpressionSyntax expression) =>
        ArgumentOf(expression) is { } call && (call.Name is "UseUrls" or "Run" or "RunAsync" or "WithOrigins" || (call.Name == "Add" && call.ReceiverName == "Urls"));

    private static bool IsFallback(ExpressionSyntax expression) =>
        (Outer(expression).Parent is BinaryExpressionSyntax binary && binary.IsKind(SyntaxKind.CoalesceExpression))
        || (Outer(expression).Parent is AssignmentExpressionSyntax assignment && assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression))
        || Outer(expression).Parent is ConditionalExpressionSyntax or EqualsValueClauseSyntax { Parent: ParameterSyntax or PropertyDeclarationSyntax }
        || ArgumentOf(expression) is { Name: "GetValue" };

    private static Call? ArgumentOf(ExpressionSyntax expression) => Outer(expression).Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } ? Call.Of(call) : null;

    private static ExpressionSyntax Outer(ExpressionSyntax expression)
    {
        while (expression.Parent is ParenthesizedExpressionSyntax outer)
        {
            expression = outer;
        }

        return expression;
    }

    // scheme://host:port/ before the first hole: what follows cannot change it.
    private static string? Beginning(string value)
    {
        var hole = value.IndexOf(Folded.Hole);
        var scheme = value.IndexOf("://", 0, hole, StringComparison.Ordinal);
        var slash = scheme < 0 ? -1 : value.IndexOf('/', scheme + 3, hole - scheme - 3);
        return slash > scheme + 3 ? value.Substring(0, slash + 1) : null;
    }

    private static bool MayHoldAddress(string value)
    {
        if (value.Length < 4 || value.IndexOf('\n') >= 0)
        {
            return false;
        }

        for (var i = 1; i + 1 < value.Length; i++)
        {
            if ((value[i] == ':' && value[i + 1] is '/' or (>= '0' and <= '9')) || (value[i] == ',' && value[i + 1] is >= '0' and <= '9'))
            {
                return true;
            }
        }

        return value.IndexOf(".svc", StringComparison.Ordinal) > 0 || (value.IndexOf('=') > 0 && value.IndexOf("port", StringComparison.OrdinalIgnoreCase) >= 0);
    }

    private static bool IsPathLetter(char letter) => letter is > ' ' and not ('<' or '>' or '"' or '\\' or '*');
}
