using SvcLint.Findings;
using SvcLint.Validation;

namespace SvcLint.Rules.Api;

/// <summary>The shape of endpoints: what is missing, what is too much.</summary>
public sealed class InvalidEndpoints : RefusalRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1121",
        Name = "invalid-endpoints",
        Title = "An EndpointSlice or Endpoints object lacks addresses, or holds more than it may",
        Category = Category.Api,
        Severity = Severity.Error,
    };

    internal override RefusalTopic Topic => RefusalTopic.EndpointShape;

    protected override string AdviceOn(ApiError error) =>
        error.Field.IndexOf(".hints.", StringComparison.Ordinal) >= 0 ? "let the EndpointSlice controller write hints, or name a node or zone as its Node does" : Advice;

    protected override string Advice => "give each endpoint an address, and split what is too large";
}
