using System.Globalization;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Names;

/// <summary>What the kubelet writes into a pod's resolv.conf.</summary>
/// <param name="Search">The search list, without the node's own domains.</param>
/// <param name="Ndots">From so many dots on a name is asked as it is first.</param>
public sealed record PodResolver(IReadOnlyList<string> Search, int Ndots)
{
    private const int ClusterNdots = 5;
    private const int MostNdots = 15;

    /// <summary>The pod asks its node's servers, not the cluster's.</summary>
    public bool AsksNode { get; init; }

    /// <summary>The pod's dnsConfig names servers of its own, and dnsPolicy None leaves out the cluster's.</summary>
    public bool AsksOthers { get; init; }

    /// <summary>The first of them, where it is no server of the cluster or its site.</summary>
    public string? PublicServer { get; init; }

    /// <summary>The pod's /etc/hosts, which comes before any server.</summary>
    public IReadOnlyList<HostsLine> Hosts { get; init; } = [];

    /// <summary>The server that is asked first does not know the cluster.</summary>
    public bool IsOutside => AsksNode || PublicServer is not null;

    /// <summary>Whose getaddrinfo the containers call, as far as their images tell.</summary>
    public static CLibrary LibraryOf(PodSpec? spec) => spec?.Containers is { Count: > 0 } containers && containers.Items.All(c => IsAlpine(c.Image?.Value)) ? CLibrary.Musl : CLibrary.Glibc;

    private static bool IsAlpine(string? image) =>
        image is not null && (image.IndexOf("alpine", StringComparison.Ordinal) > image.LastIndexOf('/') || image.EndsWith("/alpine", StringComparison.Ordinal));

    /// <summary>A pod with the default policy.</summary>
    public static PodResolver Of(string @namespace, string domain) =>
        new([$"{@namespace}.svc.{domain}", $"svc.{domain}", domain], ClusterNdots);

    public static PodResolver Of(PodSpec? spec, string @namespace, string domain)
    {
        var policy = spec?.DnsPolicy?.Value is { Length: > 0 } written ? written : "ClusterFirst";
        // On the host's network ClusterFirst means Default.
        var isDefault = policy == "Default" || (policy == "ClusterFirst" && spec?.HostNetwork?.Value == true);
        var resolver = policy == "None" ? new PodResolver([], 1) { AsksOthers = true } : isDefault ? new PodResolver([], 1) { AsksNode = true } : Of(@namespace, domain);
        var config = spec?.DnsConfig;
        var ndots = (config?.Options?.Items ?? []).LastOrDefault(o => o.Name?.Value == "ndots")?.Value?.Value;
        var first = config?.Nameservers is { Count: > 0 } servers && resolver.AsksOthers ? servers[0].Value : null;
        return resolver with
        {
            PublicServer = IPAddressValue.TryParseSloppy(first, out var address) && !PrivateNetworks.ContainOrAreLocal(address) ? first : null,
            Search = [.. resolver.Search.Concat((config?.Searches?.Items ?? []).Select(s => s.Value.TrimEnd('.').ToLowerInvariant())).Where(s => s.Length > 0).Distinct()],
            Ndots = int.TryParse(ndots, NumberStyles.None, CultureInfo.InvariantCulture, out var own) ? Math.Min(own, MostNdots) : resolver.Ndots,
        };
    }
}
