using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SvcLint.Text;
using SourceText = SvcLint.Text.SourceText;

namespace SvcLint.CSharp;

/// <summary>One file in one pass: what readers look at, and the names that they resolve.</summary>
internal sealed class CodeFile
{
    private readonly SemanticModel? _semantics;
    private readonly Variables _variables = new();

    public CodeFile(SourceText source, SyntaxNode root, SemanticModel? semantics)
    {
        Source = source;
        _semantics = semantics;
        Constants = new ConstantFolder(semantics);
        foreach (var node in root.DescendantNodes())
        {
            Add(node);
        }
    }

    public SourceText Source { get; }

    public ConstantFolder Constants { get; }

    public List<Call> Calls { get; } = [];

    public List<ElementAccessExpressionSyntax> ElementAccesses { get; } = [];

    public List<AttributeSyntax> Attributes { get; } = [];

    /// <summary>Places that set the address by which cluster members find the process.</summary>
    public List<AssignmentExpressionSyntax> Advertising { get; } = [];

    /// <summary>Objects that are created, those within others included.</summary>
    public List<BaseObjectCreationExpressionSyntax> Creations { get; } = [];

    /// <summary>Literals, concatenations and interpolations that are no part of a larger one.</summary>
    public List<ExpressionSyntax> Texts { get; } = [];

    /// <summary>Whole numbers that may be ports.</summary>
    public HashSet<int> Numbers { get; } = [];

    /// <summary>Names of methods that may map endpoints for their callers.</summary>
    public List<string> MappersDeclared { get; } = [];

    public bool CreatesWebHostBuilder { get; private set; }

    public SourceSpan Span(SyntaxNode node) => Source.Span(node.SpanStart, node.Span.End);

    /// <summary>A call from its name on; where it goes over several lines, the name.</summary>
    public SourceSpan Span(Call call)
    {
        var (start, end) = (call.NameSyntax.SpanStart, call.Syntax.Span.End);
        return Source.Lines.LineIndex(start) == Source.Lines.LineIndex(end) ? Source.Span(start, end) : Span(call.NameSyntax);
    }

    /// <summary>What a variable was declared with; null when it gets another value.</summary>
    public ExpressionSyntax? Initializer(ExpressionSyntax? expression) => Call.Bare(expression) is IdentifierNameSyntax name ? _variables.Initializer(name) : null;

    /// <summary>Like <see cref="Initializer"/>, of a variable whose value nothing in the file changes from within.</summary>
    public ExpressionSyntax? Declared(ExpressionSyntax? expression) =>
        Call.Bare(expression) is IdentifierNameSyntax { Identifier.ValueText: var name } identifier && !IsChanged(name, identifier) ? Call.Bare(Initializer(identifier)) : null;

    /// <summary>True for a variable of which a member is set, a method is called that may change it, or a reference is given away.</summary>
    public bool IsChanged(string name, SyntaxNode place) => _variables.IsChanged(name, place);

    /// <summary>True when a caller changes what a method of this name returns.</summary>
    public bool IsResultChanged(string method) => _variables.IsResultChanged(method);

    /// <summary>True unless the compiler knows what is created, and it is of another namespace.</summary>
    public bool IsOf(ExpressionSyntax creation, string @namespace) =>
        _semantics?.GetTypeInfo(creation).Type is not { TypeKind: not TypeKind.Error } type || IsIn(type.ContainingNamespace, @namespace);

    /// <summary>True for the name of a variable, a field, a parameter or a property of the file.</summary>
    public bool IsValue(ExpressionSyntax? expression) => Call.Bare(expression) is IdentifierNameSyntax name && _variables.IsName(name.Identifier.ValueText);

    /// <summary>True when the compiler knows the method and it is declared in none of these namespaces.</summary>
    public bool IsForeign(Call call, params string[] namespaces) =>
        _semantics?.GetSymbolInfo(call.Syntax).Symbol is IMethodSymbol method && !namespaces.Any(n => IsIn(method.ContainingNamespace, n));

