using SvcLint.Kubernetes;

namespace SvcLint.Emulation.Comparison;

/// <summary>Addresses as the kernel's tools print them, whatever notation they were loaded in.</summary>
internal static class WrittenAddress
{
    /// <summary><c>[FD00:0::1]:80</c> becomes <c>[fd00::1]:80</c>; what is no address stays.</summary>
    public static string Destination(string text)
    {
        var end = text.LastIndexOf(':');
        var host = end < 0 ? text : text.Substring(0, end);
        var port = end < 0 ? "" : text.Substring(end);
        return host.Length > 2 && host[0] == '[' && host[host.Length - 1] == ']' ? $"[{Canonical(host.Substring(1, host.Length - 2))}]{port}" : Canonical(host) + port;
    }

    /// <summary>A key such as <c>FD00:0::1 . tcp . 80</c>.</summary>
    public static string Key(string text) => string.Join(" . ", text.Split([" . "], StringSplitOptions.None).Select(Canonical));

    private static string Canonical(string text) => text.IndexOf(':') >= 0 && IPAddressValue.TryParseSloppy(text, out var address) ? address.ToString() : text;
}
