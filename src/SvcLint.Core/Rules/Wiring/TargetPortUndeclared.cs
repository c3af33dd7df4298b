using SvcLint.Cluster;
using SvcLint.Cluster.Listening;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>
/// A numeric targetPort that the selected pods do not declare while they declare others. Legal, and often right: the number is only
/// information. So it is Info, and silent where anything shows that the process listens there.
/// </summary>
public sealed class TargetPortUndeclared : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2003",
        Name = "target-port-undeclared",
        Title = "A Service targets a port number that the selected pods do not declare",
        Category = Category.Wiring,
        Severity = Severity.Info,
        Confidence = Confidence.Medium,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services)
        {
            var workloads = context.WorkloadsBehind(service);
            if (workloads.Count == 0 || !context.PortsOf(workloads).EachDeclares)
            {
                continue;
            }

            foreach (var port in service.Spec?.Ports?.Items ?? [])
            {
                if (PortResolution.Target(port) is not { Int: { } number } || number == 0 || context.PortsOf(workloads).Numbered(number).Count > 0)
                {
                    continue;
                }

                if (!context.Unit.IsFullyKnown || workloads.Any(w => ListeningEvidence.Suggests(w, number, context.Unit) || IsForwarded(context, w, number)))
                {
                    context.Silent(this, "something suggests that the process listens there", port.KeySpan);
                    continue;
                }

                // What they listen on is known: that no process does here is a finding of its own, and a graver one, where both are of one unit.
                if (PortResolution.Protocol(port) == "TCP" && context.Unit.WorkloadsBehind(service).Any(w => ContainerListeners.Exclude(number, w, context.Unit)))
                {
                    continue;
                }

                var place = port.TargetPort is { IsDefault: false } target ? target.Span : port.Port?.Span ?? port.KeySpan;
                var declared = PortNames.Declared(workloads);
                yield return Report(
                    service,
                    place,
                    $"targetPort {number} is not declared by {PortNames.Of(workloads)} (it declares {declared}{HostPortHint(workloads, number)})",
                    [.. workloads.Select(w => new RelatedSpan(PortNames.PlaceOf(w), "container ports"))],
                    effect: $"connections are refused if the process listens on {declared} only",
                    help: $"use the port that the process listens on, or declare containerPort {number}");
            }
        }
    }

    // ingress-nginx opens what the keys of a ConfigMap say, which may lie in any folder.
    private static bool IsForwarded(RuleContext context, Workload workload, int number) => workload.ServingContainers()
        .SelectMany(c => (c.Args?.Items ?? []).Concat(c.Command?.Items ?? []))
        .Select(a => a.Value.IndexOf("-services-configmap=", StringComparison.Ordinal) > 0 ? a.Value.Substring(Math.Max(a.Value.LastIndexOf('/'), a.Value.IndexOf('=')) + 1) : null)
        .Any(name => name is not null && context.Repository.ConfigMapsNamed(name).Any(m => m.HasKey(number.ToString(System.Globalization.CultureInfo.InvariantCulture))));

    private static string HostPortHint(IReadOnlyList<Workload> workloads, int number) =>
        workloads.SelectMany(PortResolution.Declared).FirstOrDefault(p => p.HostPort is { IsDefault: false } host && host.Value == number) is { } port
            ? $"; {number} is the hostPort of container port {port.Number}"
            : "";
}
