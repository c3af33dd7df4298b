using System.Globalization;
using SvcLint.Kubernetes;

namespace SvcLint.Reachability;

/// <summary>What an end of a connection is named by.</summary>
internal enum AddressKind
{
    Pod,
    Workload,
    Node,
    Service,
    IP,
    HostName,

    /// <summary>Any address outside the cluster.</summary>
    Internet,
}

/// <summary>
/// An end as it is written: <c>internet</c>, <c>pod/ns/name</c>, <c>workload/ns/name</c>, <c>node/name</c>, <c>service/ns/name</c>, an IP address or a host
/// name, for a destination with <c>[:PORT][/PROTOCOL]</c>.
/// </summary>
/// <param name="Kind">By what it is named.</param>
/// <param name="Namespace">Null where none is written.</param>
/// <param name="Name">The name, host or address.</param>
/// <param name="Port">A number or a name; null where none is written.</param>
/// <param name="Protocol">TCP, UDP or SCTP; null where none is written.</param>
internal sealed record ConnectionAddress(AddressKind Kind, string? Namespace, string Name, string? Port, string? Protocol)
{
    private const string Localhost = "LOCALHOST";

    public IPAddressValue? IP => IPAddressValue.TryParse(Name, out var address) ? address : null;

    public int? PortNumber => int.TryParse(Port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Reads an end; a source has neither port nor protocol. A problem where it is none of the forms.</summary>
    public static ConnectionAnswer<ConnectionAddress> Read(string text, bool isSource)
    {
        var rest = text;
        string? port = null;
        string? protocol = null;
        if (!isSource)
        {
            var slash = rest.LastIndexOf('/');
            if (slash >= 0 && rest.Substring(slash + 1).ToUpperInvariant() is "TCP" or "UDP" or "SCTP" && !IsName(rest, slash))
            {
                protocol = rest.Substring(slash + 1).ToUpperInvariant();
                rest = rest.Substring(0, slash);
            }

            (rest, port) = SplitPort(rest);
        }

        var parts = rest.Split('/');
        AddressKind? kind = parts[0] switch { "pod" => AddressKind.Pod, "workload" => AddressKind.Workload, "node" => AddressKind.Node, "service" => AddressKind.Service, _ => null };
        if (kind is not null && parts.Length is 2 or 3 && !Array.Exists(parts, p => p.Length == 0) && (kind != AddressKind.Node || parts.Length == 2))
        {
            return new ConnectionAddress(kind.Value, parts.Length == 3 ? parts[1] : null, parts[parts.Length - 1], port, protocol);
        }

        if (isSource && text == "internet")
        {
            return new ConnectionAddress(AddressKind.Internet, null, text, null, null);
        }

        if (parts.Length == 1 && IPAddressValue.TryParse(rest.Trim('[', ']'), out var address))
        {
            return new ConnectionAddress(AddressKind.IP, null, address.ToString(), port, protocol);
        }

        // Every resolver answers it itself.
        if (!isSource && rest.TrimEnd('.').ToUpperInvariant() is var upper && (upper == Localhost || upper.EndsWith("." + Localhost, StringComparison.Ordinal)))
        {
            return new ConnectionAddress(AddressKind.IP, null, "127.0.0.1", port, protocol);
        }

        if (isSource || parts.Length > 1 || rest.Length == 0)
        {
            return isSource
                ? new ConnectionProblem("write pod/NAMESPACE/NAME, workload/NAMESPACE/NAME, node/NAME, an IP address or internet", QuestionPart.From)
                : new ConnectionProblem("write a DNS name, service/NAMESPACE/NAME, pod/NAMESPACE/NAME, node/NAME or an IP address, with [:PORT][/PROTOCOL]", QuestionPart.To);
        }

        return new ConnectionAddress(AddressKind.HostName, null, rest, port, protocol);
    }

    // service/shop/tcp is a Service of that name, service/shop/web/tcp and web:80/tcp are not.
    private static bool IsName(string text, int slash) =>
        text.IndexOf(':') < 0 && (text.StartsWith("service/", StringComparison.Ordinal) || text.StartsWith("pod/", StringComparison.Ordinal) || text.StartsWith("workload/", StringComparison.Ordinal))
        && text.Substring(0, slash).Split('/').Length <= 2;

    // An IPv6 address with a port stands in brackets.
    private static (string Host, string? Port) SplitPort(string text)
    {
        var colon = text.LastIndexOf(':');
        var isBareIPv6 = colon != text.IndexOf(':') && !text.StartsWith("[", StringComparison.Ordinal);
        return colon < 0 || isBareIPv6 || text.EndsWith("]", StringComparison.Ordinal) ? (text, null) : (text.Substring(0, colon), text.Substring(colon + 1));
    }
}
