using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Validation;

/// <summary>
/// Addresses and ranges in fields older than strict parsing: leading zeros, IPv4-mapped notation and host bits were read without a
/// word until StrictIPCIDRValidation came on.
/// </summary>
internal static class AddressValidation
{
    public static bool LegacyIP(Located<string> value, ApiPath path, KubernetesVersion version, ErrorList errors)
    {
        if (!IPAddressValue.TryParseSloppy(value.Value, out var address))
        {
            errors.Invalid(path, value.Span, $"'{value.Value}' is not an IP address");
            return false;
        }

        return StrictProblem(value.Value) is not { } problem || version < ServerChecks.StrictAddresses || errors.Check(path, value.Span, problem, address.ToString());
    }

    public static bool LegacyCidr(string value, Text.SourceSpan span, ApiPath path, KubernetesVersion version, ErrorList errors)
    {
        if (!CidrValue.TryParseSloppy(value, out var cidr))
        {
            errors.Invalid(path, span, $"'{value}' is not a CIDR range such as 10.0.0.0/8");
            return false;
        }

        return StrictCidrProblem(value) is not { } problem || version < ServerChecks.StrictAddresses || errors.Check(path, span, problem, cidr.ToString());
    }

    /// <summary>An address that traffic can be sent to: refuses what only means something on one host or link.</summary>
    public static void Endpoint(string value, Text.SourceSpan span, ApiPath path, ErrorList errors)
    {
        if (!IPAddressValue.TryParseSloppy(value, out var address))
        {
            errors.Invalid(path, span, $"'{value}' is not an IP address");
            return;
        }

        var problem = address switch
        {
            { IsUnspecified: true } => $"{value} is the unspecified address",
            { IsLoopback: true } => $"{value} is a loopback address: every node would talk to itself",
            { IsLinkLocalUnicast: true } => $"{value} is a link-local address, valid on one network link only",
            { IsLinkLocalMulticast: true } => $"{value} is a link-local multicast address",
            _ => null,
        };
        errors.Check(path, span, problem);
    }

    private static string? StrictProblem(string value) =>
        !IPAddressValue.TryParse(value, out var address) ? $"'{value}' has leading zeros"
        : address.IsIPv4Mapped ? $"'{value}' is an IPv4 address in IPv6 notation"
        : null;

    private static string? StrictCidrProblem(string value) =>
        !CidrValue.TryParse(value, out var cidr) ? $"'{value}' has leading zeros"
        : cidr.IsIPv4Mapped ? $"'{value}' is an IPv4 range in IPv6 notation"
        : cidr.HasHostBits ? $"'{value}' has host bits set; the network is {cidr}"
        : null;
}
