using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.Wiring;

/// <summary>
/// Istio's settings for one port: a DestinationRule counts by the Service's ports, PeerAuthentication and AuthorizationPolicy by the ports of
/// the workload, a Gateway by those of the gateway's Service. The number of the other side matches nothing.
/// </summary>
public sealed class IstioPortUnknown : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2084",
        Name = "istio-port-unknown",
        Title = "An Istio setting names a port of the wrong side",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Effect = "the setting does not apply to the connections that it is meant for",
    };

    public override IEnumerable<Finding> Check(RuleContext context) => context.Unit.IsFullyKnown
        ? context.Unit.Objects.Where(o => o.Node is not null).SelectMany(o => (o.Group, o.Kind.Value) switch
        {
            ("networking.istio.io", "DestinationRule") => OfDestination(context, o),
            ("networking.istio.io", "Gateway") => OfGateway(context, o),
            ("security.istio.io", "PeerAuthentication" or "AuthorizationPolicy") => OfWorkload(context, o),
            _ => [],
        })
        : [];

    private IEnumerable<Finding> OfDestination(RuleContext context, KubernetesObject rule)
    {
        var spec = MappingReader.Of(rule.Node!).Nested("spec");
        if (spec?.String("host") is not { } host || !ServiceDnsName.TryParse(host.Value, out var name) || context.Unit.FindServices(name.Name, name.Namespace ?? rule.Namespace).ToArray() is not { Length: > 0 } services)
        {
            yield break;
        }

        foreach (var setting in ReferencePath.Walk(spec, "trafficPolicy.portLevelSettings[].port"))
        {
            if (setting.Int("number") is { } number && !services.Any(s => !ServicePorts.AreKnown(s) || ServicePorts.HasNumber(s, number.Value)))
            {
                yield return Report(
                    rule,
                    number.Span,
                    $"port {number.Value} is not a port of Service {services[0].Name} (it has: {ServicePorts.Text(services[0])})",
                    [new RelatedSpan(services[0].Spec!.Ports!.KeySpan, "Service ports")],
                    help: "use the port of the Service");
            }
        }
    }

    // The gateway's Service must send something to the port that the Gateway opens.
    private IEnumerable<Finding> OfGateway(RuleContext context, KubernetesObject gateway)
    {
        var spec = MappingReader.Of(gateway.Node!).Nested("spec");
        var selector = spec?.StringMap("selector");
        var pods = selector is not { Count: > 0 } ? [] : context.Unit.WorkloadCandidates(selector).Where(w => LabelMatching.Selects(selector, w.PodLabels) && w.PodSpec?.HostNetwork?.Value != true).ToArray();
        var services = context.Unit.Services.Where(s => pods.Any(p => NamespaceComparer.MayBeSame(p.Namespace, s.Namespace) && LabelMatching.Selects(s.Spec?.Selector, p))).ToArray();
        foreach (var number in services.Length == 0 || !services.All(ServicePorts.AreKnown) ? [] : ReferencePath.Walk(spec!, "servers[].port").Select(p => p.Int("number")).OfType<Located<int>>())
        {
            if (!services.Any(s => s.Spec!.Ports!.Items.Any(p => p.Port?.Value == number.Value || PortResolution.Target(p) is not { Int: { } target } || target == number.Value)))
            {
                yield return Report(
                    gateway,
                    number.Span,
                    $"Service {services[0].Name} of the gateway has no port {number.Value} (it has: {ServicePorts.Text(services[0])})",
                    [new RelatedSpan(services[0].Spec!.Ports!.KeySpan, "Service ports")],
                    effect: "nothing reaches the port that the Gateway opens",
                    help: "use a port of the gateway's Service, or add it there");
            }
        }
    }

    private IEnumerable<Finding> OfWorkload(RuleContext context, KubernetesObject policy)
    {
        var spec = MappingReader.Of(policy.Node!).Nested("spec");
        if (spec?.Nested("selector")?.StringMap("matchLabels") is not { Count: > 0 } labels)
        {
            yield break;
        }

        var workloads = context.Unit.WorkloadCandidates(labels).Where(w => NamespaceComparer.MayBeSame(w.Namespace, policy.Namespace) && LabelMatching.Selects(labels, w.PodLabels)).ToArray();
        foreach (var (number, span) in workloads.Length == 0 ? [] : Numbers(spec))
        {
            if (Target(context, workloads, number) is var (service, port, target))
            {
                yield return Report(
                    policy,
                    span,
                    $"port {number} is the port of Service {service.Name}; the pods listen on {target}",
                    [new RelatedSpan(port.TargetPort is { IsDefault: false } written ? written.Span : port.KeySpan, "the pods' port")],
                    help: $"write {target}");
            }
        }
    }

    private static IEnumerable<(int Number, SourceSpan Span)> Numbers(MappingReader spec)
    {
        foreach (var entry in (spec.Raw("portLevelMtls") as Yaml.YamlMapping)?.Entries ?? [])
        {
            if (int.TryParse(entry.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                yield return (number, entry.Key.Span);
            }
        }

        foreach (var text in ReferencePath.Walk(spec, "rules[].to[].operation").SelectMany(o => o.Strings("ports")?.Items ?? []))
        {
            if (int.TryParse(text.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                yield return (number, text.Span);
            }
        }
    }

    private static (Service Service, ServicePort Port, int Target)? Target(RuleContext context, IReadOnlyList<Workload> workloads, int number)
    {
        if (workloads.Any(w => PortResolution.Declared(w).Any(p => p.Number?.Value == number) || ListeningEvidence.IsConfigured(w, number, context.Unit)))
        {
            return null;
        }

        foreach (var service in context.Unit.Services.Where(s => workloads.Any(w => NamespaceComparer.MayBeSame(w.Namespace, s.Namespace) && LabelMatching.Selects(s.Spec?.Selector, w))))
        {
            foreach (var port in (service.Spec?.Ports?.Items ?? []).Where(p => p.Port?.Value == number))
            {
                if (PolicyReach.TargetNumber(port, workloads[0]) is { } target && target != number)
                {
                    return (service, port, target);
                }
            }
        }

        return null;
    }
}
