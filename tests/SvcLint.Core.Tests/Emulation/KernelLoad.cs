using SvcLint.Emulation;
using SvcLint.Kubernetes;

namespace SvcLint.Core.Tests.Emulation;

/// <summary>Loads one text after the other into a namespace.</summary>
internal static class KernelLoad
{
    /// <summary>Why the kernel or its tool refuses the text, or null when everything was loaded.</summary>
    public static string? Refusal(NetworkNamespace place, RuleSet rules)
    {
        try
        {
            KernelNetwork.Load(place, rules);
            return null;
        }
        catch (InvalidOperationException refusal)
        {
            return refusal.Message;
        }
    }

    /// <summary>Takes everything out again that was loaded.</summary>
    public static void Clear(NetworkNamespace place, RuleSet rules)
    {
        if (rules.Mode == ProxyMode.Nftables)
        {
            place.Run("nft", "delete", "table", rules.Family == IPFamily.IPv6 ? "ip6" : "ip", "kube-proxy");
        }
        else
        {
            place.Feed(rules.Family == IPFamily.IPv6 ? "ip6tables-restore" : "iptables-restore", "*filter\nCOMMIT\n*nat\nCOMMIT\n");
        }
    }
}
