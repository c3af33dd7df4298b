using SvcLint.Kubernetes;
using SvcLint.Kubernetes.Annotations;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Cluster;

/// <summary>One allowed range of a load balancer, as written and as read.</summary>
public sealed record SourceRange(Located<string> Text, CidrValue Cidr);

/// <summary>
/// The ranges that a LoadBalancer Service admits: <c>spec.loadBalancerSourceRanges</c>, or, where that is empty, the annotation of old.
/// </summary>
/// <param name="Place">What to call the list in a message.</param>
/// <param name="KeySpan">The field or the annotation.</param>
/// <param name="Items">At least one range.</param>
public sealed record SourceRanges(string Place, SourceSpan KeySpan, IReadOnlyList<SourceRange> Items)
{
    /// <summary>Null when the Service has no list, is no load balancer, or has an entry that the API server refuses.</summary>
    public static SourceRanges? Of(Service service)
    {
        if (service.Spec?.Type?.Value != "LoadBalancer")
        {
            return null;
        }

        return service.Spec.LoadBalancerSourceRanges is { Count: > 0 } field
            ? Read("loadBalancerSourceRanges", field.KeySpan, field.Items)
            : OfAnnotation(service);
    }

    /// <summary>The annotation's list alone, whatever the field says.</summary>
    public static SourceRanges? OfAnnotation(Service service) =>
        service.Metadata.Annotations?.Find(KubernetesItself.SourceRanges) is { Value.Value.Length: > 0 } entry
            ? Read($"annotation {KubernetesItself.SourceRanges}", entry.Key.Span, Split(entry.Value))
            : null;

    public IReadOnlyList<SourceRange> OfFamily(IPFamily family) => Items.Where(r => r.Cidr.Family == family).ToArray();

    /// <summary>True when the ranges of a family together admit every address of it.</summary>
    public bool CoversAll(IPFamily family)
    {
        var ranges = new HashSet<CidrValue>(OfFamily(family).Select(r => r.Cidr));
        // Two halves of a range are that range; the longest prefixes are joined first.
        for (var length = family == IPFamily.IPv4 ? 32 : 128; length > 0; length--)
        {
            var halves = new HashSet<CidrValue>();
            foreach (var range in ranges.Where(r => r.PrefixLength == length).ToArray())
            {
                var parent = CidrValue.Create(range.Network, length - 1);
                if (!halves.Add(parent))
                {
                    ranges.Add(parent);
                }
            }

            // Whatever lies in a wider range adds nothing.
            ranges.RemoveWhere(r => r.PrefixLength == length);
        }

        return ranges.Count > 0;
    }

    private static SourceRanges? Read(string place, SourceSpan keySpan, IEnumerable<Located<string>> texts)
    {
        var items = new List<SourceRange>();
        foreach (var text in texts)
        {
            if (!CidrValue.TryParseSloppy(text.Value.Trim(), out var cidr))
            {
                return null;
            }

            items.Add(new SourceRange(text, cidr));
        }

        return items.Count == 0 ? null : new SourceRanges(place, keySpan, items);
    }

    private static IEnumerable<Located<string>> Split(Located<string> list)
    {
        var start = 0;
        while (start <= list.Value.Length)
        {
            var comma = list.Value.IndexOf(',', start);
            var end = comma < 0 ? list.Value.Length : comma;
            var (first, last) = (start, end);
            while (first < last && list.Value[first] == ' ')
            {
                first++;
            }

            while (last > first && list.Value[last - 1] == ' ')
            {
                last--;
            }

            yield return list.Slice(first, last);
            start = end + 1;
        }
    }
}
