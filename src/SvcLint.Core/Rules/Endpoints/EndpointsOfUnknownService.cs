using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.Endpoints;

/// <summary>Hand-made endpoints for a Service that nobody declares, while one that is nearly called so waits for endpoints.</summary>
public sealed class EndpointsOfUnknownService : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC6002",
        Name = "endpoints-of-unknown-service",
        Title = "Hand-made endpoints name a Service that does not exist",
        Category = Category.Endpoints,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        var all = HandMadeEndpoints.Of(context.Unit);
        foreach (var endpoints in all)
        {
            if (endpoints.ServiceName is not { Value.Length: > 0 } name
                || context.Unit.FindServices(name.Value, endpoints.Object.Namespace).Any()
                || context.Repository.Externals.DeclaresService(name.Value, endpoints.Object.Namespace))
            {
                continue;
            }

            if (context.Unit.ServicesNamed(name.Value) is [var elsewhere, ..])
            {
                yield return Report(endpoints, name, elsewhere, $"is in namespace {elsewhere.Namespace}; {endpoints.Noun} {endpoints.Object.Name} is in {endpoints.Object.Namespace}", "use one namespace for both", Severity.Error);
            }
            else if (context.Repository.ServicesNamed(name.Value).Count > 0)
            {
                context.Silent(this, "the Service is in another unit", name.Span);
            }
            else if (Meant(context.Unit, all, endpoints, name.Value) is { } meant)
            {
                var isSlip = NearMiss.IsSlip(name.Value, meant.Name!, shortest: 3);
                yield return Report(endpoints, name, meant, $"is not defined; Service {meant.Name} has no selector and no endpoints", $"write {meant.Name}", isSlip ? Severity.Error : Severity.Warning);
            }
            else if (context.IsClosedWorld)
            {
                yield return Report(
                    endpoints.Object, name.Span, $"Service {name.Value} is not defined", severity: Severity.Warning, effect: "no Service uses these addresses", help: ClosedWorld.NameHelp);
            }
        }
    }

    // A slip tells by itself; else a Service without a selector and without endpoints is the other end of a broken tie.
    private static Service? Meant(DeploymentUnit unit, IReadOnlyList<HandMadeEndpoints> all, HandMadeEndpoints endpoints, string name)
    {
        var services = unit.ServicesNamedLike(name).Where(s =>
            HandMadeEndpoints.NeedsHandMade(s) && s.Name is not null && NamespaceComparer.MayBeSame(s.Namespace, endpoints.Object.Namespace)).ToArray();
        if (NearMiss.Nearest(name, services.Select(s => s.Name!), shortest: 3) is { } nearest)
        {
            return services.First(s => s.Name == nearest);
        }

        if (all.Where(e => !e.Services(unit).Any()).Take(2).Count() != 1)
        {
            return null;
        }

        var waiting = services.Where(s => !all.Any(e => e != endpoints && e.ServiceName?.Value == s.Name)).ToArray();
        return waiting.Length == 1 && SharesPort(waiting[0], endpoints) ? waiting[0] : null;
    }

    private static bool SharesPort(Service service, HandMadeEndpoints endpoints) =>
        endpoints.PortLists.SelectMany(l => l.Items).Any(p => p.Port?.Value is { } number && service.Spec?.Ports?.Items.Any(s => s.Port?.Value == number || s.TargetPort?.Value.Int == number) == true);

    private Finding Report(HandMadeEndpoints endpoints, Located<string> name, Service meant, string rest, string help, Severity severity) => Report(
        endpoints.Object,
        name.Span,
        $"Service {name.Value} {rest}",
        [new RelatedSpan(meant.NameSpan, "defined")],
        severity,
        severity == Severity.Error ? Confidence.High : Confidence.Medium,
        effect: "no Service uses these addresses",
        help: help);
}
