using Microsoft.CodeAnalysis.CSharp.Syntax;
using SvcLint.Model.DotNet;

namespace SvcLint.CSharp;

/// <summary>The named endpoints that an AppHost of Aspire gives its resources; whoever refers to a resource is told their addresses.</summary>
internal sealed class AspireReader(CodeFile file)
{
    public List<HostedEndpoint> Found { get; } = [];

    public void Read(Call call)
    {
        var name = call.Name switch
        {
            "WithHttpEndpoint" or "WithHttpsEndpoint" => call.Argument(2, "name"),
            "WithEndpoint" => call.Argument(3, "name") ?? (call.Count > 0 && call.Argument(0) is { } first && file.Constants.Constant(first)?.Value is not null ? first : null),
            _ => null,
        };
        if (name is not null && file.Constants.Constant(name)?.Value is { Length: > 0 } endpoint && Resource(call.Receiver) is { } resource)
        {
            Found.Add(new HostedEndpoint(resource, endpoint, file.Span(call)));
        }
    }

    // builder.AddProject<Projects.Basket>("basket").WithReference(cache), in one chain or by way of a variable.
    private string? Resource(ExpressionSyntax? receiver)
    {
        for (var at = receiver; at is not null;)
        {
            if (Call.Of(at) is not { } call)
            {
                var before = at;
                at = file.Initializer(at);
                if (ReferenceEquals(at, before))
                {
                    return null;
                }

                continue;
            }

            if (call.Name.StartsWith("Add", StringComparison.Ordinal) && call.Argument(0, "name") is { } name)
            {
                return file.Constants.Constant(name)?.Value;
            }

            at = call.Receiver;
        }

        return null;
    }
}
