using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SvcLint.Kubernetes;
using SvcLint.Model.DotNet;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.CSharp;

/// <summary>
/// Instances of KubernetesClient's models (<c>new V1Service { … }</c>) as nodes of a manifest. An object that the file changes after it is
/// made is left out: what it becomes is not known. So is a patch, which says a part of one.
/// </summary>
internal sealed class ObjectReader(CodeFile file)
{
    private const string Models = "k8s.Models";

    private const int DeepestNesting = 40;

    // Values of one file: variables that hold others twice each would grow without end.
    private int _left = 100_000;

    // A property that no object of Kubernetes has: the class only shares its name with a model.
    private bool _isForeign;

    public IReadOnlyList<YamlNode> Read() => [.. file.Creations.Select(Made).OfType<YamlNode>()];

    private static (string ApiVersion, string Kind)? KindOf(string? type) => type switch
    {
        "V1Service" or "V1Endpoints" or "V1Pod" or "V1ReplicationController" or "V1ConfigMap" or "V1Namespace" => ("v1", type.Substring(2)),
        "V1Deployment" or "V1StatefulSet" or "V1DaemonSet" or "V1ReplicaSet" => ("apps/v1", type.Substring(2)),
        "V1Job" or "V1CronJob" => ("batch/v1", type.Substring(2)),
        "V1EndpointSlice" => ("discovery.k8s.io/v1", type.Substring(2)),
        "V1NetworkPolicy" or "V1Ingress" => ("networking.k8s.io/v1", type.Substring(2)),
        _ => null,
    };

    private YamlMapping? Made(BaseObjectCreationExpressionSyntax creation)
    {
        if (!SaysWhatItIs(creation) || TypeOf(creation) is not { } type || KindOf(Call.LastName(type)) is not var (apiVersion, kind) || !file.IsOf(creation, Models) || IsChanged(creation) || IsChangedByCallers(creation) || IsPatch(creation))
        {
            return null;
        }

        _isForeign = false;
        var written = Fields(creation.ArgumentList, creation.Initializer, FieldTables.Root(apiVersion, kind), 0);
        if (_isForeign)
        {
            return null;
        }

        // What the code computes, V1Service.KubeKind, is what the class implies.
        written.RemoveAll(e => e is { Name: "apiVersion" or "kind", Value: YamlScalar { Value: var value } } && Text.Placeholder.Is(value));
        var implied = creation is ObjectCreationExpressionSyntax ? file.Span(type) : file.Source.Span(creation.NewKeyword.SpanStart, creation.NewKeyword.Span.End);
        return new YamlMapping(file.Span(creation), [.. Header("apiVersion", apiVersion), .. Header("kind", kind), .. written]);

        IEnumerable<YamlEntry> Header(string name, string value) =>
            written.Any(e => e.Name == name) ? [] : [new YamlEntry(new YamlScalar(implied, name), new YamlScalar(implied, value))];
    }

    // An initializer, and constructor arguments by name: what others mean has changed with the versions of the library.
    private static bool SaysWhatItIs(BaseObjectCreationExpressionSyntax creation) =>
        (creation.Initializer is not null || creation.ArgumentList is { Arguments.Count: > 0 }) && HasOnlyNames(creation);

    private static bool HasOnlyNames(BaseObjectCreationExpressionSyntax creation) =>
        creation.ArgumentList is not { } list || list.Arguments.All(a => a.NameColon is { Name.Identifier.ValueText.Length: > 0 });

