using System.Globalization;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Kubernetes.Annotations;

/// <summary>A value that no controller which may read the key accepts.</summary>
public sealed record BadValue(AnnotationUse Use, ValueProblem Problem);

/// <summary>A key that changes nothing on this Service. <paramref name="Reason"/> is a clause that follows the key.</summary>
public sealed record Ineffective(AnnotationUse Use, string Reason, Certainty Certainty, IneffectiveBecause Because);

/// <summary>From where a load balancer can be reached, as far as annotations tell.</summary>
public enum LoadBalancerExposure
{
    Unknown,
    Internal,
    Internet,
}

public enum IneffectiveBecause
{
    /// <summary>The Service is no load balancer.</summary>
    ServiceType,

    /// <summary>The loadBalancerClass gives it to somebody else than the key's provider.</summary>
    LoadBalancerClass,

    /// <summary>Another controller of the same provider takes the Service.</summary>
    OtherController,

    /// <summary>Another key, without which this one means nothing, is missing or off.</summary>
    OtherKey,
}

/// <summary>A key whose relation to another is broken.</summary>
public sealed record BrokenRelation(AnnotationUse Use, AnnotationRelation Relation);

/// <summary>A port that an annotation names and the Service does not have. <paramref name="Span"/> lies in the value or the key.</summary>
public sealed record UnknownPort(AnnotationUse Use, string Port, SourceSpan Span);

/// <summary>The same setting under its current and an older key.</summary>
public sealed record DoubleKey(AnnotationUse Current, AnnotationUse Older);

/// <summary>A key that is written under an older name or that its controller advises against.</summary>
public sealed record Superseded(AnnotationUse Use, Deprecation Advice);

/// <summary>Questions about the annotations of one Service; pure functions that make no findings.</summary>
public static class AnnotationQueries
{
    /// <summary>
    /// The annotation that makes this Service's load balancer internal; null when none does, which says nothing about a
    /// loadBalancerClass or a controller's default (<see cref="IsInternal"/>).
    /// </summary>
    public static AnnotationUse? MarksInternal(Service service)
    {
        var annotated = new AnnotatedService(service);
        return annotated.Uses.FirstOrDefault(u => u.Annotation.MakesInternal(u.Value) && MayBeRead(u, annotated));
    }

    /// <summary>Whether an annotation, the class or the controller's default makes the load balancer internal.</summary>
    public static bool IsInternal(Service service)
    {
        var annotated = new AnnotatedService(service);
        return MarksInternal(service) is not null
            || annotated.LoadBalancerClass?.IndexOf("internal", StringComparison.Ordinal) >= 0
            || AmazonWebServices.IsInternalByDefault(annotated);
    }

    /// <summary>Annotations that say from where clients may come, in file order.</summary>
    public static IEnumerable<AnnotationUse> RestrictsSources(AnnotatedService service) =>
        service.Uses.Where(u => u.Annotation.RestrictsSources && MayBeRead(u, service));

    public static IEnumerable<BadValue> BadValues(AnnotatedService service)
    {
        foreach (var use in service.Uses)
        {
            if (!use.Annotation.IsWrittenByController && use.Annotation.Check(use.Value, service) is { } problem)
            {
                yield return new BadValue(use, problem);
            }
        }
    }

    /// <summary>Keys that change nothing: the Service has another type or class, another controller takes it, or another key is off.</summary>
    public static IEnumerable<Ineffective> WithoutEffect(AnnotatedService service)
    {
        foreach (var use in service.Uses)
        {
            var annotation = use.Annotation;
            if (annotation.IsForLoadBalancer && !annotation.IsWrittenByController && service.IsCertainlyNoLoadBalancer)
            {
                yield return new Ineffective(use, $"configures a load balancer; the Service is type {service.Service.Spec?.Type?.Value ?? "ClusterIP"}", Certainty.Verified, IneffectiveBecause.ServiceType);
            }
            else if (annotation.IsForLoadBalancer && !MayBeRead(use, service))
            {
                yield return service.LoadBalancerClass is { } wanted && !use.Provider.Implementations.Any(i => i.Classes.Contains(wanted))
                    ? new Ineffective(use, $"is read by {Names(annotation)}; loadBalancerClass {wanted} selects another controller", Certainty.Verified, IneffectiveBecause.LoadBalancerClass)
                    : new Ineffective(use, $"is read by {Names(annotation)} only{Wanted(annotation, service)}", Certainty.Verified, IneffectiveBecause.OtherController);
            }
            else if (Broken(use, service, RelationKind.EffectiveWith, wanted: true) is { } relation)
            {
                yield return new Ineffective(use, $"has no effect without {relation.Other.Text}", relation.Certainty, IneffectiveBecause.OtherKey);
            }
        }
    }

