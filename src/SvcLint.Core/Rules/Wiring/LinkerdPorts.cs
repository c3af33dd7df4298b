using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.Wiring;

/// <summary>Linkerd's port lists: opaque ports of a Service count by the Service's ports, those of pods, and ports to skip, by the pods' own.</summary>
public sealed class LinkerdPorts : Rule
{
    private const string Opaque = "config.linkerd.io/opaque-ports";
    private const string SkipInbound = "config.linkerd.io/skip-inbound-ports";

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2087",
        Name = "linkerd-port-unknown",
        Title = "A port list of Linkerd names a port of the wrong side",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
        Effect = "the proxy tries to detect the protocol; server-speaks-first protocols stall for ten seconds",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services)
        {
            if (service.Metadata.Annotations?.Find(Opaque) is not { } entry || service.Spec?.Ports is not { Count: > 0 } ports)
            {
                continue;
            }

            if (context.Unit.IsFullyKnown && Numbers(entry.Value).ToArray() is [var only] && entry.Value.Value.IndexOf('-') < 0 && ports.Items.All(p => p.Port?.Value != only.Number && !IsTarget(context, service, p, only.Number)))
            {
                yield return Report(
                    service,
                    only.Span,
                    $"{Opaque} of Service {service.Name} names {only.Number}; the Service has {ServicePorts.Text(service)}",
                    [new RelatedSpan(ports.KeySpan, "Service ports")],
                    help: $"write {ports.Items[0].Port}");
            }

            foreach (var (number, span) in Numbers(entry.Value))
            {
                var targets = ports.Items.Where(p => IsTarget(context, service, p, number)).ToArray();
                if (!ports.Items.Any(p => p.Port?.Value == number) && targets.Length > 0)
                {
                    yield return Report(
                        service,
                        span,
                        $"{Opaque} of Service {service.Name} names {number}, the pods' port; the Service has {targets[0].Port}",
                        [new RelatedSpan(targets[0].Port?.Span ?? targets[0].KeySpan, "Service port")],
                        help: $"write {targets[0].Port}");
                }
            }
        }

        foreach (var workload in context.Unit.IsFullyKnown ? context.Unit.Workloads : [])
        {
            foreach (var entry in new[] { Opaque, SkipInbound }.Select(k => workload.Template.Metadata?.Annotations?.Find(k)).OfType<StringMapEntry>())
            {
                var declared = PortResolution.Declared(workload).Select(p => p.Number?.Value).ToArray();
                foreach (var (number, span) in declared.Length == 0 ? [] : Numbers(entry.Value))
                {
                    if (!declared.Contains(number) && !entry.Value.Value.Split(',').Any(p => declared.Any(d => d is { } own && Covers(p, own))) && !ListeningEvidence.IsConfigured(workload, number, context.Unit))
                    {
                        yield return Report(
                            workload,
                            span,
                            $"{entry.Key.Value} names {number}, but {workload} declares {PortNames.Declared([workload])}",
                            [new RelatedSpan(PortNames.PlaceOf(workload), "container ports")],
                            help: "write the port on which the container listens");
                    }
                }
            }
        }
    }

    private static bool IsTarget(RuleContext context, Service service, ServicePort port, int number) =>
        PortResolution.Target(port)?.Int == number || context.WorkloadsBehind(service).Any(w => PolicyReach.TargetNumber(port, w) == number);

    private static bool Covers(string part, int number) =>
        part.Trim() is var text && (text.IndexOf('-') is > 0 and var dash
            ? int.TryParse(text.Substring(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var first) && int.TryParse(text.Substring(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var last) && number >= first && number <= last
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var own) && own == number);

    // Single numbers; a range says nothing of one port.
    private static IEnumerable<(int Number, SourceSpan Span)> Numbers(Located<string> list)
    {
        var at = 0;
        foreach (var part in list.Value.Split(','))
        {
            var start = at + (part.Length - part.TrimStart().Length);
            if (int.TryParse(part.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                yield return (number, list.Part(start, start + part.Trim().Length));
            }

            at += part.Length + 1;
        }
    }
}
