using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Validation;

/// <summary>Warnings about addresses and ranges that are accepted, but are written so that others may read them otherwise.</summary>
internal static class AddressWarnings
{
    public static void IP(Located<string> value, string field, KubernetesVersion version, List<ApiWarning> warnings)
    {
        // No version minds what nearly every address looks like, so that one answer serves all of them.
        if (IPAddressValue.TryParse(value.Value, out var plain) && plain is { IsIPv4: true, IsIPv4Mapped: false })
        {
            return;
        }

        // The parser before that took zones.
        var text = version >= ServerWarnings.OddAddresses ? value.Value : WithoutZone(value.Value);
        var isStrict = IPAddressValue.TryParse(text, out var address);
        var isSloppy = IPAddressValue.TryParseSloppy(text, out var meant);
        if (version >= ServerWarnings.OddAddresses ? isSloppy && (!isStrict || address.IsIPv4Mapped) : !isStrict)
        {
            var preferred = isSloppy ? meant.ToString() : null;
            warnings.Add(new ApiWarning(field, WarningCode.NonStandardIP, $"'{value.Value}' is {(isSloppy ? "not a standard spelling of an IP address" : "not an IP address")}", value.Span, preferred));
        }
        else if (isStrict && (address.IsIPv6 || address.IsIPv4Mapped) && address.ToNetipString() != text)
        {
            // The canonical spelling of an IPv4-mapped address is one that later versions refuse.
            var preferred = address.IsIPv4Mapped ? address.ToString() : address + value.Value.Substring(text.Length);
            warnings.Add(new ApiWarning(field, WarningCode.NonCanonicalIPv6, $"'{value.Value}' is not the canonical spelling of {address}", value.Span, preferred));
        }
    }

    // Only IPv6 addresses have zones, and an empty one is none.
    private static string WithoutZone(string address)
    {
        var mark = address.IndexOf('%');
        return mark > address.IndexOf(':') && mark < address.Length - 1 && address.IndexOf(':') >= 0 ? address.Substring(0, mark) : address;
    }

    public static void Cidr(Located<string> value, string field, KubernetesVersion version, List<ApiWarning> warnings)
    {
        var isStrict = CidrValue.TryParse(value.Value, out var cidr);
        var isSloppy = CidrValue.TryParseSloppy(value.Value, out var meant);
        var before = warnings.Count;
        if (version >= ServerWarnings.OddAddresses)
        {
            if (isSloppy && meant.HasHostBits)
            {
                warnings.Add(new ApiWarning(field, WarningCode.AmbiguousCIDR, $"'{value.Value}' has host bits set: the network {meant} or the one address {CidrValue.Single(meant.Address)}?", value.Span, meant.ToString()));
            }

            if (isSloppy && (!isStrict || cidr.IsIPv4Mapped))
            {
                warnings.Add(new ApiWarning(field, WarningCode.NonStandardCIDR, $"'{value.Value}' is not a standard notation of a range", value.Span, meant.ToString()));
            }
        }
        else if (!isStrict)
        {
            // Blanks around it are cut off before the range is read, and later before it is judged.
            var isPadded = CidrValue.TryParse(value.Value.Trim(), out var inside) && !inside.IsIPv4Mapped && !inside.HasHostBits;
            var preferred = isSloppy ? meant.ToString() : isPadded ? inside.ToString() : null;
            warnings.Add(new ApiWarning(field, WarningCode.NonStandardCIDR, $"'{value.Value}' is not a standard notation of a range", value.Span, preferred) { IsPadded = isPadded });
        }

        // The server's own spelling keeps the bits beyond the prefix.
        if (warnings.Count == before && isStrict && (cidr.Family == IPFamily.IPv6 || cidr.IsIPv4Mapped)
            && cidr.Address.ToNetipString() + value.Value.Substring(value.Value.LastIndexOf('/')) != value.Value)
        {
            warnings.Add(new ApiWarning(field, WarningCode.NonCanonicalIPv6, $"'{value.Value}' is not the canonical spelling of {meant}", value.Span, meant.ToString()));
        }
    }
}
