using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>A probe or lifecycle handler that connects to a port.</summary>
/// <param name="Name">readinessProbe, livenessProbe, startupProbe.</param>
/// <param name="Port">Its port; gRPC has numbers only.</param>
/// <param name="Host">Where the kubelet connects instead of the pod's address.</param>
/// <param name="Path">The path of an HTTP probe.</param>
internal sealed record PortProbe(Workload Workload, Container Container, string Name, Located<IntOrString>? Port, Located<string>? Host, Located<string>? Path)
{
    public static IEnumerable<PortProbe> Of(Workload workload)
    {
        foreach (var container in workload.ServingContainers())
        {
            foreach (var (name, probe) in ((string, Probe?)[])[("readinessProbe", container.ReadinessProbe), ("livenessProbe", container.LivenessProbe), ("startupProbe", container.StartupProbe)])
            {
                if (probe is not null && (probe.HttpGet?.Port ?? probe.TcpSocket?.Port ?? probe.Grpc?.Port) is { } port)
                {
                    yield return new PortProbe(workload, container, name, port, probe.HttpGet?.Host ?? probe.TcpSocket?.Host, probe.HttpGet?.Path);
                }
            }
        }
    }

    public string Effect => Name switch
    {
        "readinessProbe" => "the pod never becomes ready and gets no traffic",
        "livenessProbe" => "the kubelet keeps restarting the container",
        _ => "the container never counts as started and keeps restarting",
    };
}
