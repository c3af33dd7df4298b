namespace SvcLint.Kubernetes.Annotations;

/// <summary>Who makes the load balancers: the keys that it reads and the controllers behind them.</summary>
/// <param name="Name">As users call it.</param>
/// <param name="Slug">Its name in <c>svclint.yaml</c>, and its page under <c>rules/annotations/</c>.</param>
/// <param name="Source">Where the facts come from, one line for the page.</param>
/// <param name="Implementations">The controllers that read the keys.</param>
/// <param name="Keys">The keys, in the order of the page.</param>
public sealed record CloudProvider(
    string Name, string Slug, string Source, IReadOnlyList<LoadBalancerImplementation> Implementations, IReadOnlyList<ServiceAnnotation> Keys)
{
    /// <summary>Nobody says who makes them: only what holds in every case is reported.</summary>
    public static CloudProvider Unknown { get; } = new("unknown", "unknown", "", [], []);

    /// <summary>Nobody makes them.</summary>
    public static CloudProvider None { get; } = new("none", "none", "", [], []);

    /// <summary>What <c>sourceRanges</c>, classes and the like mean here: a paragraph for the page, own words.</summary>
    public string Notes { get; init; } = "";

    /// <summary>What an annotation begins with that no other provider reads, known to the catalogue or not.</summary>
    public IReadOnlyList<string> Prefixes { get; init; } = [];

    /// <summary>What to write instead of <c>spec.loadBalancerIP</c>, imperative; null where that is not known.</summary>
    public string? InsteadOfLoadBalancerIP { get; init; }

    public bool Equals(CloudProvider? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Slug);
}
