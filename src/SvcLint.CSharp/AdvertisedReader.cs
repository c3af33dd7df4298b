using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SvcLint.Text;

namespace SvcLint.CSharp;

/// <summary>Where the code makes a member of an Orleans cluster advertise the loopback address, whatever the environment.</summary>
internal sealed class AdvertisedReader(CodeFile file)
{
    public List<SourceSpan> Found { get; } = [];

    /// <summary><c>options.AdvertisedIPAddress = IPAddress.Loopback</c>.</summary>
    public void Read(AssignmentExpressionSyntax assignment)
    {
        if (Call.LastName(assignment.Left) == "AdvertisedIPAddress" && IsLoopback(assignment.Right))
        {
            Add(assignment);
        }
    }

    /// <summary><c>ConfigureEndpoints(IPAddress.Loopback, …)</c>, <c>ConfigureEndpoints("localhost", …)</c>.</summary>
    public void Read(Call call)
    {
        if (call.Name == "ConfigureEndpoints" && !file.IsForeign(call, "Orleans"))
        {
            foreach (var argument in call.Syntax.ArgumentList.Arguments)
            {
                if (argument.NameColon?.Name.Identifier.ValueText is null or "advertisedIP" or "hostname" && IsLoopback(argument.Expression))
                {
                    Add(argument);
                    break;
                }
            }
        }
    }

    private bool IsLoopback(ExpressionSyntax expression) => Call.Bare(expression) switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Loopback" or "IPv6Loopback" } => true,
        InvocationExpressionSyntax invocation => Call.Of(invocation) is { Name: "Parse", ReceiverName: "IPAddress" } parse && IsLoopbackText(parse.Argument(0)),
        var other => IsLoopbackText(other),
    };

    private bool IsLoopbackText(ExpressionSyntax? expression) =>
        file.Constants.Constant(expression) is { Value: { } value } && (value is "localhost" or "::1" || value.StartsWith("127.", StringComparison.Ordinal));

    private void Add(SyntaxNode node)
    {
        if (!ListenReader.IsConditional(node))
        {
            Found.Add(file.Span(node));
        }
    }
}
