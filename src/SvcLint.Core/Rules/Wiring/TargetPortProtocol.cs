using SvcLint.Cluster;
using SvcLint.Cluster.Listening;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>
/// The container declares the targeted port under another protocol. For a named port that means no endpoint, because name and protocol
/// must both match; for a number it is only a contradiction.
/// </summary>
public sealed class TargetPortProtocol : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2004",
        Name = "target-port-other-protocol",
        Title = "A Service port and the container port that it targets speak different protocols",
        Category = Category.Wiring,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services)
        {
            var workloads = context.WorkloadsBehind(service);
            foreach (var port in service.Spec?.Ports?.Items ?? [])
            {
                if (workloads.Count == 0 || PortResolution.Target(port) is not { } target)
                {
                    continue;
                }

                var protocol = PortResolution.Protocol(port);
                var declared = context.PortsOf(workloads).Targeted(target);
                // What the API server refuses is its own finding.
                if (declared.Count == 0 || !IsProtocol(protocol) || declared.Any(p => PortResolution.Protocol(p) == protocol || !IsProtocol(PortResolution.Protocol(p))))
                {
                    continue;
                }

                if (protocol == "TCP" && target.Int is { } number && workloads.All(w => w.ServingContainers().Any(c => ContainerListeners.Of(c, w, context.Unit).Listeners.Any(l => l.Port == number))))
                {
                    context.Silent(this, "the process is known to listen on the TCP port", port.KeySpan);
                    continue;
                }

                yield return Report(service, port, target, protocol, declared[0], workloads);
            }
        }
    }

    // DNS and its kin: the Service has the number for both protocols, and one declaration names the port.
    private static bool IsServedByBoth(Service service, ServicePort port, IntOrString target, string other) =>
        service.Spec!.Ports!.Items.Any(p => p != port && PortResolution.Protocol(p) == other && PortResolution.Target(p) == target);

    private static bool IsProtocol(string protocol) => protocol is "TCP" or "UDP" or "SCTP";

    private Finding Report(Service service, ServicePort port, IntOrString target, string protocol, ContainerPort declared, IReadOnlyList<Workload> workloads)
    {
        var other = PortResolution.Protocol(declared);
        var place = port.Protocol is { IsDefault: false } written ? written.Span : port.TargetPort is { IsDefault: false } targeted ? targeted.Span : port.Port?.Span ?? port.KeySpan;
        var related = new RelatedSpan(declared.Protocol is { IsDefault: false } p ? p.Span : declared.KeySpan, "container port");
        var isName = target.String is not null;
        var effect = isName
            ? "a named target port must match in name and protocol; this port has no endpoints"
            : $"connections fail if the process speaks {other} only";
        // The default protocol may simply have been left out for a UDP port: legal, and it works.
        var forgotten = !isName && (declared.Protocol is null or { IsDefault: true } || IsServedByBoth(service, port, target, other));
        return Report(
            service,
            place,
            $"{protocol} port {port.Port} of Service {service.Name} targets port {target}, which {PortNames.Of(workloads)} declares as {other}",
            [related],
            isName ? Severity.Error : forgotten ? Severity.Info : Severity.Warning,
            isName ? Confidence.High : Confidence.Medium,
            effect: effect,
            help: "use one protocol on both");
    }
}
