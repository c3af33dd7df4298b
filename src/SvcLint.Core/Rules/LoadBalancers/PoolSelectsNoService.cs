using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>An address pool or an announcement selects Services by a label that load balancers of the unit have, by a value that none of them has.</summary>
public sealed class PoolSelectsNoService : Rule
{
    private static readonly string[] Kinds = ["CiliumLoadBalancerIPPool", "CiliumL2AnnouncementPolicy", "IPAddressPool"];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4036",
        Name = "pool-selects-no-service",
        Title = "An address pool or announcement selects no Service",
        Category = Category.LoadBalancers,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
        Effect = "the Service gets no address, or nobody announces it",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        if (!context.Unit.IsFullyKnown)
        {
            yield break;
        }

        var services = context.Unit.Services.Where(s => s.Spec?.Type?.Value == "LoadBalancer").ToArray();
        var items = services.Length == 0 ? [] : context.Unit.Objects.Where(o => o.Node is not null && Array.IndexOf(Kinds, o.Kind.Value) >= 0).Select(o => (Item: o, Selectors: Selectors(o))).ToArray();
        foreach (var (item, selectors) in items)
        {
            // Several selectors are alternatives.
            if (selectors is not [{ MatchLabels: { Count: > 0 } labels } selector] || services.Any(s => LabelMatching.Selects(selector, s.Metadata.Labels)))
            {
                continue;
            }

            foreach (var pair in labels.Entries)
            {
                var values = services.Select(s => s.Metadata.Labels?.Find(pair.Key.Value)).OfType<StringMapEntry>().ToArray();
                if (values.Length == 0 || values.Any(v => v.Value.Value == pair.Value.Value))
                {
                    continue;
                }

                // prod-a and prod-b have a pool each: nobody mistook one for the other.
                if (values.Any(v => items.Any(i => i.Item.Kind.Value == item.Kind.Value && i.Selectors.Any(s => s.MatchLabels?[pair.Key.Value] == v.Value.Value))))
                {
                    continue;
                }

                var meant = NearMiss.Nearest(pair.Value.Value, values.Select(v => v.Value.Value));
                var label = values.First(v => meant is null || v.Value.Value == meant);
                yield return Report(
                    item,
                    pair.Value.Span,
                    $"{item.Kind.Value} {item.Name} selects '{pair.Key.Value}: {pair.Value.Value}', and no Service here has it (one has '{label.Value.Value}')",
                    [new RelatedSpan(label.Span, "Service labels")],
                    // A Service of another repository may have it.
                    meant is null ? Severity.Info : null,
                    help: $"write '{label.Value.Value}' if this Service is meant");
            }
        }
    }

    private static LabelSelector[] Selectors(KubernetesObject item)
    {
        var spec = MappingReader.Of(item.Node!).Nested("spec");
        return [.. new[] { spec?.Object("serviceSelector", LabelSelector.Read) }.Concat(spec?.Nested("serviceAllocation")?.List("serviceSelectors", LabelSelector.Read)?.Items ?? []).OfType<LabelSelector>()];
    }
}