    /// <summary>Whether an expression is an <c>IConfiguration</c>; without the compiler, whether its name says so.</summary>
    public bool IsConfiguration(ExpressionSyntax? expression)
    {
        if (expression is not null && _semantics?.GetTypeInfo(expression).Type is { TypeKind: not TypeKind.Error } type)
        {
            return type.AllInterfaces.Add(type as INamedTypeSymbol ?? type.BaseType!).Any(i => i is { Name: "IConfiguration" } && IsIn(i.ContainingNamespace, "Microsoft.Extensions.Configuration"));
        }

        return Call.LastName(expression) is { } name && name.IndexOf("config", StringComparison.OrdinalIgnoreCase) >= 0;
    }

    private static bool IsIn(INamespaceSymbol? symbol, string name)
    {
        var full = symbol?.ToDisplayString() ?? "";
        return full == name || full.StartsWith(name + ".", StringComparison.Ordinal);
    }

    private void Add(SyntaxNode node)
    {
        switch (node)
        {
            case InvocationExpressionSyntax invocation:
                if (Call.Of(invocation) is { } call)
                {
                    Calls.Add(call);
                    _variables.Use(call);
                }

                break;
            case BaseObjectCreationExpressionSyntax creation:
                Creations.Add(creation);
                if (creation is ObjectCreationExpressionSyntax named)
                {
                    CreatesWebHostBuilder |= named is { Type: IdentifierNameSyntax { Identifier.ValueText: "WebHostBuilder" } };
                    _variables.Use(named);
                }

                break;
            case ElementAccessExpressionSyntax access:
                ElementAccesses.Add(access);
                break;
            case AttributeSyntax attribute:
                Attributes.Add(attribute);
                break;
            case LiteralExpressionSyntax { Token.Value: int and >= 1 and <= 65535 and var number }:
                Numbers.Add(number);
                break;
            case LiteralExpressionSyntax literal when ConstantFolder.IsText(literal):
            case InterpolatedStringExpressionSyntax:
            case BinaryExpressionSyntax when node.IsKind(SyntaxKind.AddExpression):
                if (!IsPartOfText(node))
                {
                    Texts.Add((ExpressionSyntax)node);
                }

                break;
            case VariableDeclaratorSyntax variable:
                AddVariable(variable);
                break;
            case ParameterSyntax parameter:
                Hide(parameter.Identifier.ValueText, parameter);
                break;
            case PropertyDeclarationSyntax property:
                Hide(property.Identifier.ValueText, property);
                break;
            case SingleVariableDesignationSyntax designation:
                Hide(designation.Identifier.ValueText, designation);
                break;
            case ForEachStatementSyntax loop:
                Hide(loop.Identifier.ValueText, loop);
                break;
            case AssignmentExpressionSyntax assignment:
                _variables.Assign(assignment);
                if (Call.LastName(assignment.Left) == "AdvertisedIPAddress")
                {
                    Advertising.Add(assignment);
                }

                break;
            case MethodDeclarationSyntax method:
                AddMapper(method.Identifier.ValueText);
                break;
            case LocalFunctionStatementSyntax function:
                AddMapper(function.Identifier.ValueText);
                break;
        }
    }

    private void Hide(string name, SyntaxNode node)
    {
        Constants.Hide(name);
        _variables.Declare(name, node);
    }

    private void AddMapper(string method)
    {
        if (PathReader.IsMapper(method))
        {
            MappersDeclared.Add(method);
        }
    }

    private void AddVariable(VariableDeclaratorSyntax variable)
    {
        var name = variable.Identifier.ValueText;
        _variables.Declare(variable);
        if (variable.Parent?.Parent is BaseFieldDeclarationSyntax { Modifiers: var field } declaration && field.Any(SyntaxKind.ConstKeyword))
        {
            Constants.Declare(name, (declaration.Parent as BaseTypeDeclarationSyntax)?.Identifier.ValueText, variable.Initializer?.Value);
        }
        else if (variable.Parent?.Parent is LocalDeclarationStatementSyntax { Modifiers: var local } && local.Any(SyntaxKind.ConstKeyword))
        {
            Constants.Declare(name, null, variable.Initializer?.Value);
        }
        else
        {
            Constants.Hide(name);
        }
    }

    private static bool IsPartOfText(SyntaxNode node)
    {
        var parent = node.Parent;
        while (parent is ParenthesizedExpressionSyntax)
        {
            parent = parent.Parent;
        }

        return parent is InterpolationSyntax || (parent is BinaryExpressionSyntax && parent.IsKind(SyntaxKind.AddExpression));
    }
}
