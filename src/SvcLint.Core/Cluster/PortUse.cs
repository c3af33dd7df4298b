using System.Globalization;
using SvcLint.Cluster.Listening;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Cluster;

/// <summary>Who connects to a port of a container. Order is by how much a wrong number hurts.</summary>
public enum PortUser
{
    Service,
    Probe,

    /// <summary>A sidecar that an annotation tells the application's port: <c>dapr.io/app-port</c>.</summary>
    Sidecar,

    /// <summary>Nobody: the container declares it.</summary>
    Declaration,
}

/// <summary>A place in manifests that says on which TCP port a container is reached.</summary>
/// <param name="About">The object that says so.</param>
/// <param name="Number">The number, where it is written: for a name, at the container's port of that name.</param>
/// <param name="Span">The place of the use itself: the number or the name.</param>
/// <param name="What">For people: <c>Service web</c>, <c>the readiness probe</c>.</param>
/// <param name="IsHttp">True when HTTP is spoken there, as far as names tell.</param>
public sealed record PortUse(PortUser User, KubernetesObject About, Located<int> Number, SourceSpan Span, string What, bool IsHttp)
{
    private const string AppPort = "dapr.io/app-port";

    // Where web servers listen by habit.
    private static readonly int[] WebPorts = [80, 443, 5000, 5001, 8080, 8443];
    private static readonly string[] WebNames = ["http", "web", "grpc", "api"];

    public int Port => Number.Value;

    /// <summary>The name of the Service's port, or of the container's.</summary>
    public string? Name { get; init; }

    /// <summary>Every use of a container's ports in its unit.</summary>
    public static IEnumerable<PortUse> Of(Workload workload, Container container, DeploymentUnit unit) =>
        OfServices(workload, container, unit).Concat(OfProbes(workload, container)).Concat(OfSidecar(workload)).Concat(Declared(workload, container));

    /// <summary>True unless it is clear that a port of this purpose is not what is used here.</summary>
    public bool MayBeFor(ListenerPurpose purpose) => purpose switch
    {
        ListenerPurpose.Health => User == PortUser.Probe,
        ListenerPurpose.Metrics => User == PortUser.Service && Name?.IndexOf("metrics", StringComparison.Ordinal) >= 0,
        ListenerPurpose.Webhook => User == PortUser.Service && Name?.IndexOf("webhook", StringComparison.Ordinal) >= 0,
        _ => true,
    };

    private static IEnumerable<PortUse> OfServices(Workload workload, Container container, DeploymentUnit unit)
    {
        foreach (var (service, port) in unit.Lookup.Ports.Of(workload))
        {
            var number = port.TargetPort is { Value.String: { } name } ? Named(container, name)
                : port.TargetPort is { IsDefault: false, Value.Int: { } target } written ? new Located<int>(target, written.Span)
                : port.Port;
            if (number is not null && (port.TargetPort?.Value.String is not null || BelongsTo(workload, container, number.Value)))
            {
                yield return new PortUse(PortUser.Service, service, number, (port.TargetPort is { IsDefault: false } at ? at.Span : port.Port?.Span) ?? port.Span, $"Service {service.Name}", IsHttpPort(number.Value, port.Name?.Value)) { Name = port.Name?.Value ?? NameOf(container, number.Value) };
            }
        }
    }

    private static IEnumerable<PortUse> OfProbes(Workload workload, Container container)
    {
        foreach (var (probe, noun) in new[] { (container.LivenessProbe, "liveness"), (container.ReadinessProbe, "readiness"), (container.StartupProbe, "startup") })
        {
            var port = probe?.HttpGet is { Host: null } http ? http.Port : probe?.TcpSocket is { Host: null } tcp ? tcp.Port : probe?.Grpc?.Port;
            var number = port is null ? null : port.Value.String is { } name ? Named(container, name) : new Located<int>(port.Value.Int ?? 0, port.Span);
            if (number is not null)
            {
                yield return new PortUse(PortUser.Probe, workload, number, port!.Span, $"the {noun} probe", probe!.TcpSocket is null || IsHttpPort(number.Value, null)) { Name = NameOf(container, number.Value) };
            }
        }
    }

    // Of several containers, which one it means is not known.
    private static IEnumerable<PortUse> OfSidecar(Workload workload)
    {
        var annotations = workload.Template.Metadata?.Annotations;
        if (annotations?["dapr.io/enabled"] == "true"
            && annotations.Find(AppPort)?.Value is { } text
            && int.TryParse(text.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && workload.ServingContainers().Count() == 1)
        {
            var span = text.Part(0, text.Value.Length);
            yield return new PortUse(PortUser.Sidecar, workload, new Located<int>(port, span), span, "the Dapr sidecar", IsHttp: true);
        }
    }

    private static IEnumerable<PortUse> Declared(Workload workload, Container container)
    {
        foreach (var port in container.Ports?.Items ?? [])
        {
            if (port.Number is { } number && PortResolution.Protocol(port) == "TCP")
            {
                yield return new PortUse(PortUser.Declaration, workload, number, number.Span, $"container {container.Name?.Value}", IsHttpPort(number.Value, port.Name?.Value));
            }
        }
    }

    private static bool IsHttpPort(int number, string? name) =>
        WebPorts.Contains(number) || (name is not null && WebNames.Any(n => name.StartsWith(n, StringComparison.OrdinalIgnoreCase)));

    private static string? NameOf(Container container, int number) => container.Ports?.Items.FirstOrDefault(p => p.Number?.Value == number)?.Name?.Value;

    private static Located<int>? Named(Container container, string name) =>
        container.Ports?.Items.FirstOrDefault(p => p.Name?.Value == name && PortResolution.Protocol(p) == "TCP")?.Number;

    // What no container declares may be a sidecar's that the manifest does not show.
    private static bool BelongsTo(Workload workload, Container container, int port) =>
        (container.Ports?.Items ?? []).Any(p => p.Number?.Value == port)
        || (workload.ServingContainers().Count() == 1 && !ListeningEvidence.HasInjectedContainers(workload));
}
