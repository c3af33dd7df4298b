namespace SvcLint.Kubernetes.Annotations;

/// <summary>How sure a statement of the catalogue is. Only what is verified may back more than an Info finding.</summary>
public enum Certainty
{
    /// <summary>From experience; neither source nor documentation was at hand.</summary>
    Unconfirmed,

    /// <summary>The provider's documentation says so.</summary>
    Documented,

    /// <summary>Read in the source of the controller.</summary>
    Verified,
}

/// <summary>A controller that makes load balancers and reads annotations.</summary>
/// <param name="Name">As its authors call it.</param>
/// <param name="Classes">The loadBalancerClass values that it answers to.</param>
public sealed record LoadBalancerImplementation(string Name, params string[] Classes)
{
    /// <summary>True when it passes over every Service with another loadBalancerClass; false when the class is a flag of it.</summary>
    public bool HasFixedClasses { get; init; } = true;

    /// <summary>Whether it may take a Service without loadBalancerClass; null means any.</summary>
    public AnnotationCondition? WithoutClass { get; init; }

    /// <summary>False only when this controller certainly leaves the Service alone.</summary>
    public bool MayServe(AnnotatedService service)
    {
        if (service.LoadBalancerClass is { } wanted)
        {
            return Classes.Contains(wanted) || !(HasFixedClasses || AnnotationCatalog.IsKnownClass(wanted));
        }

        return WithoutClass?.Holds(service) != false;
    }
}

/// <summary>A key that means the same as the current one and is still read.</summary>
/// <param name="Key">The older key.</param>
/// <param name="Since">When the newer name came, for example "0.14.9" or "2019"; null when not known.</param>
public sealed record OlderKey(string Key, string? Since = null);

/// <summary>Advice against a key or one of its values.</summary>
/// <param name="Replacement">What to write instead, as text; it names the key when there is one.</param>
/// <param name="Since">The controller's version.</param>
/// <param name="Value">The value that is deprecated; null means the key itself.</param>
/// <param name="ReplacementKey">The key that takes over, for the catalogue's consistency.</param>
public sealed record Deprecation(string Replacement, string? Since = null, string? Value = null, string? ReplacementKey = null)
{
    /// <summary>Nothing reads it any more.</summary>
    public bool IsGone { get; init; }

    /// <summary>The controller that advises against it; null means all that read it.</summary>
    public LoadBalancerImplementation? By { get; init; }

    /// <summary>The advice is wrong where this holds.</summary>
    public AnnotationCondition? Unless { get; init; }
}

/// <summary>Where an annotation names ports of its Service, by number (or by name, where the controller takes names).</summary>
public enum PortPlace
{
    None,

    /// <summary>Each item of the value is a port.</summary>
    Items,

    /// <summary>Each item is <c>something:port</c>.</summary>
    AfterColon,

    /// <summary>Each item is <c>port:something</c>.</summary>
    BeforeColon,

    /// <summary>The variable part of the key is the port.</summary>
    Key,

    /// <summary>The value is a number on the backend, the node or the pod, and no port of the Service.</summary>
    Backend,

    /// <summary>The value is a number on the nodes, which alone are backends.</summary>
    Node,
}

public enum RelationKind
{
    /// <summary>Without the other, this key changes nothing.</summary>
    EffectiveWith,

    /// <summary>Without the other, the controller refuses.</summary>
    Needs,

    /// <summary>Together with the other, the controller refuses or drops one of the two.</summary>
    Excludes,
}

/// <summary>How a key stands to another key or field of the Service.</summary>
/// <param name="Kind">What the other is to this key.</param>
/// <param name="Other">The other key or field.</param>
/// <param name="Effect">What happens when the relation is broken: a clause that follows "so" or "and".</param>
/// <param name="WhenValue">The relation holds for this value alone; null means every value.</param>
/// <param name="Certainty">How sure it is.</param>
public sealed record AnnotationRelation(RelationKind Kind, AnnotationCondition Other, string Effect, string? WhenValue, Certainty Certainty);

/// <summary>One annotation key that a controller reads on a Service.</summary>
public sealed record ServiceAnnotation(string Key, ValueGrammar Value, string Summary)
{
    private const char Open = '{';

    /// <summary>Keys that mean the same; the current one wins where both stand.</summary>
    public IReadOnlyList<OlderKey> OlderKeys { get; init; } = [];

    /// <summary>Keys that documentation or habit put in its place and nothing reads.</summary>
    public IReadOnlyList<string> MistakenKeys { get; init; } = [];

