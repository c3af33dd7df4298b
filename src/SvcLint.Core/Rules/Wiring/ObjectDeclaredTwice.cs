using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>
/// One object declared by two documents that are applied together: the later one wins. Across files of a folder they are more likely
/// alternatives, and in code one method makes what another one does not, so only one file of manifests, a stream, a named unit, a fully
/// known kustomization, or units that the configuration sends to one cluster count.
/// </summary>
public sealed class ObjectDeclaredTwice : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2040",
        Name = "object-declared-twice",
        Title = "Two documents that are applied together declare the same object",
        Category = Category.Wiring,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        var first = new Dictionary<(string Group, string Kind, string? Namespace, string Name), KubernetesObject>();
        foreach (var item in context.Unit.Objects)
        {
            if (item.Name is not { Length: > 0 } name || IsHook(item))
            {
                continue;
            }

            var key = (item.Group, item.Kind.Value, item.Namespace, name);
            if (!first.TryGetValue(key, out var earlier))
            {
                first.Add(key, item);
            }
            else if (context.Unit.IsAppliedTogether || (context.Unit.Kind != UnitKind.Code && earlier.Span.Source == item.Span.Source))
            {
                yield return Twice(item, earlier, "the later document replaces the earlier one");
            }
        }

        foreach (var other in OthersOfTheCluster(context))
        {
            foreach (var item in other.Objects)
            {
                // Without a namespace it stays open whether the two units go to the same one.
                if (item.Name is { Length: > 0 } name && item.Namespace is not null && !IsHook(item)
                    && first.TryGetValue((item.Group, item.Kind.Value, item.Namespace, name), out var mine) && mine.Kind.Span != item.Kind.Span)
                {
                    yield return Twice(mine, item, $"unit {other.Name} goes to the same cluster, and whichever is applied last replaces the other");
                }
            }
        }
    }

    private Finding Twice(KubernetesObject item, KubernetesObject earlier, string effect) => Report(
        item,
        item.NameSpan,
        $"{item.Kind.Value} {item.Name} is declared in two documents that are applied together",
        [new RelatedSpan(earlier.NameSpan, "also declared")],
        effect: effect,
        help: "keep one of them, or rename one");

    // Hooks run at different times, and deployment tools replace them on purpose.
    private static bool IsHook(KubernetesObject item) =>
        item.Metadata.Annotations is { } annotations && (annotations["helm.sh/hook"] is not null || annotations["argocd.argoproj.io/hook"] is not null);

    private static IEnumerable<DeploymentUnit> OthersOfTheCluster(RuleContext context)
    {
        var unit = context.Unit;
        if (unit.Kind != UnitKind.Named || unit.Facts.Name.Length == 0)
        {
            return [];
        }

        // Of two units the later one speaks, once.
        return context.Repository.Units.TakeWhile(u => u != unit).Where(u => u.Kind == UnitKind.Named && u.Facts.Name == unit.Facts.Name);
    }
}
