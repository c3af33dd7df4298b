using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>An Ingress of GKE whose backend has neither node ports nor endpoint groups: the Service says that it wants none.</summary>
public sealed class GceWithoutNeg : Rule
{
    private const string Neg = "cloud.google.com/neg";

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4032",
        Name = "gce-ingress-without-neg",
        Title = "An Ingress of GKE leads to a ClusterIP Service without endpoint groups",
        Category = Category.LoadBalancers,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
        Effect = "the load balancer has no backend: the controller reports an invalid Service type",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var ingress in context.Unit.OfType<Ingress>())
        {
            var name = (ingress.Node is { } node ? MappingReader.Of(node).Nested("spec")?.String("ingressClassName") : null) ?? ingress.Metadata.Annotations?.Find(Ingress.ClassAnnotation)?.Value;
            if (name?.Value is not ("gce" or "gce-internal"))
            {
                continue;
            }

            foreach (var backend in ingress.ServiceReferences.Where(r => r.Place == "Ingress backend").Select(r => r.Name).GroupBy(n => n.Value).Select(g => g.First()))
            {
                foreach (var service in context.Unit.FindServices(backend.Value, ingress.Namespace).Where(s => s.Spec is { Type.Value: "ClusterIP", Ports.Count: > 0 }))
                {
                    var entry = service.Metadata.Annotations?.Find(Neg);
                    // VPC-native clusters make endpoint groups on their own, unless the Service refuses them; internal ones always need them.
                    if (entry is not null && entry.Value.Value.Replace(" ", "").IndexOf("\"ingress\":false", StringComparison.Ordinal) >= 0)
                    {
                        yield return Report(
                            ingress,
                            backend.Span,
                            $"Service {service.Name} is type ClusterIP and refuses endpoint groups, so Ingress {ingress.Name} has no backend",
                            [new RelatedSpan(entry.Value.Span, "no endpoint groups"), new RelatedSpan(name.Span, "class")],
                            help: $"set {Neg} to ingress: true, or make the Service type NodePort");
                    }
                }
            }
        }
    }
}
