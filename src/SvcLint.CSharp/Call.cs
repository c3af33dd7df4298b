using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SvcLint.CSharp;

/// <summary>An invocation of a method that is called by name.</summary>
internal readonly struct Call(InvocationExpressionSyntax syntax, SimpleNameSyntax name)
{
    public InvocationExpressionSyntax Syntax { get; } = syntax;

    public SimpleNameSyntax NameSyntax { get; } = name;

    public string Name => NameSyntax.Identifier.ValueText;

    /// <summary>What the method is called on; null for a method of the same class, and after <c>?.</c>.</summary>
    public ExpressionSyntax? Receiver => (Syntax.Expression as MemberAccessExpressionSyntax)?.Expression;

    /// <summary>The last name of the receiver: <c>Urls</c> in <c>app.Urls.Add</c>.</summary>
    public string? ReceiverName => LastName(Receiver);

    public int Count => Syntax.ArgumentList.Arguments.Count;

    /// <summary>The call of an expression, unless the method is computed.</summary>
    public static Call? Of(ExpressionSyntax? expression)
    {
        var invocation = Bare(expression) as InvocationExpressionSyntax;
        return (invocation?.Expression switch
        {
            MemberAccessExpressionSyntax member => member.Name,
            MemberBindingExpressionSyntax binding => binding.Name,
            SimpleNameSyntax simple => simple,
            _ => null,
        }) is { } name ? new Call(invocation!, name) : null;
    }

    /// <summary>The argument at a position, or under its name.</summary>
    public ExpressionSyntax? Argument(int index, string? name = null)
    {
        var arguments = Syntax.ArgumentList.Arguments;
        foreach (var argument in arguments)
        {
            if (name is not null && argument.NameColon?.Name.Identifier.ValueText == name)
            {
                return argument.Expression;
            }
        }

        return index < arguments.Count && arguments[index].NameColon is null ? arguments[index].Expression : null;
    }

    /// <summary>The last name of an expression: <c>Configuration</c> in <c>builder.Configuration!</c>.</summary>
    public static string? LastName(ExpressionSyntax? expression) => Bare(expression) switch
    {
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax aliased => aliased.Name.Identifier.ValueText,
        _ => null,
    };

    /// <summary>Without parentheses and <c>!</c>.</summary>
    public static ExpressionSyntax? Bare(ExpressionSyntax? expression)
    {
        while (true)
        {
            switch (expression)
            {
                case ParenthesizedExpressionSyntax parenthesized:
                    expression = parenthesized.Expression;
                    break;
                case PostfixUnaryExpressionSyntax { OperatorToken.ValueText: "!" } suppressed:
                    expression = suppressed.Operand;
                    break;
                default:
                    return expression;
            }
        }
    }
}
