using SvcLint.Model;

namespace SvcLint.Cluster;

/// <summary>Whether a port by which a Service is addressed is one that it has.</summary>
public static class ServicePorts
{
    /// <summary>True for the governing Services that the Prometheus operator makes: <c>prometheus-operated</c> beside <c>prometheus-operator</c>.</summary>
    public static bool IsMadeByOperator(string name) => name.EndsWith("-operated", StringComparison.Ordinal);

    public static bool IsHeadless(Service service) => service.Spec?.ClusterIP?.Value == "None" || service.Spec?.ClusterIPs?.Items.Any(i => i.Value == "None") == true;

    /// <summary>False when nothing can be said: an alias, a Service that lists no ports, or one with a port that is no number.</summary>
    public static bool AreKnown(Service service) => service.Spec is { Ports: { Count: > 0 } ports } spec && spec.Type?.Value != "ExternalName" && ports.Items.All(p => p.Port is not null);

    public static bool HasNumber(Service service, int number) => service.Spec?.Ports?.Items.Any(p => p.Port?.Value == number) == true;

    public static bool HasName(Service service, string name) => service.Spec?.Ports?.Items.Any(p => p.Name?.Value == name) == true;

    /// <summary>True when a client that connects to the Service's name at this port may be answered; headless Services do not translate ports.</summary>
    public static bool Accepts(Service service, int port, IEnumerable<Workload> workloads)
    {
        if (!AreKnown(service) || HasNumber(service, port))
        {
            return true;
        }

        return IsHeadless(service)
            && (service.Spec!.Ports!.Items.Any(p => PortResolution.Target(p) is not { Int: { } target } || target == port)
                || workloads.Any(w => !PortResolution.Declared(w).Any() || PortResolution.Declared(w).Any(p => p.Number?.Value == port)));
    }

    /// <summary>True when a reference's port is one of the Service's, in the meaning that the referring field gives it.</summary>
    public static bool Has(Service service, IntOrString port, ReferencedPort meaning) =>
        !AreKnown(service) || meaning is ReferencedPort.None or ReferencedPort.ContainerPort || service.Spec!.Ports!.Items.Any(p => IsMeant(p, port, meaning));

    /// <summary>True when a reference's port is this one.</summary>
    public static bool IsMeant(ServicePort own, IntOrString port, ReferencedPort meaning)
    {
        var number = port.Int ?? (int.TryParse(port.String, out var parsed) ? parsed : null);
        return (meaning, number, port.String) switch
        {
            (ReferencedPort.ServicePortName, _, { } name) => own.Name?.Value == name,
            (ReferencedPort.EndpointPort, { } target, _) => PortResolution.Target(own) is not { Int: { } ownTarget } || ownTarget == target,
            (_, { } wanted, null) => own.Port?.Value == wanted,
            (_, { } wanted, { } name) => own.Port?.Value == wanted || own.Name?.Value == name,
            (_, _, { } name) => own.Name?.Value == name,
            _ => true,
        };
    }

    /// <summary>The only port of the Service that leads to a port of the pods: who names that one means this.</summary>
    public static ServicePort? Meant(Service service, IntOrString target) =>
        service.Spec?.Ports?.Items.Where(p => PortResolution.Target(p) is { } own && own == target).ToArray() is [{ Port: not null } only] ? only : null;

    /// <summary>For messages: "80 (http), 443".</summary>
    public static string Text(Service service) =>
        string.Join(", ", (service.Spec?.Ports?.Items ?? []).Select(p => p.Name is { } name ? $"{p.Port} ({name})" : $"{p.Port}"));
}
