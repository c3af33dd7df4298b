using SvcLint.Kubernetes;

namespace SvcLint.Rules.KubeProxy;

/// <summary>Where kube-proxy serves: <c>address:port</c>, or an address alone.</summary>
internal static class BindAddress
{
    /// <summary>The address; null for a text that kube-proxy refuses.</summary>
    public static IPAddressValue? Host(string text)
    {
        if (IPAddressValue.TryParseSloppy(text, out var address))
        {
            return address;
        }

        var colon = text.LastIndexOf(':');
        return colon >= 0 && IPAddressValue.TryParseSloppy(text.Substring(0, colon).Trim('[', ']'), out var host) ? host : null;
    }
}
