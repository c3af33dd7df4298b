using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Cluster.Listening;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>
/// A Service or a probe connects to a port on which the container's process does not listen: its command, the configuration that it
/// mounts or its image says where it does, and nothing else of the pod mentions the port.
/// </summary>
public sealed class PortNotListenedOn : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2041",
        Name = "port-not-listened-on",
        Title = "A Service or a probe connects to a port on which the container does not listen",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Effect = "connections are refused",
    };

    private static readonly ListenerPurpose[] Purposes = [ListenerPurpose.Main, ListenerPurpose.Health, ListenerPurpose.Metrics, ListenerPurpose.Webhook];

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var workload in context.Unit.Workloads)
        {
            if (!context.Unit.IsFullyKnown || ListeningEvidence.HasInjectedContainers(workload))
            {
                continue;
            }

            foreach (var container in workload.ServingContainers())
            {
                var known = ContainerListeners.Of(container, workload, context.Unit);
                if (known.Application is not null)
                {
                    continue;
                }

                var uses = PortUse.Of(workload, container, context.Unit).Where(u => u.User == PortUser.Service || (u.User == PortUser.Probe && !ListeningEvidence.IsAnsweredByOther(workload, container, u.Port, context.Unit))).ToArray();
                if (OfDeclaration(context, workload, container, known, uses) is { } declared)
                {
                    yield return declared;
                }

                if (!known.IsComplete)
                {
                    foreach (var finding in OfSettings(context, workload, container, known, uses))
                    {
                        yield return finding;
                    }

                    continue;
                }

                foreach (var port in uses.GroupBy(u => u.Port))
                {
                    if (known.Listeners.Any(l => l.Port == port.Key) || IsMentioned(context, workload, container, known, port.Key))
                    {
                        continue;
                    }

                    yield return Report(container, known, [.. port.OrderBy(u => u.User)]);
                }
            }
        }
    }

    // What Services use is listened on and not declared; what is declared is neither. Of several declared ports, the one of the Service port's name.
    private Finding? OfDeclaration(RuleContext context, Workload workload, Container container, ContainerListeners known, IReadOnlyList<PortUse> uses)
    {
        if (container.Ports is not { Count: > 0 } declared || known.Listeners.Count == 0)
        {
            return null;
        }

        var idle = declared.Items.Where(p => p.Number is { Value: var number } && PortResolution.Protocol(p) == "TCP"
            && uses.All(u => u.Port != number) && known.Listeners.All(l => l.Port != number) && !IsMentioned(context, workload, container, known, number)).ToArray();
        foreach (var (service, port) in idle.Length == 0 ? [] : context.Unit.Lookup.Ports.Of(workload))
        {
            if (PortResolution.Target(port) is not { Int: { } used } || PortResolution.Protocol(port) != "TCP"
                || known.Listeners.FirstOrDefault(l => l.Port == used) is not { } listener || PortResolution.Declared(workload).Any(p => p.Number?.Value == used)
                || Array.Find(idle, p => declared.Count == 1 || (p.Name is { } name && name.Value == port.Name?.Value)) is not { Number: { } number })
            {
                continue;
            }

            return Report(
                workload,
                number.Span,
                $"containerPort {number.Value} is declared, but container {container.Name?.Value} listens on {used}",
                [new RelatedSpan(listener.Span, listener.What), new RelatedSpan(port.TargetPort is { IsDefault: false } target ? target.Span : port.Span, $"Service {service.Name} connects to {used}")],
                Severity.Info,
                Confidence.Medium,
                effect: "nothing answers on the declared port",
                help: $"declare {used}, or let the process listen on {number.Value}");
        }

        return null;
    }

    // The program is told a port to which nobody connects, and one is used of which nothing else says anything.
    private IEnumerable<Finding> OfSettings(RuleContext context, Workload workload, Container container, ContainerListeners known, IReadOnlyList<PortUse> uses)
    {
        foreach (var purpose in Purposes)
        {
            var told = known.Listeners.Where(l => l.Purpose == purpose).ToArray();
            var fitting = uses.Where(u => u.MayBeFor(purpose)).ToArray();
            if (told.Select(l => l.Port).Distinct().ToArray() is not [var port] || fitting.Select(u => u.Port).Distinct().ToArray() is not [var used]
                || PortUse.Of(workload, container, context.Unit).Any(u => u.Port == port) || known.Listeners.Any(l => l.Port == used) || ListeningEvidence.IsConfigured(workload, used, context.Unit)
                // What else the container declares may be what the setting does not name.
                || (purpose == ListenerPurpose.Main && (container.Ports?.Items ?? []).Any(p => p.Number is { } number && number.Value != used))
                || (workload.ServingContainers().Count() > 1 && container.Ports is not { Count: > 0 }))
            {
                continue;
            }

            yield return Report(container, known with { Listeners = told }, [.. fitting.OrderBy(u => u.User)], told.All(l => l.Evidence == ListenerEvidence.Habit) ? Severity.Info : null);
        }
    }

    // A file that was read for where its servers listen names other ports for what they connect to.
    private static bool IsMentioned(RuleContext context, Workload workload, Container container, ContainerListeners known, int port) =>
        known.Listeners[0].Evidence == ListenerEvidence.File ? ListeningEvidence.IsMentioned(container, port) : ListeningEvidence.IsConfigured(workload, port, context.Unit);

    private Finding Report(Container container, ContainerListeners known, IReadOnlyList<PortUse> uses, Severity? severity = null)
    {
        var use = uses[0];
        var ports = known.Listeners.Select(l => l.Port).Distinct().ToArray();
        var text = string.Join(", ", ports.Take(4).Select(p => p.ToString(CultureInfo.InvariantCulture)));
        var listener = known.Listeners[0];
        // The image may be another under a known name: what the manifest declares weighs as much.
        var isDeclared = listener.Evidence == ListenerEvidence.Image && (container.Ports?.Items ?? []).Any(p => p.Number?.Value == use.Port);
        return Report(
            use.About,
            use.Span,
            $"{use.What} connects to port {use.Port}, but container {container.Name?.Value} listens on {text}",
            [new RelatedSpan(listener.Span, listener.What), .. uses.Skip(1).Select(u => new RelatedSpan(u.Span, $"also port {u.Port}"))],
            isDeclared ? Severity.Info : severity,
            listener.Evidence is ListenerEvidence.Image or ListenerEvidence.Default or ListenerEvidence.Habit ? Confidence.Medium : null,
            help: ports.Length == 1 ? $"use {ports[0]}, or let the process listen on {use.Port}" : $"use one of {text}");
    }
}
