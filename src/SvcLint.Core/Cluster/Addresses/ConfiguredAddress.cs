using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Cluster.Addresses;

/// <summary>An address that a process is configured with.</summary>
/// <param name="Owner">Whose pods read it; else the object that holds it: a Dapr component, an annotated Ingress, a custom resource.</param>
/// <param name="Key">The variable, the flag, the file and its setting, or "argument".</param>
/// <param name="Value">The whole value, with references to other variables expanded.</param>
/// <param name="Address">The host in it, offsets in the value; the port may come from <see cref="PortBeside"/>.</param>
/// <param name="Name">The host as the cluster's DNS reads it.</param>
public sealed record ConfiguredAddress(KubernetesObject Owner, string Key, ComposedText Value, HostAddress Address, ServiceDnsName Name)
{
    /// <summary>The key of what stands in a container's command or arguments.</summary>
    public const string Argument = "argument";

    /// <summary>The pods that read it, where they are known.</summary>
    public Workload? Workload => Owner as Workload;

    /// <summary>Everyone whose pods read it at this place, such as a ConfigMap that several take their environment from; names are looked up in the namespace of each.</summary>
    public IReadOnlyList<Workload> Readers { get; init; } = [];

    /// <summary>True where the grammar around it leaves no doubt that it is a host.</summary>
    public bool IsSure { get; init; }

    /// <summary>True for the pod's own loopback, which is no name of the cluster: then <see cref="Name"/> says nothing.</summary>
    public bool IsLocal { get; init; }

    /// <summary>The port's own variable, where host and port stand in two: <c>DB_HOST</c> and <c>DB_PORT</c>.</summary>
    public (string Key, SourceSpan Span)? PortBeside { get; init; }

    /// <summary>What is wrong with a host that is a Service's DNS name but for a slip behind the namespace; such a host is found nowhere.</summary>
    public DomainSlip? Slip { get; init; }

    public SourceSpan NameSpan => Value.Part(Address.HostSpan.Start + Name.NameStart, Address.HostSpan.Start + Name.NameEnd);

    public SourceSpan HostSpan => Value.Part(Address.HostSpan.Start, Address.HostSpan.End);

    public SourceSpan PortSpan => PortBeside?.Span ?? (Address.PortSpan is { } span ? Value.Part(span.Start, span.End) : HostSpan);

    /// <summary>Where the name is looked up: as written, else the pod's own namespace.</summary>
    public string? Namespace => Name.Namespace ?? Owner.Namespace;

    /// <summary>The host as a pod's name below a Service. In <c>db-0.db</c> the second label reads as a namespace, unless there is such a Service.</summary>
    public (string Pod, string Service, string? Namespace)? Pod =>
        Name.Hostname is { } hostname ? (hostname, Name.Name, Namespace)
        : Name is { IsQualified: false, Namespace: { } second } && Name.Name.LastIndexOf('-') is var dash && dash > 0 && dash < Name.Name.Length - 1 && char.IsDigit(Name.Name[dash + 1]) ? (Name.Name, second, Owner.Namespace)
        : null;

    /// <summary>True for what stands in a command or its flags.</summary>
    public bool IsArgument => Key == Argument || Key.StartsWith("-", StringComparison.Ordinal);

    /// <summary>True when no one wrote the port: it is the scheme's default.</summary>
    public bool HasImpliedPort => Address is { Port: not null, PortSpan: null } && PortBeside is null;

    /// <summary>True when the value can hardly be anything but an address: it has a port or a scheme, says svc, or its key says so.</summary>
    public bool IsCertain => IsSure || (Address.Form != AddressForm.Name && !MayBeNumber) || Name.IsQualified || HostKey.SaysHost(Key);

    // "api:60" is a limit, "nginx:1" a version and "app:1000" a user as long as nothing says that it is an address.
    private bool MayBeNumber =>
        Address is { Form: AddressForm.HostPort, Port: < 1024 and not (80 or 443 or 53 or 25 or 110 or 143 or 389 or 465 or 587 or 636 or 993) } && Name.Namespace is null && PortBeside is null && !HostKey.SaysAddress(Key);
}
