using SvcLint.Kubernetes;

namespace SvcLint.Names;

/// <summary>Names as servers compare them: in lower case, without a final dot.</summary>
internal static class DnsName
{
    public static readonly IReadOnlyList<string> ReverseZones = ["in-addr.arpa", "ip6.arpa"];

    /// <summary>False for what no library asks a server for: labels are of one to 63 characters, a name of 253 at most.</summary>
    public static bool MayBeAsked(string name) => Normal(name) is { Length: <= 253 } plain && plain.Split('.').All(l => l.Length is > 0 and <= 63);

    public static string Normal(string name) => (name.EndsWith(".", StringComparison.Ordinal) ? name.Substring(0, name.Length - 1) : name).ToLowerInvariant();

    /// <summary>True for the zone itself and every name below it; the root is above all.</summary>
    public static bool IsBelow(string name, string zone) =>
        zone.Length == 0 || name == zone || (name.Length > zone.Length && name.EndsWith(zone, StringComparison.Ordinal) && name[name.Length - zone.Length - 1] == '.');

    public static bool IsReverseZone(string zone) => ReverseZones.Any(r => IsBelow(zone, r));

    /// <summary>The longest of the zones that a name is in.</summary>
    public static string? ZoneOf(string name, IEnumerable<string> zones) => zones.Where(z => IsBelow(name, z)).OrderByDescending(z => z.Length).FirstOrDefault();

    /// <summary>The address that a name of a reverse zone stands for; null where it is not one as a whole.</summary>
    public static IPAddressValue? AddressOfReverse(string name)
    {
        var isFour = IsBelow(name, "in-addr.arpa");
        if (!isFour && !IsBelow(name, "ip6.arpa"))
        {
            return null;
        }

        var labels = name.Substring(0, Math.Max(0, name.Length - (isFour ? ".in-addr.arpa" : ".ip6.arpa").Length)).Split('.');
        Array.Reverse(labels);
        if (labels.Length != (isFour ? 4 : 32))
        {
            return null;
        }

        var text = isFour ? string.Join(".", labels) : string.Join(":", Enumerable.Range(0, 8).Select(i => string.Concat(labels.Skip(i * 4).Take(4))));
        return IPAddressValue.TryParse(text, out var address) ? address : null;
    }
}