    /// <summary>Keys that need another which is missing.</summary>
    public static IEnumerable<BrokenRelation> Needing(AnnotatedService service) => AllBroken(service, RelationKind.Needs, wanted: true);

    /// <summary>Keys that stand beside something that excludes them.</summary>
    public static IEnumerable<BrokenRelation> Excluded(AnnotatedService service) => AllBroken(service, RelationKind.Excludes, wanted: false);

    /// <summary>Settings that stand under their current and an older key with different values: the older one is ignored.</summary>
    public static IEnumerable<DoubleKey> WrittenTwice(AnnotatedService service)
    {
        foreach (var older in service.Uses)
        {
            if (older.OlderKey is not null && service.Use(older.Annotation.Key) is { } current && current != older && current.Value != older.Value)
            {
                yield return new DoubleKey(current, older);
            }
        }
    }

    /// <summary>Older names and deprecated keys and values, where the controller that says so is the one that acts.</summary>
    public static IEnumerable<Superseded> Superseded(AnnotatedService service)
    {
        foreach (var use in service.Uses)
        {
            if (use.OlderKey is { } older)
            {
                yield return new Superseded(use, new Deprecation($"write `{use.Annotation.Key}`", older.Since, ReplacementKey: use.Annotation.Key));
            }

            foreach (var advice in use.Annotation.Deprecations)
            {
                var othersMayRead = advice.By is { } by && use.Annotation.ReadBy.Any(r => r != by && r.MayServe(service));
                if (!othersMayRead && advice.Unless?.Holds(service) != true && (advice.Value is null || advice.Value == use.Value))
                {
                    yield return new Superseded(use, advice);
                }
            }
        }
    }

    /// <summary>Ports that annotations name and the Service does not have, by number or name.</summary>
    public static IEnumerable<UnknownPort> UnknownPorts(AnnotatedService service)
    {
        if (service.Service.Spec?.Ports is not { Count: > 0 } ports)
        {
            yield break;
        }

        var known = new HashSet<string>(ports.Items.SelectMany(p => new[] { p.Port?.ToString(), p.Name?.Value }).OfType<string>(), StringComparer.Ordinal);
        foreach (var use in service.Uses)
        {
            foreach (var (port, span) in NamedPorts(use))
            {
                if (!known.Contains(port) && port != "*" && MayBeRead(use, service) && !AnnotatedService.IsPlaceholder(use.Value))
                {
                    yield return new UnknownPort(use, port, span);
                }
            }
        }
    }

