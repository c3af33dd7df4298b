using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>A change deletes or renames a ConfigMap, or one of its keys, without which pods do not start.</summary>
public sealed class DeletedConfigMapUsed : UpdateRule
{
    private const string Ways = "keep it, or mark the reference as optional";

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2122",
        Name = "deleted-configmap-used",
        Title = "A change deletes a ConfigMap that pods need",
        Category = Category.Wiring,
        Severity = Severity.Warning,
    };

    protected override IEnumerable<Finding> Check(RuleContext context, EarlierState earlier)
    {
        foreach (var workload in context.Unit.Workloads)
        {
            foreach (var (name, key) in Needed(workload))
            {
                var now = context.Repository.ConfigMapsNamed(name.Value).Where(m => NamespaceComparer.MayBeSame(m.Namespace, workload.Namespace)).ToArray();
                if (earlier.ConfigMapFor(name.Value, workload.Namespace, name.Span.Source.Path) is not { } before || !ChangeWords.IsSurelyGone(context, earlier, before))
                {
                    continue;
                }

                if (now.Length == 0)
                {
                    yield return Report(workload, name.Span, $"ConfigMap '{name.Value}' is deleted by this change, but {workload.Kind.Value} {workload.Name} needs it", [ChangeWords.Deleted(before)],
                        effect: Effect(context, workload), help: Ways);
                }
                else if (key is not null && now.All(m => !m.HasKey(key.Value)) && before.Data?.Find(key.Value) is { } entry)
                {
                    yield return Report(workload, key.Span, $"key '{key.Value}' of ConfigMap '{name.Value}' is deleted by this change, but needed here", [new RelatedSpan(entry.Key.Span, "deleted here")],
                        effect: Effect(context, workload), help: Ways);
                }
            }
        }
    }

    private static string Effect(RuleContext context, Workload workload) =>
        context.Unit.ServiceOf(workload) is { } service ? $"new pods do not start, and Service {service.Name} loses its endpoints" : "new pods do not start";

    private static IEnumerable<(Located<string> Name, Located<string>? Key)> Needed(Workload workload)
    {
        foreach (var container in workload.AllContainers())
        {
            foreach (var source in (container.EnvFrom?.Items ?? []).Select(e => e.ConfigMapRef))
            {
                if (source is { Name: { } name, IsOptional: false })
                {
                    yield return (name, null);
                }
            }

            foreach (var selector in (container.Env?.Items ?? []).Select(e => e.ValueFrom?.ConfigMapKeyRef))
            {
                if (selector is { Name: { } name, Key: { } key, IsOptional: false })
                {
                    yield return (name, key);
                }
            }
        }

        foreach (var map in (workload.PodSpec?.Volumes?.Items ?? []).SelectMany(v => v.ConfigMaps).Where(m => !m.IsOptional))
        {
            yield return (map.Name, null);
        }
    }
}
