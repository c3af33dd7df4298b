using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.NetworkPolicies;

/// <summary>Policies open some ports of the pods behind a Service, and none that the Service sends to.</summary>
public sealed class PolicyCutsOffServicePort : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC5017",
        Name = "policy-cuts-off-service-port",
        Title = "NetworkPolicies allow ports of the pods, but none that the Service targets",
        Category = Category.NetworkPolicies,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        if (!PolicyReach.IsDecidedBy(context.Unit, context.Repository))
        {
            yield break;
        }

        foreach (var service in context.Unit.Services)
        {
            var behind = context.Unit.WorkloadsBehind(service).ToArray();
            // Where one port is open, the others may be closed on purpose.
            if (behind.Length == 0 || service.Spec?.Ports is not { Count: > 0 } ports || !ports.Items.All(p => behind.All(w => IsCutOff(context, w, p))))
            {
                continue;
            }

            var port = ports[0];
            var opened = Opened(context.Unit, behind[0]);
            // Where the number is open to another protocol, that is what differs.
            var number = PolicyReach.TargetNumber(port, behind[0]);
            var isProtocol = opened.Any(o => Holds(o, number, behind[0]));
            var policy = PolicyReach.Isolating(context.Unit, behind[0], PolicyDirection.Ingress)[0];
            yield return Report(
                service,
                port.TargetPort is { IsDefault: false } target ? target.Span : port.Port?.Span ?? port.KeySpan,
                $"policies do not allow port {PortResolution.Target(port)}{(isProtocol ? "/" + PortResolution.Protocol(port) : "")}, the target of Service {service.Name}; they allow {string.Join(", ", opened.Select(o => Text(o, isProtocol)).Distinct())}",
                [new RelatedSpan(policy.Spec?.Ingress?.KeySpan ?? policy.NameSpan, "opens other ports")],
                effect: $"connections to port {port.Port} of the Service are denied",
                help: $"allow the port in {policy.Name}");
        }
    }

    private static bool IsCutOff(RuleContext context, Workload workload, ServicePort port)
    {
        var rules = PolicyReach.Isolating(context.Unit, workload, PolicyDirection.Ingress).SelectMany(p => PolicyReach.Rules(p, PolicyDirection.Ingress)).ToArray();
        return rules.Length > 0 && workload.PodSpec?.HostNetwork?.Value != true
            && PolicyReach.TargetNumber(port, workload) is { } number
            && !rules.Any(r => PolicyReach.AdmitsPort(r, workload, number, PortResolution.Protocol(port)))
            // A rule for a port that the pods do not have is the finding, not this one.
            && rules.SelectMany(r => r.Ports?.Items ?? []).All(p => p.Port?.Value switch
            {
                { Int: { } opened } => PolicyPorts.MayListen(context, [workload], opened),
                { String: { } name } => PortResolution.Named(workload, name, PolicyReach.ProtocolOf(p)) is not null,
                _ => false,
            });
    }

    private static NetworkPolicyPort[] Opened(DeploymentUnit unit, Workload workload) => [.. PolicyReach.Isolating(unit, workload, PolicyDirection.Ingress)
        .SelectMany(p => PolicyReach.Rules(p, PolicyDirection.Ingress)).SelectMany(r => r.Ports?.Items ?? [])];

    private static bool Holds(NetworkPolicyPort opened, int? number, Workload workload) => opened.Port?.Value switch
    {
        { Int: { } first } => number >= first && number <= (opened.EndPort?.Value ?? first),
        { String: { } name } => PortResolution.Named(workload, name, PolicyReach.ProtocolOf(opened))?.Number?.Value == number,
        _ => false,
    };

    private static string Text(NetworkPolicyPort opened, bool withProtocol) =>
        $"{opened.Port?.Value}{(opened.EndPort is { } end ? $"-{end.Value}" : "")}{(withProtocol ? "/" + PolicyReach.ProtocolOf(opened) : "")}";
}