    // Of new() the type of what it is assigned to.
    private static TypeSyntax? TypeOf(BaseObjectCreationExpressionSyntax creation) => creation is ObjectCreationExpressionSyntax named ? named.Type : creation.Parent switch
    {
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax declaration } } => declaration.Type,
        EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax property } => property.Type,
        ArrowExpressionClauseSyntax { Parent: var member } => Returned(member),
        ReturnStatementSyntax statement => Returned(statement.Ancestors().FirstOrDefault(a => a is MemberDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax)),
        _ => null,
    };

    private static TypeSyntax? Returned(SyntaxNode? member) => member switch
    {
        MethodDeclarationSyntax method => method.ReturnType,
        LocalFunctionStatementSyntax function => function.ReturnType,
        PropertyDeclarationSyntax property => property.Type,
        _ => null,
    };

    private bool IsChanged(BaseObjectCreationExpressionSyntax creation) => Whole(creation).Parent switch
    {
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } => file.IsChanged(variable.Identifier.ValueText, variable),
        EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax property } => file.IsChanged(property.Identifier.ValueText, property),
        AssignmentExpressionSyntax assignment => Call.LastName(assignment.Left) is not { } name || file.IsChanged(name, assignment),
        // Fluent methods change what they are called on.
        MemberAccessExpressionSyntax or ConditionalAccessExpressionSyntax or WithExpressionSyntax => true,
        _ => false,
    };

    // Callers may change what a method makes, and mostly that is what it returns.
    private bool IsChangedByCallers(BaseObjectCreationExpressionSyntax creation) => creation.Ancestors().FirstOrDefault(a => a is MethodDeclarationSyntax or LocalFunctionStatementSyntax) switch
    {
        MethodDeclarationSyntax method => file.IsResultChanged(method.Identifier.ValueText),
        LocalFunctionStatementSyntax function => file.IsResultChanged(function.Identifier.ValueText),
        _ => false,
    };

    // new V1Patch(new V1Service { … }, …), and var patch = new V1Service { … }
    private static bool IsPatch(BaseObjectCreationExpressionSyntax creation) => Whole(creation).Parent switch
    {
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Identifier.ValueText: var name } } => name.IndexOf("patch", StringComparison.OrdinalIgnoreCase) >= 0,
        ArgumentSyntax { Parent.Parent: { } taker } => Variables.IsPatch(taker) || (taker is InvocationExpressionSyntax call && Call.Of(call) is { Name: "Serialize", ReceiverName: "KubernetesJson" }),
        _ => false,
    };

    // The whole of existing ?? new V1Service { … }, and Initialize(), which writes kind and version.
    private static SyntaxNode Whole(SyntaxNode creation)
    {
        while (true)
        {
            switch (creation.Parent)
            {
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Initialize", Parent: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 } call }:
                    creation = call;
                    break;
                case ParenthesizedExpressionSyntax or ConditionalExpressionSyntax or BinaryExpressionSyntax or CastExpressionSyntax or PostfixUnaryExpressionSyntax or SwitchExpressionArmSyntax or SwitchExpressionSyntax:
                    creation = creation.Parent;
                    break;
                default:
                    return creation;
            }
        }
    }

    private List<YamlEntry> Fields(ArgumentListSyntax? arguments, InitializerExpressionSyntax? initializer, string? table, int depth)
    {
        var entries = new List<YamlEntry>();
        foreach (var argument in arguments?.Arguments ?? default)
        {
            AddField(entries, argument.NameColon!.Name, argument.Expression, table, depth);
        }

        foreach (var expression in initializer?.Expressions ?? default)
        {
            if (expression is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText.Length: > 0 } property } assignment)
            {
                AddField(entries, property, assignment.Right, table, depth);
            }
        }

        return entries;
    }

    private void AddField(List<YamlEntry> entries, IdentifierNameSyntax property, ExpressionSyntax written, string? table, int depth)
    {
        var name = FieldOf(property.Identifier.ValueText);
        var field = table is null ? null : FieldTables.Find(table, name, null);
        _isForeign |= table is not null && field is null;
        if (Value(written, field?.Type, depth + 1) is { } value)
        {
            entries.RemoveAll(e => e.Name == name);
            entries.Add(new YamlEntry(new YamlScalar(file.Span(property), name), value));
        }
    }

    /// <summary>A property of a model as a manifest names it: names that C# or the model's base takes have a suffix.</summary>
    internal static string FieldOf(string property)
    {
        const string Suffix = "Property";
        var name = property.Length > Suffix.Length && property.EndsWith(Suffix, StringComparison.Ordinal) ? property.Substring(0, property.Length - Suffix.Length) : property;
        return char.ToLowerInvariant(name[0]) + name.Substring(1);
    }

    // Null: the field is not set.
    private YamlNode? Value(ExpressionSyntax expression, FieldType? type, int depth)
    {
        if (depth > DeepestNesting || _left-- <= 0)
        {
            return Unknown(expression, type);
        }

        // A text stays where it is used: whoever else uses the variable may mean something else by it.
        if (file.Declared(expression) is { } declared)
        {
            return (IsCollection(declared) ? Value(declared, type, depth + 1) : Scalar(declared, type)?.WithSpan(file.Span(expression))) ?? Unknown(expression, type);
        }

        var value = Call.Bare(expression)!;
        return value switch
        {
            LiteralExpressionSyntax literal when literal.Kind() is SyntaxKind.NullLiteralExpression or SyntaxKind.DefaultLiteralExpression => null,
            // { new V1ServicePort { … } }, an element of a list in braces of its own
            InitializerExpressionSyntax { RawKind: (int)SyntaxKind.ComplexElementInitializerExpression, Expressions: var added } => added.Count == 1 ? Value(added[0], type, depth + 1) : Unknown(value, type),
            InitializerExpressionSyntax initializer => Initialized(value, initializer, type, depth),
            // new IntOrString("http"), new ResourceQuantity("1Gi")
            BaseObjectCreationExpressionSyntax { Initializer: null, ArgumentList.Arguments: { Count: 1 } only } when IsWrapped(type) => Value(only[0].Expression, type, depth + 1),
            BaseObjectCreationExpressionSyntax { ArgumentList: null or { Arguments.Count: 0 } } creation => Initialized(value, creation.Initializer, type, depth),
            BaseObjectCreationExpressionSyntax creation when IsModel(creation, type) && HasOnlyNames(creation) => Model(value, creation.ArgumentList, creation.Initializer, type, depth),
            ArrayCreationExpressionSyntax { Initializer: { } initializer } => Sequence(value, initializer.Expressions, type, depth),
            ImplicitArrayCreationExpressionSyntax { Initializer: var initializer } => Sequence(value, initializer.Expressions, type, depth),
            CollectionExpressionSyntax { Elements: var elements } when elements.All(e => e is ExpressionElementSyntax) => Sequence(value, elements.Select(e => ((ExpressionElementSyntax)e).Expression), type, depth),
            _ => Scalar(value, type) ?? Unknown(value, type),
        };
    }

    // Without a table, models go by their names.
    private static bool IsModel(BaseObjectCreationExpressionSyntax creation, FieldType? type) =>
        type is { } known ? known.Kind == FieldKind.Object
        : creation is ObjectCreationExpressionSyntax { Type: var named } && Call.LastName(named) is { } name && name.StartsWith("V1", StringComparison.Ordinal);

    private static bool IsWrapped(FieldType? type) => type?.Kind is FieldKind.IntOrString or FieldKind.Quantity;

    private static bool IsCollection(ExpressionSyntax value) =>
        value is BaseObjectCreationExpressionSyntax or ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax or CollectionExpressionSyntax;

    private YamlNode Initialized(ExpressionSyntax value, InitializerExpressionSyntax? initializer, FieldType? type, int depth)
    {
        var span = file.Span(value);
        return initializer is null || initializer.Expressions.Count == 0 ? Empty(value, type)
            : IsDictionary(initializer) ? Dictionary(span, initializer, type, depth)
            : initializer.IsKind(SyntaxKind.ObjectInitializerExpression) ? Model(value, null, initializer, type, depth)
            : Sequence(value, initializer.Expressions, type, depth);
    }

    private YamlNode Empty(ExpressionSyntax value, FieldType? type) => type?.Kind switch
    {
        FieldKind.List => new YamlSequence(file.Span(value), []),
        null or FieldKind.Object or FieldKind.Map => new YamlMapping(file.Span(value), []),
        // new DateTime()
        _ => Unknown(value, type),
    };

    // { ["app"] = "web" } and { { "app", "web" } }
    private static bool IsDictionary(InitializerExpressionSyntax initializer) =>
        initializer.Expressions.All(e => e is AssignmentExpressionSyntax { Left: ImplicitElementAccessSyntax } or InitializerExpressionSyntax { RawKind: (int)SyntaxKind.ComplexElementInitializerExpression, Expressions.Count: 2 });

    private YamlNode Model(ExpressionSyntax value, ArgumentListSyntax? arguments, InitializerExpressionSyntax? initializer, FieldType? type, int depth)
    {
        // A setter of a wrapper, new IntOrString { Value = "http" }.
        if (IsWrapped(type))
        {
            return initializer?.Expressions is [AssignmentExpressionSyntax { Right: var inner }] ? Value(inner, type, depth + 1) ?? Unknown(value, type) : Unknown(value, type);
        }

        return new YamlMapping(file.Span(value), Fields(arguments, initializer, type?.Kind == FieldKind.Object ? type.Value.Notation : null, depth));
    }

    private YamlMapping Dictionary(SourceSpan span, InitializerExpressionSyntax initializer, FieldType? type, int depth)
    {
        var entries = new List<YamlEntry>();
        FieldType? held = type?.Kind == FieldKind.Map ? type.Value.Element : null;
        foreach (var expression in initializer.Expressions)
        {
            var (key, value) = expression is AssignmentExpressionSyntax { Left: ImplicitElementAccessSyntax { ArgumentList.Arguments: [var index] } } assignment
                ? (index.Expression, assignment.Right)
                : expression is InitializerExpressionSyntax { Expressions: [var first, var second] } ? (first, second) : default;
            if (key is not null && value is not null)
            {
                entries.Add(new YamlEntry(Scalar(key, null) ?? Placeholder(key), Value(value, held, depth + 1) ?? new YamlScalar(file.Span(value), "", ScalarStyle.DoubleQuoted)));
            }
        }

        return new YamlMapping(span, entries);
    }

    private YamlSequence Sequence(ExpressionSyntax value, IEnumerable<ExpressionSyntax> items, FieldType? type, int depth)
    {
        FieldType? held = type?.Kind == FieldKind.List ? type.Value.Element : null;
        return new YamlSequence(file.Span(value), [.. items.Select(i => Value(i, held, depth + 1)).OfType<YamlNode>()]);
    }

    private YamlScalar? Scalar(ExpressionSyntax expression, FieldType? type)
    {
        if (file.Constants.Number(expression) is { } number)
        {
            return Plain(number.ToString(CultureInfo.InvariantCulture));
        }

        switch (expression)
        {
            case LiteralExpressionSyntax { Token.Value: bool flag }:
                return Plain(flag ? "true" : "false");
            case LiteralExpressionSyntax { Token.Value: long wide }:
                return Plain(wide.ToString(CultureInfo.InvariantCulture));
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression, Operand: var operand } when file.Constants.Number(operand) is { } negated:
                return Plain((-(long)negated).ToString(CultureInfo.InvariantCulture));
            case CastExpressionSyntax cast:
                return Scalar(Call.Bare(cast.Expression)!, type);
        }

        return file.Constants.Constant(expression) is not { } text ? null
            // The client writes digits as a number.
            : new YamlScalar(Inside(expression, text), text.Value, type?.Kind is FieldKind.IntOrString or FieldKind.Quantity && text.Value.Length > 0 ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted);

        YamlScalar Plain(string value) => new(file.Span(expression), value);
    }

    // A literal's letters, without the quotes.
    private SourceSpan Inside(ExpressionSyntax expression, Folded text) =>
        new ConstantText(text.Value, text.Pieces, file.Span(expression)) is var constant && text.Value.Length > 0 && constant.IsPlain(0, text.Value.Length, out var span) ? span : constant.Span;

    private YamlNode Unknown(ExpressionSyntax expression, FieldType? type)
    {
        var value = Placeholder(expression);
        return type?.Kind == FieldKind.Map ? new YamlMapping(value.Span, [new YamlEntry(value, value)]) : value;
    }

    private YamlScalar Placeholder(ExpressionSyntax expression)
    {
        var name = expression is IdentifierNameSyntax or MemberAccessExpressionSyntax && Call.LastName(expression) is { } last ? last : "computed";
        return new YamlScalar(file.Span(expression), "${" + name + "}");
    }
}
