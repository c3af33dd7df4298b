using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.Wiring;

/// <summary>
/// A field that can name nothing but a Service names one that nobody declares, and a Service with nearly that name is there. Without
/// a near name the Service may be made by an operator or a chart.
/// </summary>
public sealed class ServiceReferenceUnknown : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2010",
        Name = "service-reference-unknown",
        Title = "A reference names a Service that is not defined",
        Category = Category.Wiring,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var referrer in context.Unit.Objects)
        {
            foreach (var reference in referrer.ServiceReferences)
            {
                if (Exists(context, reference, reference.NamespaceFor(referrer)))
                {
                    continue;
                }

                if (Meant(context, reference, referrer) is { } meant)
                {
                    yield return Report(
                        referrer,
                        reference.Name.Span,
                        $"Service '{reference.Name.Value}' is not defined; Service '{meant.Name}' is",
                        [new RelatedSpan(meant.NameSpan, "defined here")],
                        effect: Effect(reference, referrer),
                        help: $"write '{meant.Name}'") with
                    { Fixes = ValueFix.Replace(reference.Name.Span, reference.Name.Value, meant.Name!) };
                }
                else if (Governing(context, referrer, reference) is { } governing)
                {
                    yield return Report(
                        referrer,
                        reference.Name.Span,
                        $"{reference.Place} '{reference.Name.Value}' is not defined; the headless Service for these pods is '{governing.Name}'",
                        [new RelatedSpan(governing.NameSpan, "this Service selects the pods")],
                        Severity.Warning,
                        Confidence.Medium,
                        effect: $"{referrer.Name}-0.{governing.Name} does not resolve",
                        help: $"write '{governing.Name}'") with
                    { Fixes = ValueFix.Replace(reference.Name.Span, reference.Name.Value, governing.Name!) };
                }
                else if (Akin(context, reference, referrer) is { } akin)
                {
                    yield return Report(
                        referrer,
                        reference.Name.Span,
                        $"Service '{reference.Name.Value}' is not defined; the pods are behind Service '{akin.Name}'",
                        [new RelatedSpan(akin.NameSpan, "defined here")],
                        Severity.Warning,
                        Confidence.Medium,
                        effect: Effect(reference, referrer),
                        help: $"write '{akin.Name}'");
                }
                else if (context.Facts.ClosedWorld)
                {
                    yield return Report(referrer, reference.Name.Span, $"Service '{reference.Name.Value}' is not defined", severity: Severity.Warning,
                        effect: Effect(reference, referrer),
                        help: ClosedWorld.NameHelp);
                }
                else
                {
                    context.Silent(this, "the Service may be declared elsewhere", reference.Name.Span);
                }
            }
        }
    }

    /// <summary>True when the rule itself says what is meant.</summary>
    internal static bool HasOtherEvidence(RuleContext context, ServiceReference reference, KubernetesObject referrer) =>
        Meant(context, reference, referrer) is not null || Governing(context, referrer, reference) is not null || context.Facts.ClosedWorld;

    /// <summary>True when a Service of the unit has nearly the name.</summary>
    public static bool Resembles(DeploymentUnit unit, string name) =>
        unit.ServicesNamedLike(name).Any(s => s.Name is { } known && NearMiss.IsSlip(name, known, shortest: 3)) || unit.Services.Any(s => s.Name is { } known && IsAkin(known, name));

    internal static bool Exists(RuleContext context, ServiceReference reference, string? @namespace) =>
        reference.Name.Value.Length == 0
        || ServicePorts.IsMadeByOperator(reference.Name.Value)
        || context.Repository.ServicesNamed(reference.Name.Value).Any(s => NamespaceComparer.MayBeSame(s.Namespace, @namespace))
        || context.Repository.Externals.DeclaresService(reference.Name.Value, @namespace);

    // Nothing but a Service can stand here: where the port fits too, names of three and four letters leave no other reading either.
    private static Service? Meant(RuleContext context, ServiceReference reference, KubernetesObject referrer)
    {
        var @namespace = reference.NamespaceFor(referrer);
        var near = context.Unit.ServicesNamedLike(reference.Name.Value).Where(s => s.Name is not null && NamespaceComparer.MayBeSame(s.Namespace, @namespace)).ToArray();
        var fitting = near.Where(s => PortFits(s, reference)).ToArray();
        var name = NearMiss.Nearest(reference.Name.Value, fitting.Select(s => s.Name!), shortest: 3)
            ?? NearMiss.Nearest(reference.Name.Value, near.Select(s => s.Name!));
        return name is null ? null : near.First(s => s.Name == name);
    }

    // web-svc and web, web-prev and web-preview: a word more or less, and no other Service that could be meant.
    private static Service? Akin(RuleContext context, ServiceReference reference, KubernetesObject referrer)
    {
        if (!context.Unit.IsFullyKnown || reference.Name.Value.Length < 3)
        {
            return null;
        }

        var @namespace = reference.NamespaceFor(referrer);
        var akin = context.Unit.Services.Where(s => s.Name is { } name && NamespaceComparer.MayBeSame(s.Namespace, @namespace) && PortFits(s, reference) && IsAkin(name, reference.Name.Value)).Take(2).ToArray();
        return akin is [var only] && context.Unit.WorkloadsBehind(only).Count > 0 ? only : null;
    }

    private static bool IsAkin(string one, string other)
    {
        var (brief, full) = one.Length < other.Length ? (one, other) : (other, one);
        var rest = full.StartsWith(brief, StringComparison.Ordinal) ? full.Substring(brief.Length) : "";
        return rest is "-svc" or "-service" || (rest.Length > 0 && rest.IndexOf('-') < 0 && brief.LastIndexOf('-') is > 0 and var dash && brief.Length - dash > 3);
    }

    // The only headless Service of a StatefulSet's pods is there to govern it.
    private static Service? Governing(RuleContext context, KubernetesObject referrer, ServiceReference reference)
    {
        if (referrer is not Workload { WorkloadKind: WorkloadKind.StatefulSet, PodLabels: not null } workload || !context.Unit.IsFullyKnown || reference.Namespace is not null)
        {
            return null;
        }

        var headless = context.Unit.ServicesInFrontOf(workload).Where(ServicePorts.IsHeadless).Take(2).ToArray();
        return headless is [var only] ? only : null;
    }

    private static bool PortFits(Service service, ServiceReference reference) =>
        reference.Port is not { } port || ServicePorts.Has(service, port.Value, reference.PortMeaning);

    /// <summary>What follows from a reference that leads to no Service.</summary>
    public static string Effect(ServiceReference reference, KubernetesObject referrer) => referrer switch
    {
        Workload { WorkloadKind: WorkloadKind.StatefulSet } => "the pods get no DNS names of their own",
        Ingress => "the ingress controller answers 503 for this path",
        Workload => "the name does not resolve",
        _ when reference.Place.IndexOf("ebhook", StringComparison.Ordinal) >= 0 => "every call of the webhook fails",
        _ => "no request reaches its pods",
    };
}
