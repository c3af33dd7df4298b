using Microsoft.CodeAnalysis.CSharp.Syntax;
using SvcLint.Model.DotNet;

namespace SvcLint.CSharp;

/// <summary>To which addresses gRPC channels are made: constants, and keys of the configuration.</summary>
internal sealed class GrpcReader(CodeFile file, IReadOnlyList<ConfigurationKey> keys)
{
    public List<GrpcTarget> Found { get; } = [];

    public void Read(Call call)
    {
        switch (call.Name)
        {
            case "ForAddress" when call.ReceiverName == "GrpcChannel":
                Add(call.Argument(0, "address"));
                break;
            case "AddGrpcClient" or "AddCodeFirstGrpcClient":
                foreach (var assignment in call.Syntax.ArgumentList.DescendantNodes().OfType<AssignmentExpressionSyntax>().Where(a => Call.LastName(a.Left) == "Address"))
                {
                    Add(assignment.Right);
                }

                break;
        }
    }

    private void Add(ExpressionSyntax? address)
    {
        // new Uri("…"), new("…")
        var text = Call.Bare(address) is BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: [var only, ..] } ? only.Expression : Call.Bare(address);
        if (text is null)
        {
            return;
        }

        var place = file.Declared(text) ?? text;
        if (file.Constants.Constant(place) is { Value: { } value } folded)
        {
            Found.Add(new GrpcTarget(new ConstantText(value, folded.Pieces, file.Span(place)), null, file.Span(place)));
        }
        else if (keys.FirstOrDefault(k => k.Source != KeySource.Section && k.Span.Start >= place.SpanStart && k.Span.End <= place.Span.End) is { } key)
        {
            Found.Add(new GrpcTarget(null, key.Name, file.Span(place)));
        }
    }
}
