using SvcLint.Emulation.Derivation;
using SvcLint.Emulation.Iptables;
using SvcLint.Emulation.Ipvs;
using SvcLint.Emulation.Nftables;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Emulation;

/// <summary>What to emulate; null leaves the choice to the input.</summary>
public sealed record EmulationOptions
{
    /// <summary>Default: the KubeProxyConfiguration's mode, else iptables.</summary>
    public ProxyMode? Mode { get; init; }

    public IPFamily Family { get; init; } = IPFamily.IPv4;

    /// <summary>Default: the only Node; without Nodes the synthetic node that holds the endpoints.</summary>
    public string? Node { get; init; }

    public KubernetesVersion Version { get; init; } = KubernetesVersion.Newest;

    public ProxyEnvironment Environment { get; init; } = ProxyEnvironment.Default;
}

/// <summary>Why nothing was emulated.</summary>
public enum EmulationProblem
{
    None,

    /// <summary>The input has several Nodes and none was named.</summary>
    SeveralNodes,

    UnknownNode,

    /// <summary>The input has several KubeProxyConfigurations.</summary>
    SeveralConfigurations,

    /// <summary>The version has no such mode.</summary>
    ModeNotYetBorn,
}

/// <summary>What came of an emulation.</summary>
public sealed record EmulationResult
{
    public EmulationProblem Problem { get; init; }

    /// <summary>What can be chosen where the input leaves a choice: node names, or files of configurations.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Null when there is a problem.</summary>
    public ProxyState? State { get; init; }

    /// <summary>Null when there is a problem, or nobody asked for them.</summary>
    public RuleSet? Rules { get; init; }

    /// <summary>What svclint chose in the cluster's place.</summary>
    public IReadOnlyList<DerivedValue> DerivedValues { get; init; } = [];

    /// <summary>The problem in words, without a full stop; null when there is none.</summary>
    public string? Why => Problem switch
    {
        EmulationProblem.SeveralNodes => $"the input has several Nodes; choose one: {string.Join(", ", Choices)}",
        EmulationProblem.UnknownNode => $"no such Node; there are {string.Join(", ", Choices)}",
        EmulationProblem.ModeNotYetBorn => $"kube-proxy has no nftables mode before Kubernetes {KubeProxyChecks.Nftables}; choose another mode or a newer version",
        EmulationProblem.SeveralConfigurations => $"the input has several KubeProxyConfigurations: {string.Join(", ", Choices)}",
        _ => null,
    };

    /// <summary>The problem is which node is meant.</summary>
    public bool IsAboutNode => Problem is EmulationProblem.SeveralNodes or EmulationProblem.UnknownNode;

    /// <summary>The input, completed. Null when there is a problem.</summary>
    internal ClusterDerivation? Cluster { get; init; }

    /// <summary>The nodes of the input, else the synthetic ones.</summary>
    internal IReadOnlyList<ProxyNode> Nodes { get; init; } = [];
}

/// <summary>From objects to the rules that kube-proxy would write for them.</summary>
public static class Emulator
{
    /// <summary>Emulates one proxier on one node; what the input lacks is derived as the cluster's controllers would.</summary>
    /// <param name="objects">The objects of one cluster: Services, EndpointSlices or workloads, Nodes, a KubeProxyConfiguration.</param>
    /// <param name="options">What to emulate.</param>
    public static EmulationResult Emulate(IReadOnlyList<KubernetesObject> objects, EmulationOptions options) =>
        Prepare(objects, options, isForProxy: true) is var prepared && prepared.State is { } state ? prepared with { Rules = Sync(state) } : prepared;

    /// <summary>The same without the rules; the cluster that comes of it has all slices unless it is for kube-proxy alone.</summary>
    internal static EmulationResult Prepare(IReadOnlyList<KubernetesObject> objects, EmulationOptions options, bool isForProxy = false)
    {
        var configurations = objects.OfType<KubeProxyConfiguration>().ToArray();
        if (configurations.Length > 1)
        {
            return new EmulationResult
            {
                Problem = EmulationProblem.SeveralConfigurations,
                Choices = configurations.Select(c => c.Span.Source.Path).ToArray(),
            };
        }

        var written = configurations.FirstOrDefault();
        var nodes = NodeSelection.NodesOf(objects);
        var isSynthetic = nodes.Count == 0;
        nodes = isSynthetic ? NodeSelection.Synthetic() : nodes;
        var node = options.Node is { } name ? nodes.FirstOrDefault(n => n.Name == name) : isSynthetic || nodes.Count == 1 ? nodes[0] : null;
        if (node is null)
        {
            return new EmulationResult
            {
                Problem = options.Node is null ? EmulationProblem.SeveralNodes : EmulationProblem.UnknownNode,
                Choices = nodes.Select(n => n.Name).ToArray(),
            };
        }

        var configuration = ProxyConfiguration.Of(written, options.Mode ?? ProxyConfiguration.ModeOf(written));
        if (configuration.Mode == ProxyMode.Nftables && options.Version < KubeProxyChecks.Nftables)
        {
            return new EmulationResult { Problem = EmulationProblem.ModeNotYetBorn };
        }

        var derived = ClusterDerivation.Complete(objects, nodes, isSynthetic, configuration, options.Version, isForProxy: isForProxy);
        var release = KubeProxyRelease.Of(options.Version, written?.FeatureGates);
        var state = ProxyState.Create(derived.Objects, node, configuration, options.Family, release, options.Environment);
        return new EmulationResult { State = state, DerivedValues = derived.DerivedValues, Cluster = derived, Nodes = nodes };
    }

    /// <summary>Runs the proxier of the state's mode.</summary>
    public static RuleSet Sync(ProxyState state) => state.Configuration.Mode switch
    {
        ProxyMode.Ipvs => IpvsProxier.Sync(state),
        ProxyMode.Nftables => NftablesProxier.Sync(state),
        _ => IptablesProxier.Sync(state),
    };
}
