using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

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

                if (MeantService.Near(context, reference, referrer) is { } meant)
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
                else if (MeantService.Governing(context, referrer, reference) is { } governing)
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
                else if (MeantService.Akin(context, reference, referrer) is { } akin)
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
        MeantService.Near(context, reference, referrer) is not null || MeantService.Governing(context, referrer, reference) is not null || context.Facts.ClosedWorld;

    internal static bool Exists(RuleContext context, ServiceReference reference, string? @namespace) =>
        reference.Name.Value.Length == 0
        || ServicePorts.IsMadeByOperator(reference.Name.Value)
        || context.Repository.ServicesNamed(reference.Name.Value).Any(s => NamespaceComparer.MayBeSame(s.Namespace, @namespace))
        || context.Repository.Externals.DeclaresService(reference.Name.Value, @namespace);

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
