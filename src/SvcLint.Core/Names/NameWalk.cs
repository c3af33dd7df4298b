using SvcLint.Kubernetes;

namespace SvcLint.Names;

/// <summary>Whose getaddrinfo a program calls.</summary>
public enum CLibrary
{
    Glibc,

    /// <summary>Alpine's: it goes on along the search list only after NXDOMAIN.</summary>
    Musl,
}

/// <summary>A name that was asked for along the search list, with both answers.</summary>
public sealed record WalkStep(string Name, DnsAnswer IPv4, DnsAnswer IPv6);

/// <summary>What getaddrinfo makes of a short name in a pod.</summary>
public sealed record NameWalk
{
    // Those that are names of namespaces too.
    private static readonly HashSet<string> TopLevelDomains = new(StringComparer.Ordinal)
    {
        "app", "bank", "blog", "cloud", "com", "dev", "email", "games", "io", "media", "net", "news", "online", "org", "prod", "shop", "store", "systems", "team", "tools",
    };

    public required IReadOnlyList<WalkStep> Steps { get; init; }

    /// <summary>The name that gave addresses; null if none did.</summary>
    public string? Answered { get; init; }

    /// <summary>The step with <see cref="Answered"/>, or the one at which the search ended.</summary>
    public WalkStep? Last => Steps.Count > 0 ? Steps[Steps.Count - 1] : null;

    /// <summary>The text is an address, and no server is asked.</summary>
    public string? Literal { get; init; }

    /// <summary>No server is asked: it is no DNS name, with whatever of the search list behind it.</summary>
    public bool IsNoName { get; init; }

    /// <summary>A server outside the cluster decides, and the input does not tell how.</summary>
    public bool IsUnknown { get; init; }

    /// <summary>Names outside the cluster that are asked before the one that answered.</summary>
    public string? OutsideFirst { get; init; }

    /// <summary>The lines of /etc/hosts that answer, and no server is asked.</summary>
    public IReadOnlyList<HostsLine> Hosts { get; private init; } = [];

    public IEnumerable<DnsRecord> Records => Hosts.Count > 0 ? Hosts.Select(h => new DnsRecord(null, h.IsIPv6 ? DnsType.AAAA : DnsType.A, h.Data, h.Because.Span)) : Answered is null ? [] : Last!.IPv4.Records.Concat(Last.IPv6.Records).Distinct();

    /// <summary>Walks the search list.</summary>
    /// <param name="dns">The cluster's server.</param>
    /// <param name="host">As the program has it.</param>
    /// <param name="resolver">The pod's search list and ndots.</param>
    /// <param name="library">Whose rules.</param>
    public static NameWalk Of(ClusterDns dns, string host, PodResolver resolver, CLibrary library)
    {
        if ((NumericHost.Read(host) ?? (IPAddressValue.TryParse(host, out var address) ? address.ToString() : null)) is { } literal)
        {
            return new NameWalk { Steps = [], Literal = literal };
        }

        var name = host.ToLowerInvariant();
        if (name is "localhost")
        {
            return new NameWalk { Steps = [], Literal = "127.0.0.1" };
        }

        if (PodHosts.Find(resolver.Hosts, host) is { Count: > 0 } lines)
        {
            return new NameWalk { Steps = [], Answered = host, Hosts = lines };
        }

        var candidates = Candidates(name, resolver, library).Where(DnsName.MayBeAsked).ToArray();
        if (candidates.Length == 0)
        {
            return new NameWalk { Steps = [], IsNoName = true };
        }

        var steps = new List<WalkStep>();
        if (resolver.IsOutside)
        {
            var elsewhere = new DnsAnswer(DnsCode.Outside, []);
            return new NameWalk { Steps = [.. candidates.Select(c => new WalkStep(c, elsewhere, elsewhere))], IsUnknown = true };
        }

        string? outsideFirst = null;
        foreach (var candidate in candidates)
        {
            var step = new WalkStep(candidate, dns.Ask(candidate, DnsType.A), dns.Ask(candidate, DnsType.AAAA));
            steps.Add(step);
            var isOutside = step.IPv4.Code == DnsCode.Outside;
            if (isOutside)
            {
                outsideFirst ??= candidate;
                continue;
            }

            var target = step.IPv4.OutsideTarget ?? step.IPv6.OutsideTarget;
            if (step.IPv4.HasAddress || step.IPv6.HasAddress || (target is not null && MayBeOutside(target, dns)))
            {
                return new NameWalk { Steps = steps, Answered = candidate, OutsideFirst = outsideFirst, IsUnknown = target is not null };
            }

            var stops = library == CLibrary.Musl
                ? step.IPv4.Code != DnsCode.NxDomain
                : step.IPv4.Records.Count + step.IPv6.Records.Count > 0;
            if (stops)
            {
                break;
            }
        }

        return new NameWalk { Steps = steps, OutsideFirst = outsideFirst, IsUnknown = outsideFirst is not null && MayBeOutside(outsideFirst, dns) };
    }

    /// <summary>A public name may end so, although namespaces are called so too.</summary>
    public static bool IsTopLevelDomain(string label) => TopLevelDomains.Contains(label);

    /// <summary>A name of one label, or SERVICE.NAMESPACE of the cluster, is none of the public DNS.</summary>
    /// <param name="outside">A name that the cluster's server does not answer.</param>
    /// <param name="dns">The server.</param>
    internal static bool MayBeOutside(string outside, ClusterDns dns)
    {
        var last = outside.Substring(outside.LastIndexOf('.') + 1);
        return outside.IndexOf('.') > 0 && last is not ("svc" or "pod" or "invalid") && (!dns.HasNamespace(last) || IsTopLevelDomain(last));
    }

    private static IEnumerable<string> Candidates(string name, PodResolver resolver, CLibrary library)
    {
        if (name.EndsWith(".", StringComparison.Ordinal))
        {
            return [name.Substring(0, name.Length - 1)];
        }

        var searched = resolver.Search.Select(s => $"{name}.{s}");
        return name.Count(c => c == '.') < resolver.Ndots ? [.. searched, name] : library == CLibrary.Musl ? [name] : [name, .. searched];
    }
}
