using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SvcLint.Text;

namespace SvcLint.CSharp;

/// <summary>Where the code redirects every HTTP request to HTTPS in production, and whether it believes what a proxy says of the scheme.</summary>
internal sealed class RedirectReader(CodeFile file)
{
    private readonly List<SourceSpan> _found = [];
    private bool _isOpen;

    /// <summary>None where options of the middleware, or a branch of the pipeline before it, are not read.</summary>
    public IReadOnlyList<SourceSpan> Found => _isOpen ? [] : _found;

    public bool ForwardsHeaders { get; private set; }

    public void Read(Call call)
    {
        switch (call.Name)
        {
            case "UseHttpsRedirection" when IsAlways(call.Syntax):
                _found.Add(file.Span(call));
                break;
            case "AddHttpsRedirection" or "UseHealthChecks" or "UseWhen" or "MapWhen":
                _isOpen = true;
                break;
            case "UseForwardedHeaders":
                ForwardsHeaders = true;
                break;
        }
    }

    // Without a condition, or with one that production meets.
    private static bool IsAlways(SyntaxNode node)
    {
        for (SyntaxNode? at = node; at is not null and not MemberDeclarationSyntax; at = at.Parent)
        {
            if (at is LambdaExpressionSyntax || (at.Parent is IfStatementSyntax branch && !(branch.Statement == at && IsProduction(branch.Condition)))
                || (at.Parent is not IfStatementSyntax && ListenReader.IsBranch(at)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsProduction(ExpressionSyntax condition) => Call.Bare(condition) switch
    {
        PrefixUnaryExpressionSyntax not when not.IsKind(SyntaxKind.LogicalNotExpression) => Call.Of(not.Operand) is { Name: "IsDevelopment" },
        var other => Call.Of(other) is { Name: "IsProduction" },
    };
}
