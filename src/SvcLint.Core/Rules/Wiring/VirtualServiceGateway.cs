using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.Wiring;

/// <summary>A VirtualService names a Gateway without its namespace, and the only Gateway of that name is in another one.</summary>
public sealed class VirtualServiceGateway : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2086",
        Name = "virtual-service-other-gateway",
        Title = "A VirtualService names a Gateway that its namespace does not have",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Effect = "no gateway serves the hosts; requests are answered 404",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        var gateways = context.Unit.Objects.Where(o => o is { Group: "networking.istio.io", Kind.Value: "Gateway", Name: not null }).ToArray();
        foreach (var item in gateways.Length == 0 ? [] : context.Unit.Objects.Where(o => o is { Group: "networking.istio.io", Kind.Value: "VirtualService", Node: not null }))
        {
            foreach (var written in MappingReader.Of(item.Node!).Nested("spec")?.Strings("gateways")?.Items ?? [])
            {
                var slash = written.Value.IndexOf('/');
                var name = written.Value.Substring(slash + 1);
                var @namespace = slash > 0 ? written.Value.Substring(0, slash) : item.Namespace;
                var named = gateways.Where(g => g.Name == name).ToArray();
                if (name != "mesh" && @namespace is not null && written.Value.IndexOf('.') < 0 && named.Length > 0 && named.All(g => g.Namespace is not null && g.Namespace != @namespace))
                {
                    yield return Report(
                        item,
                        written.Span,
                        $"Gateway '{written.Value}' is looked up in namespace {@namespace}; Gateway {name} is in {named[0].Namespace}",
                        [new RelatedSpan(named[0].NameSpan, "Gateway")],
                        help: $"write '{named[0].Namespace}/{name}'");
                }
                else if (slash < 0 && named.Length == 0 && name != "mesh" && NearMiss.Nearest(name, gateways.Select(g => g.Name!)) is { } near)
                {
                    yield return Report(
                        item,
                        written.Span,
                        $"Gateway '{name}' is not defined; Gateway '{near}' is",
                        [new RelatedSpan(gateways.First(g => g.Name == near).NameSpan, "Gateway")],
                        help: $"write '{near}'");
                }
            }
        }
    }
}
