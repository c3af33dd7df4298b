using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Endpoints;

/// <summary>A hand-written slice that claims to belong to one of Kubernetes' own controllers, which will treat it as its own.</summary>
public sealed class SliceManagedByController : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC6005",
        Name = "slice-managed-by-controller",
        Title = "A hand-written EndpointSlice carries the managed-by value of a Kubernetes controller",
        Category = Category.Endpoints,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var slice in context.Unit.EndpointSlices)
        {
            // With an owner that exists it is a dump of what the controller made.
            if (!slice.Metadata.IsMadeByController
                && slice.Metadata.Labels?.Find(EndpointSlice.ManagedByLabel) is { Value.Value: "endpointslice-controller.k8s.io" or "endpointslicemirroring-controller.k8s.io" } label)
            {
                yield return Report(
                    slice,
                    label.Value.Span,
                    $"EndpointSlice {slice.Name} says that {label.Value.Value} manages it. That controller changes or deletes what carries its name and is not of its making. Use a value of your own, for example the team's or the tool's name");
            }
        }
    }
}
