using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SvcLint.CSharp;

/// <summary>
/// The variables of a file, each in its scope: what it was declared with, and whether that still holds. Methods give their variables the
/// same names, and none of them changes another's.
/// </summary>
internal sealed class Variables
{
    // Methods that leave what they are called on as it is.
    private static readonly HashSet<string> Readers = new(StringComparer.Ordinal)
    {
        "Name", "Namespace", "Uid", "GetLabel", "GetAnnotation", "ToString", "GetHashCode", "Equals", "GetType", "ContainsKey", "TryGetValue", "Contains", "Any", "All", "Count", "First",
        "FirstOrDefault", "Single", "Select", "Where", "Concat", "ToList", "ToArray", "ToDictionary", "ConfigureAwait",
    };

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Name, SyntaxNode Scope), Variable> _declared = [];
    private readonly List<ExpressionSyntax> _assigned = [];
    private readonly List<ExpressionSyntax> _changed = [];

    // Of this or of another object: this.labels, options.Labels.
    private readonly HashSet<string> _assignedMembers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changedMembers = new(StringComparer.Ordinal);

    // Methods whose callers change what they return.
    private readonly HashSet<string> _changedResults = new(StringComparer.Ordinal);
    private bool _isComplete;

    /// <summary>Adds a local variable or a field.</summary>
    public void Declare(VariableDeclaratorSyntax variable) =>
        Declare(variable.Identifier.ValueText, variable.Parent?.Parent is BaseFieldDeclarationSyntax { Parent: { } type } ? type : ScopeOf(variable), variable.Initializer?.Value);

    /// <summary>Adds a name that gets its value elsewhere: a parameter, a property, the variable of a loop or of a pattern.</summary>
    public void Declare(string name, SyntaxNode node) => Declare(name, node is CommonForEachStatementSyntax ? node : ScopeOf(node), null);

    /// <summary>Notes that a variable gets another value, or what it holds another member.</summary>
    public void Assign(AssignmentExpressionSyntax assignment)
    {
        if (assignment.Parent is InitializerExpressionSyntax)
        {
            return;
        }

        _assigned.Add(assignment.Left);
        if (assignment.Left is MemberAccessExpressionSyntax or ElementAccessExpressionSyntax)
        {
            _changed.Add(assignment.Left);
        }
    }

    /// <summary>Notes that a method may change what it is called on or given.</summary>
    public void Use(Call call)
    {
        if (call.Receiver is { } receiver && !Readers.Contains(call.Name))
        {
            _changed.Add(receiver);
        }

        // A method of the same class may work on what it is given; one of a client reads it. As JSON it becomes a patch.
        var isOwn = call.Receiver is null or ThisExpressionSyntax || call is { Name: "Serialize", ReceiverName: "KubernetesJson" };
        foreach (var argument in call.Syntax.ArgumentList.Arguments)
        {
            if (argument.RefKindKeyword.IsKind(SyntaxKind.OutKeyword))
            {
                _assigned.Add(argument.Expression);
            }
            else if (isOwn || argument.RefKindKeyword.IsKind(SyntaxKind.RefKeyword))
            {
                _changed.Add(argument.Expression);
            }
        }
    }

    /// <summary>Notes that a variable is a part of an object, <c>new V1Patch(service, …)</c>.</summary>
    public void Use(ObjectCreationExpressionSyntax creation)
    {
        if (IsPatch(creation))
        {
            _changed.AddRange(creation.ArgumentList?.Arguments.Select(a => a.Expression) ?? []);
        }
    }

    /// <summary>True for <c>new V1Patch(…)</c>.</summary>
    public static bool IsPatch(SyntaxNode node) => node is ObjectCreationExpressionSyntax { Type: var type } && Call.LastName(type) == "V1Patch";

    /// <summary>True for the name of a variable, a field, a parameter or a property of the file.</summary>
    public bool IsName(string name) => _names.Contains(name);

    /// <summary>What the variable of a name was declared with; null when it gets another value, too.</summary>
    public ExpressionSyntax? Initializer(IdentifierNameSyntax name)
    {
        Complete();
        return Find(name.Identifier.ValueText, name) is { IsAssigned: false } variable && !(variable.IsMember && _assignedMembers.Contains(name.Identifier.ValueText)) ? variable.Value : null;
    }

    /// <summary>True for a variable of which a member is set, a method is called that may change it, or a reference is given away.</summary>
    /// <param name="name">The name, of this or of another object where it is no variable in sight.</param>
    /// <param name="place">Where it is used.</param>
    public bool IsChanged(string name, SyntaxNode place)
    {
        Complete();
        return Find(name, place) is { } variable ? variable.IsChanged || (variable.IsMember && _changedMembers.Contains(name)) : _changedMembers.Contains(name);
    }

    /// <summary>True when a caller changes what a method of this name returns: <c>var service = Make(); service.Spec.Type = …</c></summary>
    public bool IsResultChanged(string method)
    {
        Complete();
        return _changedResults.Contains(method);
    }

    private void Declare(string name, SyntaxNode scope, ExpressionSyntax? value)
    {
        _names.Add(name);
        // Two patterns of one block: which of them is meant is not known.
        _declared[(name, scope)] = new Variable(scope is BaseTypeDeclarationSyntax, _declared.ContainsKey((name, scope)) ? null : value);
    }

    private static SyntaxNode ScopeOf(SyntaxNode node) =>
        node.Ancestors().FirstOrDefault(a => a is BlockSyntax or SwitchStatementSyntax or SwitchExpressionArmSyntax or ForStatementSyntax or CommonForEachStatementSyntax or UsingStatementSyntax
            or FixedStatementSyntax or CatchClauseSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax or (MemberDeclarationSyntax and not GlobalStatementSyntax)) ?? node.SyntaxTree.GetRoot();

    private Variable? Find(string name, SyntaxNode place)
    {
        for (var scope = _names.Contains(name) ? place : null; scope is not null; scope = scope.Parent)
        {
            if (_declared.TryGetValue((name, scope), out var variable))
            {
                return variable;
            }
        }

        return null;
    }

    // Only now all scopes are known.
    private void Complete()
    {
        if (_isComplete)
        {
            return;
        }

        _isComplete = true;
        foreach (var target in _assigned)
        {
            if (Call.Bare(target) is IdentifierNameSyntax { Identifier.ValueText: var name } && Find(name, target) is { } variable)
            {
                variable.IsAssigned = true;
            }
            else if (Call.LastName(target) is { } member)
            {
                _assignedMembers.Add(member);
            }
        }

        foreach (var target in _changed)
        {
            Change(target);
        }
    }

    // Of svc.Spec.Ports all that may be a variable: svc in this.svc.Spec, too.
    private void Change(ExpressionSyntax? expression)
    {
        while (true)
        {
            switch (Call.Bare(expression))
            {
                case IdentifierNameSyntax { Identifier.ValueText: var name } identifier:
                    if (Find(name, identifier) is { } variable)
                    {
                        variable.IsChanged = true;
                        ChangeResult(variable.Value);
                    }
                    else
                    {
                        _changedMembers.Add(name);
                    }

                    return;
                case MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: var member }:
                    _changedMembers.Add(member.Identifier.ValueText);
                    return;
                case MemberAccessExpressionSyntax access:
                    expression = access.Expression;
                    break;
                case ElementAccessExpressionSyntax access:
                    expression = access.Expression;
                    break;
                case ConditionalAccessExpressionSyntax access:
                    expression = access.Expression;
                    break;
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call:
                    ChangeResult(call);
                    expression = access.Expression;
                    break;
                default:
                    ChangeResult(expression);
                    return;
            }
        }
    }

    private void ChangeResult(ExpressionSyntax? value)
    {
        var call = Call.Of(Call.Bare(value) is AwaitExpressionSyntax wait ? wait.Expression : value);
        if ((call is { Name: "ConfigureAwait", Receiver: var awaited } ? Call.Of(awaited) : call) is { Name: var method })
        {
            _changedResults.Add(method);
        }
    }

    private sealed class Variable(bool isMember, ExpressionSyntax? value)
    {
        public bool IsMember => isMember;

        public ExpressionSyntax? Value => value;

        public bool IsAssigned { get; set; }

        public bool IsChanged { get; set; }
    }
}
