using SvcLint.Model;

namespace SvcLint.Kubernetes.Annotations;

/// <summary>Something a Service says beside the key in question: another key, a field, a listener's protocol.</summary>
/// <param name="Text">For messages and pages: "sticky-session: on", "type LoadBalancer".</param>
/// <param name="Holds">Null where a placeholder leaves it open.</param>
/// <param name="Key">The key it is about, if any.</param>
public sealed record AnnotationCondition(string Text, Func<AnnotatedService, bool?> Holds, string? Key = null)
{
    /// <summary>The key stands on the Service with a value, whatever it is.</summary>
    public static AnnotationCondition Has(string key) => new($"`{key}`", s => s.Value(key) is { Length: > 0 }, key);

    /// <summary>The key has one of these values, upper and lower case alike.</summary>
    public static AnnotationCondition Is(string key, params string[] values) => new(
        $"`{key}: {string.Join("` or `", values)}`",
        s => s.Value(key) is not { } value ? false
            : AnnotatedService.IsPlaceholder(value) ? null
            : Array.Exists(values, v => string.Equals(v, value, StringComparison.OrdinalIgnoreCase)),
        key);

    /// <summary>The key is absent or has one of these values: what holds by default.</summary>
    public static AnnotationCondition IsOrAbsent(string key, params string[] values)
    {
        var present = Is(key, values);
        return present with { Text = present.Text + " (the default)", Holds = s => s.Value(key) is null or "" ? true : present.Holds(s) };
    }

    public static AnnotationCondition Any(params AnnotationCondition[] conditions) => new(
        string.Join(" or ", conditions.Select(c => c.Text)),
        s =>
        {
            bool? any = false;
            foreach (var condition in conditions)
            {
                var holds = condition.Holds(s);
                any = holds == true || any == true ? true : holds is null ? null : any;
            }

            return any;
        },
        conditions[0].Key);

    public static AnnotationCondition Not(AnnotationCondition condition, string text) => new(text, s => !condition.Holds(s), condition.Key);

    /// <summary>A load balancer listener of one of these protocols (lower case), as Alibaba Cloud's controller makes them.</summary>
    public static AnnotationCondition Listener(params string[] protocols) => new(
        (protocols.Length == 4 ? "a" : "a " + string.Join(" or ", protocols.Select(p => p.ToUpperInvariant()))) + " listener",
        s => s.ListenerProtocols is { } listeners ? protocols.Any(listeners.Contains) : null);

    public static AnnotationCondition Field(string name, Func<ServiceSpec, bool> holds) => new($"`spec.{name}`", s => s.Service.Spec is { } spec && holds(spec));

    public static AnnotationCondition LocalTraffic { get; } =
        new("`externalTrafficPolicy: Local`", s => s.Service.Spec?.ExternalTrafficPolicy?.Value == "Local");
}
