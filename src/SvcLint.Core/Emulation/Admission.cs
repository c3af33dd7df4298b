using SvcLint.Cluster;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Validation;

namespace SvcLint.Emulation;

/// <summary>An object that no cluster would hold.</summary>
/// <param name="Object">The object.</param>
/// <param name="Reason">Why it is refused.</param>
/// <param name="Span">Where that shows.</param>
public sealed record RefusedObject(KubernetesObject Object, string Reason, SourceSpan Span);

/// <summary>
/// Which objects a cluster can hold: kube-proxy never sees the others, and what stands in their fields must not reach the text of its rules.
/// </summary>
public static class Admission
{
    private const int LongestVariable = 200;

    private static readonly string[] FieldsOfWords = ["metadata.namespace", "spec.externalTrafficPolicy", "spec.selector", "spec.trafficDistribution"];

    /// <summary>The objects that the API server of a version takes, and those it refuses; of kube-proxy's configuration, what cannot be a name.</summary>
    public static (IReadOnlyList<KubernetesObject> Admitted, IReadOnlyList<RefusedObject> Refused) Of(IReadOnlyList<KubernetesObject> objects, KubernetesVersion version)
    {
        var admitted = new List<KubernetesObject>(objects.Count);
        var refused = new List<RefusedObject>();
        foreach (var item in objects)
        {
            if (Refuses(item, version) is { } reason)
            {
                refused.Add(reason);
            }
            else
            {
                admitted.Add(item);
            }
        }

        return (admitted, refused);
    }

    /// <summary>What the cluster of a unit holds. What a running cluster stored, its own API server took; of what a variable will stand for nobody knows that it is refused.</summary>
    public static (DeploymentUnit Held, IReadOnlyList<RefusedObject> Refused) Of(DeploymentUnit unit, KubernetesVersion version)
    {
        RefusedObject[] refused = unit.Workloads.Any(w => w.Status?.Phase is not null) ? [] : [.. Of(unit.Objects, version).Refused.Where(r => !IsOpen(r))];
        if (refused.Length == 0)
        {
            return (unit, refused);
        }

        var without = new HashSet<KubernetesObject>(refused.Select(r => r.Object), ByIdentity<KubernetesObject>.Instance);
        return (unit.With(unit.Objects.Where(o => !without.Contains(o)).ToArray(), unit.Gaps), refused);
    }

    /// <summary>What is refused is a variable, and not yet what it will stand for.</summary>
    public static bool IsOpen(RefusedObject refused) => refused.Span.Range.Length < LongestVariable && Placeholder.Is(refused.Span.Text);

    private static RefusedObject? Refuses(KubernetesObject item, KubernetesVersion version)
    {
        if (item is ClusterPolicy policy)
        {
            return ClusterPolicyShape.Refusal(policy) is var (field, span) ? new RefusedObject(item, $"{field} is not what it takes", span) : null;
        }

        if (item is not (Service or Endpoints or EndpointSlice or NetworkPolicy or Workload or Node or Namespace or KubeProxyConfiguration))
        {
            return null;
        }

        if (item is KubeProxyConfiguration configuration)
        {
            return Written(configuration);
        }

        if (!ApiValidation.Covers(item))
        {
            return item is Service or Endpoints or EndpointSlice or NetworkPolicy
                ? new RefusedObject(item, $"{item.ApiVersion.Value} {item.Kind.Value} is not served", item.ApiVersion.Span)
                : Named(item);
        }

        var decoding = item.Node is { } node ? StrictDecoder.Decode(node, item.ApiVersion.Value, item.Kind.Value, version).FirstOrDefault(e => e.IsFatal) : null;
        if (decoding is not null)
        {
            return new RefusedObject(item, $"{decoding.Field}: {decoding.Detail}", decoding.Span);
        }

        return ApiValidation.Validate(item, version).FirstOrDefault(e => !MayBeStored(e)) is { } error ? new RefusedObject(item, $"{error.Field}: {error.Detail}", error.Span) : null;
    }

    // Addresses whose spelling was taken, names and source ranges that are checked more strictly today than when some objects of old clusters were
    // stored, and words that an older server takes on fewer types or not yet: harmless where they hold nothing but the signs of names and addresses.
    private static bool MayBeStored(ApiError error)
    {
        if (error.Preferred is not null)
        {
            return true;
        }

        if (error.Type is not (ErrorType.Invalid or ErrorType.NotSupported)
            || !(error.Field.EndsWith("name", StringComparison.Ordinal) || Array.IndexOf(FieldsOfWords, error.Field) >= 0 || error.Field.IndexOf("SourceRanges", StringComparison.Ordinal) >= 0))
        {
            return false;
        }

        var text = error.Span.Text;
        var isQuoted = text.Length > 1 && text[0] is '"' or '\'' && text[0] == text[text.Length - 1];
        foreach (var unit in isQuoted ? text.Substring(1, text.Length - 2) : text)
        {
            if (unit is not ((>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '.' or '/' or ':' or ' '))
            {
                return false;
            }
        }

        return true;
    }

    private static RefusedObject? Named(KubernetesObject item) =>
        item.Metadata.Name is { } name && NameFormat.Dns1123Subdomain(name.Value) is { } problem ? new RefusedObject(item, $"metadata.name: {problem}", name.Span)
        : item.Metadata.Namespace is { Value.Length: > 0 } space && NameFormat.Dns1123Label(space.Value) is { } other ? new RefusedObject(item, $"metadata.namespace: {other}", space.Span)
        : null;

    // kube-proxy takes these as they are; the kernel takes them as names, which hold no blank and no sign of a rule's grammar.
    private static RefusedObject? Written(KubeProxyConfiguration configuration)
    {
        var detector = configuration.DetectLocalMode?.Value switch
        {
            "BridgeInterface" => ("detectLocal.bridgeInterface", configuration.DetectLocal?.BridgeInterface),
            "InterfaceNamePrefix" => ("detectLocal.interfaceNamePrefix", configuration.DetectLocal?.InterfaceNamePrefix),
            _ => ("", null),
        };
        foreach (var (field, text) in new[] { detector, ("ipvs.scheduler", configuration.Ipvs?.Scheduler) })
        {
            if (text is { } value && !IsName(value.Value))
            {
                return new RefusedObject(configuration, $"{field}: no interface or scheduler has such a name", value.Span);
            }
        }

        return null;
    }

    private static bool IsName(string text)
    {
        foreach (var unit in text)
        {
            if (unit is not ((>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '_' or '.' or ':' or '@' or '+'))
            {
                return false;
            }
        }

        return true;
    }
}
