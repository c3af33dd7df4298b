using SvcLint.Findings;
using SvcLint.Kubernetes;

namespace SvcLint.Rules.Api;

/// <summary>An API that is still served, and will not grow any more.</summary>
public sealed class DeprecatedApi : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1202",
        Name = "deprecated-api",
        Title = "The API is deprecated, though still served",
        Category = Category.Api,
        Severity = Severity.Info,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var verdict in context.Verdicts)
        {
            var item = verdict.Object;
            if (VersionTable.FindApi(item.ApiVersion.Value, item.Kind.Value) is { Removed: null } entry && (context.Version is not { } version || version >= entry.Deprecated))
            {
                yield return Report(
                    item,
                    item.Kind.Span,
                    $"{item.ApiVersion.Value} {item.Kind.Value} is deprecated since {entry.Deprecated}",
                    effect: "it cannot hold zones, both families or terminating endpoints",
                    help: $"use {entry.Replacement}") with
                {
                    Api = WarningsAt.Find(verdict, item.Kind.Span),
                };
            }
        }
    }
}
