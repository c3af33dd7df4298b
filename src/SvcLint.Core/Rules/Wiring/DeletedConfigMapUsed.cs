using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>A change deletes or renames a ConfigMap, one of its keys, or a Secret, without which pods do not start.</summary>
public sealed class DeletedConfigMapUsed : UpdateRule
{
    private const string Ways = "keep it, or mark the reference as optional";

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2122",
        Name = "deleted-configmap-used",
        Title = "A change deletes a ConfigMap or Secret that pods need",
        Category = Category.Wiring,
        Severity = Severity.Warning,
    };

    protected override IEnumerable<Finding> Check(RuleContext context, EarlierState earlier)
    {
        foreach (var workload in context.Unit.Workloads)
        {
            var former = new Lazy<Need[]>(() => earlier.Find(context.Unit, workload) is Workload before ? [.. Needed(before)] : []);
            foreach (var need in Needed(workload))
            {
                if ((Before(earlier, workload, need) ?? (FormerName(need, former.Value) is { } generated ? Before(earlier, workload, generated) : null)) is not { } before
                    || !ChangeWords.IsSurelyGone(context, earlier, before) || (need.IsSecret && IsMadeNow(context, earlier, need.Name.Value)))
                {
                    continue;
                }

                var kind = before.Kind.Value;
                if (!context.Repository.Has(o => o.Kind.Value == kind && o.Group.Length == 0, need.Name.Value, workload.Namespace))
                {
                    yield return Report(workload, need.Name.Span, $"{kind} '{need.Name.Value}' is deleted by this change, but {workload.Kind.Value} {workload.Name} needs it", [ChangeWords.Deleted(before)],
                        effect: Effect(context, workload), help: Ways);
                }
                else if (need.Key is { } key && before is ConfigMap { Data: { } data } && data.Find(key.Value) is { } entry
                    && context.Repository.ConfigMapsNamed(need.Name.Value).Where(m => NamespaceComparer.MayBeSame(m.Namespace, workload.Namespace)).All(m => !m.HasKey(key.Value)))
                {
                    yield return Report(workload, key.Span, $"key '{key.Value}' of ConfigMap '{need.Name.Value}' is deleted by this change, but needed here", [new RelatedSpan(entry.Key.Span, "deleted here")],
                        effect: Effect(context, workload), help: Ways);
                }
            }
        }
    }

    private static KubernetesObject? Before(EarlierState earlier, Workload workload, Need need) => need.IsSecret
        ? earlier.SecretFor(need.Name.Value, workload.Namespace, need.Name.Span.Source.Path)
        : earlier.ConfigMapFor(need.Name.Value, workload.Namespace, need.Name.Span.Source.Path);

    // Kustomize writes the name of what it generates into the reference; once that is gone, the reference is what its file says.
    private static Need? FormerName(Need need, IReadOnlyList<Need> former) =>
        former.FirstOrDefault(f => f.IsSecret == need.IsSecret && f.Name.Span.Text == need.Name.Span.Text && f.Name.Value != need.Name.Value);

    // A SealedSecret, an ExternalSecret and their kin take a Secret's place.
    private static bool IsMadeNow(RuleContext context, EarlierState earlier, string name) =>
        context.Unit.Objects.Any(o => o.Group.IndexOf('.') >= 0 && o.Kind.Value.IndexOf("Secret", StringComparison.Ordinal) >= 0 && (o.Name == name || earlier.Find(context.Unit, o) is null));

    private static string Effect(RuleContext context, Workload workload) =>
        context.Unit.ServiceOf(workload) is { } service ? $"new pods do not start, and Service {service.Name} loses its endpoints" : "new pods do not start";

    private static IEnumerable<Need> Needed(Workload workload)
    {
        foreach (var container in workload.AllContainers())
        {
            foreach (var source in container.EnvFrom?.Items ?? [])
            {
                if (source.ConfigMapRef is { Name: { } map, IsOptional: false })
                {
                    yield return new Need(map, null, false);
                }

                if (source.SecretRef is { Name: { } secret, IsOptional: false })
                {
                    yield return new Need(secret, null, true);
                }
            }

            foreach (var source in (container.Env?.Items ?? []).Select(e => e.ValueFrom))
            {
                if (source?.ConfigMapKeyRef is { Name: { } map, Key: { } key, IsOptional: false })
                {
                    yield return new Need(map, key, false);
                }

                if (source?.SecretKeyRef is { Name: { } secret, IsOptional: false })
                {
                    yield return new Need(secret, null, true);
                }
            }
        }

        foreach (var volume in workload.PodSpec?.Volumes?.Items ?? [])
        {
            foreach (var map in volume.ConfigMaps.Where(m => !m.IsOptional))
            {
                yield return new Need(map.Name, null, false);
            }

            foreach (var secret in volume.NeededSecrets)
            {
                yield return new Need(secret, null, true);
            }
        }
    }

    /// <summary>What a pod does not start without.</summary>
    private sealed record Need(Located<string> Name, Located<string>? Key, bool IsSecret);
}
