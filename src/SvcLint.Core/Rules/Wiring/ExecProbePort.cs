using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Cluster.Addresses;
using SvcLint.Cluster.Listening;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>The command of an exec probe connects to a port of its own container on which nothing listens, as far as the container tells.</summary>
public sealed class ExecProbePort : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2065",
        Name = "exec-probe-other-port",
        Title = "The command of a probe connects to a port on which the container does not listen",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
        Effect = "the probe fails: the pod never becomes ready, or is restarted again and again",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var workload in context.Unit.IsFullyKnown ? context.Unit.Workloads : [])
        {
            foreach (var container in ListeningEvidence.HasInjectedContainers(workload) ? [] : workload.ServingContainers())
            {
                foreach (var (noun, probe) in new[] { ("liveness", container.LivenessProbe), ("readiness", container.ReadinessProbe), ("startup", container.StartupProbe) })
                {
                    if (probe?.Exec?.Command is { Count: > 0 } command && Port(command.Items) is { } port
                        && int.TryParse(port.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                        && Judge(context, workload, container, number) is var (listener, severity))
                    {
                        yield return Report(
                            workload,
                            port.Span,
                            $"the {noun} probe connects to localhost:{number}, but container {container.Name?.Value} listens on {listener.Port}",
                            [new RelatedSpan(listener.Span, listener.What)],
                            severity,
                            help: $"use {listener.Port}");
                    }
                }
            }
        }
    }

    // Several commands of a shell may ask several ports: then none is the container's own for sure.
    private static Located<string>? Port(IReadOnlyList<Located<string>> words)
    {
        var shell = words.Count > 2 && words[1].Value is "-c" or "-ec" or "-lc";
        var commands = shell ? ShellReader.Read(EmbeddedFile.Of("", words[2])) : [words];
        var ports = commands.SelectMany(Ports).Take(2).ToArray();
        return ports.Length == 1 ? ports[0] : null;
    }

    private static IEnumerable<Located<string>> Ports(IReadOnlyList<Located<string>> command)
    {
        if (CommandAddresses.LocalPort(command) is { } option)
        {
            return [option];
        }

        return CommandAddresses.Of(command, "").Where(f => f.Address.Host is "localhost" or "127.0.0.1").Select(f => f.PortBeside is var (_, number, place) ? new Located<string>(number.ToString(CultureInfo.InvariantCulture), place)
            : f.Address is { Port: { } port, PortSpan: { } span } ? new Located<string>(port.ToString(CultureInfo.InvariantCulture), f.Value.Part(span.Start, span.End))
            : null).OfType<Located<string>>();
    }

    // A second listener of an unknown program may be what is asked.
    private static (Listener Listener, Severity? Severity)? Judge(RuleContext context, Workload workload, Container container, int port)
    {
        var known = ContainerListeners.Of(container, workload, context.Unit);
        if (known.Listeners.Count == 0 || known.Listeners.Any(l => l.Port == port) || PortResolution.Declared(workload).Any(p => p.Number?.Value == port)
            || ListeningEvidence.IsConfigured(workload, port, context.Unit))
        {
            return null;
        }

        if (known.IsComplete)
        {
            return (known.Listeners[0], null);
        }

        return known.Listeners.Where(l => l.Purpose == ListenerPurpose.Main).Select(l => l.Port).Distinct().Count() == 1 && workload.ServingContainers().Count() == 1
            ? (known.Listeners.First(l => l.Purpose == ListenerPurpose.Main), Severity.Info)
            : null;
    }
}
