namespace SvcLint.Names;

/// <summary>A name below the cluster's zone taken apart as CoreDNS does.</summary>
/// <param name="Kind">svc or pod; empty for the zone itself.</param>
/// <param name="Namespace">Null for <c>svc.ZONE</c>.</param>
/// <param name="Service">Null for <c>NAMESPACE.svc.ZONE</c>.</param>
/// <param name="Endpoint">The one label before it, or null.</param>
/// <param name="Port">Of two labels before it the first, without its underscore.</param>
/// <param name="Protocol">Of two labels before it the second, without its underscore.</param>
internal sealed record DnsQuestion(string Kind, string? Namespace, string? Service, string? Endpoint, string? Port, string? Protocol)
{
    /// <summary>Null for a name of another form, which does not exist.</summary>
    /// <param name="name">In lower case, without a final dot.</param>
    /// <param name="zone">The zone that it is in.</param>
    public static DnsQuestion? Read(string name, string zone)
    {
        if (name.Length <= zone.Length)
        {
            return new DnsQuestion("", null, null, null, null, null);
        }

        var labels = name.Substring(0, name.Length - zone.Length - 1).Split('.');
        var last = labels.Length - 1;
        if (labels[last] is not ("svc" or "pod") || last > 4 || Array.Exists(labels, l => l.Length is 0 or > 63))
        {
            return null;
        }

        return new DnsQuestion(
            labels[last],
            last >= 1 ? labels[last - 1] : null,
            last >= 2 ? labels[last - 2] : null,
            last == 3 ? labels[0] : null,
            last == 4 ? Bare(labels[0]) : null,
            last == 4 ? Bare(labels[1]) : null);
    }

    private static string Bare(string label) => label.StartsWith("_", StringComparison.Ordinal) ? label.Substring(1) : label;
}
