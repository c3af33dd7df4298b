using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Reachability;

/// <summary>What an end of the connectivity is.</summary>
public enum ReachEndKind
{
    /// <summary>The pods of a workload.</summary>
    Workload,

    /// <summary>Addresses outside the cluster.</summary>
    Outside,

    /// <summary>The controller behind an Ingress or Gateway, where the input does not declare it.</summary>
    IngressController,

    /// <summary>The API server, which calls webhooks.</summary>
    ApiServer,

    /// <summary>A node of the input.</summary>
    Node,
}

/// <summary>Who may connect, or be connected to.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Number">Its place among the ends of the cluster.</param>
/// <param name="Name">As the contract of the command line writes it: <c>shop/web[Deployment]</c>, <c>10.0.0.0-10.255.255.255</c>.</param>
public sealed record ReachEnd(ReachEndKind Kind, int Number, string Name)
{
    /// <summary>Whose pods they are; null for anything else.</summary>
    public Workload? Workload { get; init; }

    /// <summary>The pods' namespace; <c>default</c> where none is written.</summary>
    public string? Namespace { get; init; }

    /// <summary>First and last address outside the cluster, or the node's own.</summary>
    public (IPAddressValue First, IPAddressValue Last)? Addresses { get; init; }

    /// <summary>The Node.</summary>
    public Node? Node { get; init; }

    /// <summary>How many pods of it the input has one by one, as a dump does; none in manifests of controllers.</summary>
    public int PodCount { get; init; }

    /// <summary>Where all its pods run; null where the input does not say so of every one.</summary>
    public IReadOnlyCollection<string>? RunsOn { get; init; }

    public bool IsOnHostNetwork => Workload?.PodSpec?.HostNetwork?.Value == true;

    public bool Equals(ReachEnd? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Number;

    public override string ToString() => Name;
}
