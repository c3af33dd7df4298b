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
        Title = "A hand-written EndpointSlice has the managed-by label of a Kubernetes controller",
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
                    $"EndpointSlice {slice.Name} has the managed-by label of {label.Value.Value}",
                    effect: "that controller changes or deletes slices with its name that it did not create",
                    help: "use a value of your own, such as the team's or the tool's name");
            }
        }
    }
}
