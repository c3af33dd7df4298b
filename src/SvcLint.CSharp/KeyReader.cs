using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SvcLint.Model;
using SvcLint.Model.DotNet;

namespace SvcLint.CSharp;

/// <summary>Keys of configuration and environment that the code reads.</summary>
internal sealed class KeyReader(CodeFile file)
{
    private const string Extensions = "Microsoft.Extensions";

    // No section is nested deeper by hand.
    private const int DeepestSection = 8;

    public List<ConfigurationKey> Found { get; } = [];

    /// <summary>Prefixes with which environment variables are read into the configuration, and which are no part of their keys.</summary>
    public List<Located<string>> Prefixes { get; } = [];

    public void Read(Call call)
    {
        switch (call.Name)
        {
            case "GetEnvironmentVariable" when call.ReceiverName is "Environment" && !file.IsForeign(call, "System"):
                Add(KeySource.Environment, "", call.Argument(0, "variable"), call.Syntax);
                break;
            case "AddEnvironmentVariables" when file.Constants.Constant(call.Argument(0, "prefix")) is { Value: { Length: > 0 } prefix } && !file.IsForeign(call, Extensions):
                Prefixes.Add(new Located<string>(prefix, file.Span(call.Argument(0, "prefix")!)));
                break;
            case "GetValue" when Section(call.Receiver) is { } section && !file.IsForeign(call, Extensions):
                Add(KeySource.Configuration, section, Argument(call, "key"), call.Syntax, HasDefaultArgument(call));
                break;
            case "GetConnectionString" when Section(call.Receiver) is { } section && !file.IsForeign(call, Extensions):
                Add(KeySource.Configuration, Join(section, "ConnectionStrings"), call.Argument(0, "name"), call.Syntax);
                break;
            case "GetSection" or "GetRequiredSection" when Section(call.Receiver) is { } section && !file.IsForeign(call, Extensions):
                ReadSection(call, section);
                break;
            case "BindConfiguration" when call.Count > 0 && !file.IsForeign(call, Extensions):
                Add(KeySource.Section, "", call.Argument(0, "configSectionPath"), call.Syntax);
                break;
            case "Bind" when call.Count == 2 && Section(call.Receiver) is { } section && !file.IsForeign(call, Extensions):
                Add(KeySource.Section, section, call.Argument(0, "key"), call.Syntax);
                break;
        }
    }

    public void Read(ElementAccessExpressionSyntax access)
    {
        var isWritten = access.Parent is AssignmentExpressionSyntax assignment && assignment.Left == access;
        if (!isWritten && access.ArgumentList.Arguments is { Count: 1 } arguments && Section(access.Expression) is { } section)
        {
            Add(KeySource.Configuration, section, arguments[0].Expression, access);
        }
    }

    // A section is read further by another call, bound to an object, or asked for its value.
    private void ReadSection(Call call, string section)
    {
        switch (call.Syntax.Parent)
        {
            case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetSection" or "GetRequiredSection" or "GetValue" or "GetConnectionString" }:
            case ElementAccessExpressionSyntax access when access.Expression == call.Syntax:
                break;
            case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Value" } value:
                Add(KeySource.Configuration, section, call.Argument(0, "key"), value);
                break;
            default:
                Add(KeySource.Section, section, call.Argument(0, "key"), call.Syntax);
                break;
        }
    }

    /// <summary>The path of the section that an expression is, empty for the configuration itself; null when it is neither.</summary>
    private string? Section(ExpressionSyntax? expression)
    {
        var path = "";
        for (var depth = 0; depth < DeepestSection; depth++)
        {
            var place = file.Initializer(expression) is { } initializer && Call.Of(initializer) is { Name: "GetSection" or "GetRequiredSection" } ? initializer : expression;
            if (Call.Of(place) is not { Name: "GetSection" or "GetRequiredSection" } call)
            {
                return file.IsConfiguration(place) ? path : null;
            }

            if (file.Constants.Constant(call.Argument(0, "key")) is not { } key)
            {
                return null;
            }

            path = Join(key.Value, path);
            expression = call.Receiver;
        }

        return null;
    }

    private void Add(KeySource source, string section, ExpressionSyntax? key, ExpressionSyntax read, bool hasDefault = false)
    {
        if (file.Constants.Constant(key) is { Value: { Length: > 0 } name } folded)
        {
            var text = new ConstantText(name, folded.Pieces, file.Span(key!));
            Found.Add(new ConfigurationKey(source, Join(section, name), hasDefault || IsOptional(read), text.Part(0, name.Length)));
        }
    }

    // GetValue<T>(key, default) and GetValue(type, key, default).
    private static ExpressionSyntax? Argument(Call call, string name) => call.Argument(call.NameSyntax is GenericNameSyntax ? 0 : call.Count > 1 && IsType(call.Argument(0)) ? 1 : 0, name);

    private static bool HasDefaultArgument(Call call) => call.Count > (IsType(call.Argument(0)) ? 2 : 1);

    private static bool IsType(ExpressionSyntax? expression) => expression is TypeOfExpressionSyntax;

    private static bool IsOptional(ExpressionSyntax read)
    {
        var node = read;
        while (node.Parent is ParenthesizedExpressionSyntax or ConditionalAccessExpressionSyntax)
        {
            node = (ExpressionSyntax)node.Parent;
        }

        return node.Parent switch
        {
            BinaryExpressionSyntax binary => binary.IsKind(SyntaxKind.CoalesceExpression) && binary.Left == node && binary.Right is not ThrowExpressionSyntax,
            AssignmentExpressionSyntax assignment => assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression),
            _ => false,
        };
    }

    private static string Join(string section, string key) => section.Length == 0 ? key : key.Length == 0 ? section : section + ":" + key;
}
