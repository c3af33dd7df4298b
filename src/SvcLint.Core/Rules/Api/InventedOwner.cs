using SvcLint.Findings;

namespace SvcLint.Rules.Api;

/// <summary>Owner references of which none can name an object: the garbage collector takes the owner for deleted, and deletes what it owned.</summary>
public sealed class InventedOwner : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1209",
        Name = "invented-owner",
        Title = "An owner reference has an invented uid, for which the garbage collector deletes the object",
        Category = Category.Api,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var item in context.Unit.Objects)
        {
            // One owner that exists keeps the object.
            if (item.Metadata is { IsMadeByController: false, OwnerReferences: { Count: > 0 } owners } && owners[0].Uid is { } uid && !ApiSpans.IsToken(uid.Value))
            {
                yield return Report(
                    item,
                    uid.Span,
                    $"owner uid {uid.Value} of {item.Kind.Value} {item.Name} is not a UUID, so no object has it",
                    effect: $"the garbage collector deletes {item.Kind.Value} {item.Name} soon after it is applied",
                    help: "remove ownerReferences; controllers write them");
            }
        }
    }
}