    /// <summary>The controllers that read it; empty means whoever makes the load balancer.</summary>
    public IReadOnlyList<LoadBalancerImplementation> ReadBy { get; init; } = [];

    /// <summary>Where controllers disagree: what each accepts.</summary>
    public IReadOnlyList<(LoadBalancerImplementation Reader, ValueGrammar Value)> ValueByReader { get; init; } = [];

    public Certainty Certainty { get; init; } = Certainty.Verified;

    public IReadOnlyList<Deprecation> Deprecations { get; init; } = [];

    public IReadOnlyList<AnnotationRelation> Relations { get; init; } = [];

    /// <summary>What counts when the key is absent, as written in a manifest.</summary>
    public string? Default { get; init; }

    /// <summary>It configures a load balancer, so it does nothing on a Service of another type.</summary>
    public bool IsForLoadBalancer { get; init; } = true;

    /// <summary>The controller writes it; authors should not.</summary>
    public bool IsWrittenByController { get; init; }

    /// <summary>The values with which it makes the load balancer internal; empty when it has no such effect.</summary>
    public IReadOnlyList<string> InternalValues { get; init; } = [];

    /// <summary>Any value but these makes the load balancer internal; for keys that are switched off rather than on.</summary>
    public IReadOnlyList<string> ExternalValues { get; init; } = [];

    /// <summary>Where the value or the key names ports of the Service.</summary>
    public PortPlace Ports { get; init; }

    /// <summary>It says whether the load balancer is internal or public.</summary>
    public bool DecidesExposure => InternalValues.Count > 0 || ExternalValues.Count > 0;

    /// <summary>Another value means another load balancer, or another controller that makes its own.</summary>
    public bool DecidesIdentity { get; init; }

    /// <summary>It says from where clients may come, as loadBalancerSourceRanges does.</summary>
    public bool RestrictsSources { get; init; }

    /// <summary>The key has a variable part in braces (<c>port_{port}_no_lb_rule</c>).</summary>
    public bool IsPattern => Key.IndexOf(Open) >= 0;

    /// <summary>Whether a key as written is this one; older keys do not count.</summary>
    public bool Matches(string written)
    {
        var open = Key.IndexOf(Open);
        if (open < 0)
        {
            return written == Key;
        }

        var close = Key.LastIndexOf('}');
        return written.Length > Key.Length - (close - open + 1)
            && written.StartsWith(Key.Substring(0, open), StringComparison.Ordinal)
            && written.EndsWith(Key.Substring(close + 1), StringComparison.Ordinal);
    }

    /// <summary>What is wrong with a value for every controller that may read it; null when one of them accepts it.</summary>
    public ValueProblem? Check(string value, AnnotatedService service)
    {
        ValueProblem? problem = Value.Check(value);
        foreach (var (reader, grammar) in ValueByReader)
        {
            if (reader.MayServe(service))
            {
                problem = grammar.Check(value);
                if (problem is null)
                {
                    return null;
                }
            }
        }

        return problem;
    }

    /// <summary>Whether this value of this key makes the load balancer internal; values compare as its controller does.</summary>
    public bool MakesInternal(string value) =>
        InternalValues.Contains(value) || (ExternalValues.Count > 0 && value.Length > 0 && !ExternalValues.Contains(value));

    internal ServiceAnnotation OnlyWith(AnnotationCondition other, string effect, Certainty certainty = Certainty.Verified, string? value = null) =>
        Related(RelationKind.EffectiveWith, other, effect, certainty, value);

    internal ServiceAnnotation Needs(AnnotationCondition other, string effect, string? value = null, Certainty certainty = Certainty.Verified) =>
        Related(RelationKind.Needs, other, effect, certainty, value);

    internal ServiceAnnotation Excludes(AnnotationCondition other, string effect, string? value = null, Certainty certainty = Certainty.Verified) =>
        Related(RelationKind.Excludes, other, effect, certainty, value);

    internal ServiceAnnotation Deprecated(string replacement, string? since = null, string? value = null, string? key = null, bool gone = false, LoadBalancerImplementation? by = null, AnnotationCondition? unless = null) =>
        this with { Deprecations = [.. Deprecations, new Deprecation(replacement, since, value, key) { IsGone = gone, By = by, Unless = unless }] };

    internal ServiceAnnotation By(params LoadBalancerImplementation[] readers) => this with { ReadBy = readers };

    private ServiceAnnotation Related(RelationKind kind, AnnotationCondition other, string effect, Certainty certainty, string? value) =>
        this with { Relations = [.. Relations, new AnnotationRelation(kind, other, effect, value, certainty)] };
}
