using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Endpoints;

/// <summary>The Service writes a targetPort, its hand-made endpoints another number: the targetPort is not used.</summary>
public sealed class EndpointPortNotTargetPort : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC6013",
        Name = "endpoint-port-not-target-port",
        Title = "Hand-made endpoints use another port number than the Service's targetPort",
        Category = Category.Endpoints,
        Severity = Severity.Info,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var endpoints in HandMadeEndpoints.Of(context.Unit))
        {
            foreach (var service in endpoints.Services(context.Unit).Where(HandMadeEndpoints.NeedsHandMade))
            {
                foreach (var port in endpoints.PortLists.SelectMany(l => l.Items))
                {
                    var target = service.Spec?.Ports?.Items.FirstOrDefault(p => (p.Name?.Value ?? "") == (port.Name?.Value ?? ""))?.TargetPort;
                    if (target is { IsDefault: false, Value.Int: { } number } && port.Port is { Value: > 0 } written && written.Value != number)
                    {
                        yield return Report(endpoints.Object, written, number, target, service);
                    }
                }
            }
        }
    }

    private Finding Report(KubernetesObject endpoints, Located<int> written, int number, Located<IntOrString> target, Service service) => Report(
        endpoints,
        written.Span,
        $"{endpoints} has port {written.Value}; targetPort of Service {service.Name} is {number}",
        [new RelatedSpan(target.Span, "targetPort")],
        effect: $"targetPort is ignored without a selector; connections go to {written.Value}",
        help: "use the same number in both");
}
