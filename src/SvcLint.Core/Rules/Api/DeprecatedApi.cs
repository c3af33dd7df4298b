using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Yaml;

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
        foreach (var verdict in context.Unit.OneOfEachKind.Any(o => ApiTable.Find(o.ApiVersion.Value, o.Kind.Value) is { } entry && IsDeprecated(entry, context.Version)) ? context.Verdicts : [])
        {
            var item = verdict.Object;
            if (ApiTable.Find(item.ApiVersion.Value, item.Kind.Value) is { } entry && IsDeprecated(entry, context.Version))
            {
                var place = entry.Removed is null ? item.Kind.Span : item.ApiVersion.Span;
                yield return Report(
                    item,
                    place,
                    $"{item.ApiVersion.Value} {item.Kind.Value} is deprecated since {entry.Deprecated}",
                    effect: entry.Removed is { } removed ? $"Kubernetes {removed} does not serve it" : "it cannot hold zones, both families or terminating endpoints",
                    help: entry.Replacement is null ? null : RemovedApiVersion.Instead(entry, context.Version)) with
                {
                    NamedVersion = entry.Deprecated,
                    Api = WarningsAt.Find(verdict, place),
                    Fixes = entry is { Removed: not null, Replacement: { } right } && !item.ApiVersion.IsDefault && RemovedApiVersion.IsSameShape(item) && entry.CanReplaceIn(context.Version)
                        ? [new Fix($"Write apiVersion {right}", FixSafety.Safe, [YamlEdit.KeepQuotes(place, right)])]
                        : [],
                };
            }
        }
    }

    // Where no version is declared, the removal is told.
    private static bool IsDeprecated(ApiEntry entry, KubernetesVersion? version) =>
        entry.Deprecated is { } deprecated && (version is { } asked ? asked >= deprecated && !entry.IsGoneIn(asked) : entry.Removed is null);
}
