using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>A VirtualService that sends to a subset which no DestinationRule of the host defines.</summary>
public sealed class SubsetNotDefined : Rule
{
    private static readonly string[] Places = ["spec.http[].route[].destination", "spec.tcp[].route[].destination", "spec.tls[].route[].destination", "spec.http[].mirror"];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2076",
        Name = "istio-subset-not-defined",
        Title = "A VirtualService routes to a subset that no DestinationRule defines",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Effect = "requests to this route are answered 503",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        var services = context.Unit.Objects.Where(o => o is { Group: "networking.istio.io", Kind.Value: "VirtualService", Node: not null }).ToArray();
        if (services.Length == 0 || !context.Unit.IsFullyKnown)
        {
            yield break;
        }

        var rules = context.Repository.OfGroup("networking.istio.io").Where(o => o is { Kind.Value: "DestinationRule", Node: not null })
            .ToLookup(r => HostOf(r) is { } host ? host.StartsWith("*", StringComparison.Ordinal) ? "*" : ServiceDnsName.TryParse(host, out var own) ? own.Name : "" : "", StringComparer.Ordinal);
        foreach (var item in services)
        {
            foreach (var destination in Places.SelectMany(p => ReferencePath.Walk(MappingReader.Of(item.Node!), p)))
            {
                if (destination.String("subset") is not { } subset || destination.String("host") is not { } host || !ServiceDnsName.TryParse(host.Value, out var name))
                {
                    continue;
                }

                var all = rules[name.Name].Concat(rules["*"]).Where(r => IsFor(r, name)).OrderBy(r => r.Span).ToArray();
                // A rule for every host sets TLS; whose subsets it lacks are defined elsewhere.
                var named = all.Where(r => !IsForEverybody(r) && context.Repository.MayMeet(context.Unit, r)).ToArray();
                // A rule of another repository may define it: where there is none, the Service at least must be here.
                if (all.Any(r => Subsets(r).Any(s => s.Value == subset.Value)) || (named.Length == 0 && !context.Unit.FindServices(name.Name, name.Namespace ?? item.Namespace).Any()))
                {
                    continue;
                }

                var has = named.SelectMany(Subsets).Select(s => s.Value).Distinct().ToArray();
                yield return Report(
                    item,
                    subset.Span,
                    named.Length == 0 ? $"subset '{subset.Value}' of '{host.Value}' has no DestinationRule" : $"subset '{subset.Value}' is not defined for '{host.Value}' ({(has.Length == 0 ? "it has none" : "it has: " + string.Join(", ", has.Take(4)))})",
                    [.. named.Take(1).Select(r => new RelatedSpan(r.NameSpan, "DestinationRule"))],
                    help: $"define subset '{subset.Value}' in a DestinationRule of this host");
            }
        }
    }

    private static string? HostOf(KubernetesObject rule) => MappingReader.Of(rule.Node!).Nested("spec")?.String("host")?.Value;

    private static bool IsForEverybody(KubernetesObject rule) => HostOf(rule)?.StartsWith("*", StringComparison.Ordinal) == true;

    private static bool IsFor(KubernetesObject rule, ServiceDnsName name) =>
        HostOf(rule) is { } host
        && (host.StartsWith("*", StringComparison.Ordinal) || (ServiceDnsName.TryParse(host, out var own) && own.Name == name.Name && NamespaceComparer.MayBeSame(own.Namespace, name.Namespace)));

    private static IEnumerable<Located<string>> Subsets(KubernetesObject rule) =>
        MappingReader.Of(rule.Node!).Nested("spec")?.List("subsets", s => s.String("name"))?.Items.OfType<Located<string>>() ?? [];
}
