namespace SvcLint.Emulation;

/// <summary>kube-proxy's key of a Service port. Its text leaves the protocol out, as kube-proxy's comments do.</summary>
/// <param name="Namespace">The Service's namespace.</param>
/// <param name="Name">The Service's name.</param>
/// <param name="Port">The port's name, "" for an unnamed one.</param>
/// <param name="Protocol">TCP, UDP or SCTP.</param>
public readonly record struct ServicePortName(string Namespace, string Name, string Port, string Protocol)
    : IComparable<ServicePortName>
{
    /// <summary>Ordinally by namespace, name, port name, protocol.</summary>
    public int CompareTo(ServicePortName other)
    {
        var order = string.CompareOrdinal(Namespace, other.Namespace);
        order = order != 0 ? order : string.CompareOrdinal(Name, other.Name);
        order = order != 0 ? order : string.CompareOrdinal(Port, other.Port);
        return order != 0 ? order : string.CompareOrdinal(Protocol, other.Protocol);
    }

    public override string ToString() => Port.Length == 0 ? $"{Namespace}/{Name}" : $"{Namespace}/{Name}:{Port}";
}
