namespace SvcLint.Emulation;

/// <summary>When a release of kube-proxy lets hints filter endpoints, judged by the Service's annotation.</summary>
internal sealed class TopologyHintRule
{
    private readonly Func<string, bool> _allows;

    private TopologyHintRule(Func<string, bool> allows) => _allows = allows;

    /// <summary>The gate TopologyAwareHints is off.</summary>
    public static TopologyHintRule Never { get; } = new(_ => false);

    /// <summary>1.26: the annotation says Auto.</summary>
    public static TopologyHintRule AutoOnly { get; } = new(value => value is "Auto" or "auto");

    /// <summary>1.27 to 1.30: any value but the empty one and Disabled.</summary>
    public static TopologyHintRule AnyButDisabled { get; } = new(value => value is not ("" or "disabled" or "Disabled"));

    /// <summary>With the gate ServiceTrafficDistribution hints decide alone.</summary>
    public static TopologyHintRule Always { get; } = new(_ => true);

    public bool Allows(string annotation) => _allows(annotation);
}
