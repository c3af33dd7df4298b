using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SvcLint.Model.DotNet;

namespace SvcLint.CSharp;

/// <summary>
/// Values that are known without running the code: literals, constants, concatenations and interpolations of them. Without a compiler
/// a name stands for a constant only if the file declares nothing else under that name.
/// </summary>
internal sealed class ConstantFolder(SemanticModel? semantics)
{
    // Few manifests are longer, and constants that double each other end here.
    private const int LongestText = 1 << 16;

    private const int DeepestNesting = 40;

    private readonly Dictionary<string, (string? Type, ExpressionSyntax? Value)> _constants = new(StringComparer.Ordinal);
    private readonly HashSet<string> _hidden = new(StringComparer.Ordinal);
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);
    private int _resolving;

    /// <summary>A text was too long, or made of too many others in one another, to be put together.</summary>
    public bool IsCut { get; private set; }

    public static bool IsText(LiteralExpressionSyntax literal) => literal.Token.Value is string;

    /// <summary>Adds a constant; a second one of the same name makes both unknown.</summary>
    public void Declare(string name, string? type, ExpressionSyntax? value)
    {
        if (_constants.ContainsKey(name))
        {
            Hide(name);
        }

        _constants[name] = (type, value);
    }

    /// <summary>Something that is no constant has this name.</summary>
    public void Hide(string name) => _hidden.Add(name);

    /// <summary>The text of an expression when all of it is known.</summary>
    public Folded? Constant(ExpressionSyntax? expression) => expression is not null && Fold(expression) is { IsConstant: true } folded ? folded : null;

    /// <summary>A whole number that is known.</summary>
    public int? Number(ExpressionSyntax? expression) => Call.Bare(expression) switch
    {
        LiteralExpressionSyntax { Token.Value: int number } => number,
        ExpressionSyntax name when Value(name) is int number => number,
        _ => null,
    };

    /// <summary>The text of an expression with holes for what is unknown.</summary>
    public Folded Fold(ExpressionSyntax expression) => Fold(expression, 0);

    private Folded Fold(ExpressionSyntax expression, int depth)
    {
        if (depth > DeepestNesting)
        {
            IsCut = true;
            return Folded.Unknown;
        }

        return Call.Bare(expression) switch
        {
            LiteralExpressionSyntax { Token.Value: string } literal => LiteralPieces.Read(literal.Token),
            InterpolatedStringExpressionSyntax interpolated => Join(Contents(interpolated, depth)),
            BinaryExpressionSyntax sum when sum.IsKind(SyntaxKind.AddExpression) => Sum(sum, depth),
            { } name when Value(name) is { } value => value is Folded folded ? folded with { Pieces = [] } : new Folded(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", []),
            _ => Folded.Unknown,
        };
    }

    private List<Folded> Contents(InterpolatedStringExpressionSyntax interpolated, int depth)
    {
        var parts = new List<Folded>();
        foreach (var content in interpolated.Contents)
        {
            parts.Add(content switch
            {
                InterpolatedStringTextSyntax text => LiteralPieces.Read(text, interpolated),
                InterpolationSyntax { AlignmentClause: null, FormatClause: null } hole => Fold(hole.Expression, depth + 1),
                _ => Folded.Unknown,
            });
        }

        return parts;
    }

    // Sums lean to the left, as deep as they are long.
    private Folded Sum(BinaryExpressionSyntax sum, int depth)
    {
        var parts = new List<Folded>();
        ExpressionSyntax left = sum;
        while (Call.Bare(left) is BinaryExpressionSyntax inner && inner.IsKind(SyntaxKind.AddExpression))
        {
            parts.Add(Fold(inner.Right, depth + 1));
            left = inner.Left;
        }

        parts.Add(Fold(left, depth + 1));
        parts.Reverse();
        // Numbers before the first text are added, not written one after the other.
        return Number(left) is not null ? Folded.Unknown : Join(parts);
    }

    private Folded Join(List<Folded> parts)
    {
        var value = new StringBuilder();
        var pieces = new List<TextPiece>();
        foreach (var part in parts)
        {
            if (value.Length + part.Value.Length > LongestText)
            {
                IsCut = true;
                value.Append(Folded.Hole);
                break;
            }

            pieces.AddRange(part.Pieces.Select(p => p with { Start = p.Start + value.Length }));
            value.Append(part.Value);
        }

        return new Folded(value.ToString(), pieces);
    }

    // A Folded, an int, or null.
    private object? Value(ExpressionSyntax expression)
    {
        if (expression is LiteralExpressionSyntax literal)
        {
            return literal.Token.Value is int or char ? literal.Token.Value : null;
        }

        if (NameOf(expression) is { } name)
        {
            return new Folded(name, []);
        }

        if (expression is not (IdentifierNameSyntax or MemberAccessExpressionSyntax))
        {
            return null;
        }

        // A project that does not compile has constants all the same.
        if (semantics?.GetConstantValue(expression) is { HasValue: true, Value: var known })
        {
            return known is string text ? new Folded(text, []) : known as int?;
        }

        var (key, type) = expression is MemberAccessExpressionSyntax member
            ? (member.Name.Identifier.ValueText, Call.LastName(member.Expression))
            : (((IdentifierNameSyntax)expression).Identifier.ValueText, null);
        return _hidden.Contains(key) || !_constants.TryGetValue(key, out var constant) || (type is not null && type != constant.Type) ? null : Value(key, constant.Value);
    }

    private object? Value(string key, ExpressionSyntax? initializer)
    {
        if (!_values.TryGetValue(key, out var value))
        {
            // A constant that refers to itself finds this.
            _values[key] = null;
            _resolving++;
            IsCut |= _resolving > DeepestNesting;
            value = initializer is null || _resolving > DeepestNesting ? null : (object?)Number(initializer) ?? Constant(initializer);
            _resolving--;
            _values[key] = value;
        }

        return value;
    }

    private static string? NameOf(ExpressionSyntax expression) =>
        expression is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" }, ArgumentList.Arguments: { Count: 1 } arguments }
            ? Call.LastName(arguments[0].Expression)
            : null;
}