    /// <summary>Ports of the backends that annotations name by number.</summary>
    public static IEnumerable<(AnnotationUse Use, int Port)> BackendPorts(AnnotatedService service)
    {
        foreach (var use in service.Uses)
        {
            if (use.Annotation.Ports is PortPlace.Backend or PortPlace.Node && service.IsLoadBalancer && MayBeRead(use, service) && int.TryParse(use.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            {
                yield return (use, port);
            }
        }
    }

    private static IEnumerable<(string Port, SourceSpan Span)> NamedPorts(AnnotationUse use)
    {
        if (use.Annotation.Ports == PortPlace.Key)
        {
            var start = use.Annotation.Key.IndexOf('{');
            var end = use.Entry.Key.Value.Length - (use.Annotation.Key.Length - use.Annotation.Key.IndexOf('}') - 1);
            yield return (use.Entry.Key.Value.Substring(start, end - start), use.Entry.Key.Part(start, end));
        }
        else if (use.Annotation.Ports is not (PortPlace.None or PortPlace.Backend or PortPlace.Node) && use.Annotation.Value.Check(use.Value) is null)
        {
            for (var start = 0; start < use.Value.Length;)
            {
                var end = use.Value.IndexOf(',', start) is >= 0 and var comma ? comma : use.Value.Length;
                var (from, to) = PortRange(use.Value, start, end, use.Annotation.Ports);
                if (from < to)
                {
                    yield return (use.Value.Substring(from, to - from), use.Entry.Value.Part(from, to));
                }

                start = end + 1;
            }
        }
    }

    private static (int From, int To) PortRange(string value, int start, int end, PortPlace place)
    {
        var colon = value.IndexOf(':', start, end - start);
        if (colon >= 0)
        {
            (start, end) = place == PortPlace.AfterColon ? (colon + 1, end) : (start, colon);
        }

        while (start < end && value[start] == ' ')
        {
            start++;
        }

        while (end > start && value[end - 1] == ' ')
        {
            end--;
        }

        return (start, end);
    }

    /// <summary>
    /// What the annotations say of the load balancer's network. Unmarked ones depend on the controller, and so does a value that
    /// none knows: both are unknown.
    /// </summary>
    public static (LoadBalancerExposure Exposure, StringMapEntry? Mark) Exposure(AnnotatedService service)
    {
        foreach (var use in service.Uses)
        {
            if (use.Annotation.DecidesExposure && use.Value.Length > 0 && !Placeholder.Is(use.Value) && use.Annotation.Check(use.Value, service) is null)
            {
                return (use.Annotation.MakesInternal(use.Value) ? LoadBalancerExposure.Internal : LoadBalancerExposure.Internet, use.Entry);
            }
        }

        return (LoadBalancerExposure.Unknown, null);
    }

    /// <summary>The clouds whose keys stand on one Service; two are normal in manifests that serve several clouds.</summary>
    public static IReadOnlyList<IGrouping<CloudProvider, AnnotationUse>> Clouds(AnnotatedService service) =>
        [.. service.Uses.Where(u => u.Provider.Implementations.Count > 0 && u.Annotation is { IsForLoadBalancer: true, IsWrittenByController: false }).GroupBy(u => u.Provider)];

    private static bool MayBeRead(AnnotationUse use, AnnotatedService service) =>
        use.Annotation.ReadBy.Count == 0 || use.Annotation.ReadBy.Any(r => r.MayServe(service));

    private static IEnumerable<BrokenRelation> AllBroken(AnnotatedService service, RelationKind kind, bool wanted)
    {
        if (service.IsCertainlyNoLoadBalancer)
        {
            yield break;
        }

        foreach (var use in service.Uses)
        {
            if (MayBeRead(use, service) && Broken(use, service, kind, wanted) is { } relation)
            {
                yield return new BrokenRelation(use, relation);
            }
        }
    }

    private static AnnotationRelation? Broken(AnnotationUse use, AnnotatedService service, RelationKind kind, bool wanted) =>
        use.Value.Length == 0 ? null : use.Annotation.Relations.FirstOrDefault(r =>
            r.Kind == kind
            && (r.WhenValue is null || string.Equals(r.WhenValue, use.Value, StringComparison.OrdinalIgnoreCase))
            && r.Other.Holds(service) == !wanted);

    private static string Names(ServiceAnnotation annotation) => string.Join(" or ", annotation.ReadBy.Select(r => r.Name));

    // What a controller goes by; one that serves Services without a class is told by the class that is here.
    private static string Wanted(ServiceAnnotation annotation, AnnotatedService service)
    {
        string[] wanted = [.. annotation.ReadBy.SelectMany(r => (string[])[.. r.Classes.Select(c => "loadBalancerClass " + c), .. r.WithoutClass is { Text.Length: > 0 } condition ? [condition.Text] : (string[])[]])];
        return wanted.Length > 0 ? (wanted[0].StartsWith("no ", StringComparison.Ordinal) ? ", if there is " : ", which requires ") + string.Join(" or ", wanted)
            : service.LoadBalancerClass is { } other ? $"; loadBalancerClass {other} selects another controller"
            : "";
    }
}
