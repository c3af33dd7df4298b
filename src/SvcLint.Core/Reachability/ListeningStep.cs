using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Cluster.Listening;
using SvcLint.Model;

namespace SvcLint.Reachability;

/// <summary>The last step of a connection: whether a process of the pod listens on the port.</summary>
/// <param name="Step">What is known of it.</param>
/// <param name="IsRefused">True when surely none does.</param>
internal sealed record ListeningStep(ConnectionStep Step, bool IsRefused)
{
    public static ListeningStep At(Workload workload, int port, string protocol, DeploymentUnit unit)
    {
        var number = port.ToString(CultureInfo.InvariantCulture);
        var known = protocol == "TCP" ? workload.ServingContainers().Select(c => (Container: c, Listening: ContainerListeners.Of(c, workload, unit))).ToArray() : [];
        var there = known.SelectMany(k => k.Listening.Listeners.Where(l => l.Port == port).Select(l => (k.Container, Listener: l))).ToArray();
        if (Array.Find(there, l => l.Listener.To != BoundTo.Loopback) is { Listener: { } listener, Container: { } of })
        {
            return new ListeningStep(new ConnectionStep(ConnectionStage.Port, $"container {of.Name?.Value} listens on port {number} ({listener.What})", listener.Span), false);
        }

        // What an image or a program does by itself may be changed by what the input does not show.
        if (there.Length > 0 && Array.TrueForAll(there, l => IsSaid(l.Listener)))
        {
            return new ListeningStep(new ConnectionStep(ConnectionStage.Port, $"container {there[0].Container.Name?.Value} listens on localhost:{number} alone ({there[0].Listener.What})", there[0].Listener.Span), true);
        }

        if (Declared(workload, port, protocol) is var (container, declared))
        {
            return new ListeningStep(new ConnectionStep(ConnectionStage.Port, $"container {container.Name?.Value} declares port {number}{(declared.Name is { } name ? $" ({name.Value})" : "")}", declared.Number!.Span), false);
        }

        var others = known.SelectMany(k => k.Listening.Listeners).ToArray();
        if (others.Length > 0 && ContainerListeners.Exclude(port, workload, unit))
        {
            var ports = string.Join(", ", others.Select(l => l.Port).Distinct().Take(4));
            return new ListeningStep(
                new ConnectionStep(ConnectionStage.Port, $"container {known[0].Container.Name?.Value} does not listen on port {number}: it listens on {ports} ({others[0].What})", others[0].Span),
                Array.TrueForAll(others, IsSaid));
        }

        return new ListeningStep(new ConnectionStep(ConnectionStage.Port, $"no container of {workload} declares port {number}/{protocol}: whether a process listens there the input does not tell", workload.NameSpan), false);
    }

    private static (Container Container, ContainerPort Port)? Declared(Workload workload, int port, string protocol)
    {
        foreach (var container in workload.ServingContainers())
        {
            if (container.Ports?.Items.FirstOrDefault(p => p.Number?.Value == port && PortResolution.Protocol(p) == protocol) is { } declared)
            {
                return (container, declared);
            }
        }

        return null;
    }

    private static bool IsSaid(Listener listener) => listener.Evidence is ListenerEvidence.File or ListenerEvidence.Command;
}
