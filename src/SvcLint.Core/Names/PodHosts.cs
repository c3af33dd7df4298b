using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Names;

/// <summary>A line of a pod's /etc/hosts for one of its names.</summary>
/// <param name="Name">The name.</param>
/// <param name="Address">Null for the pod's own, which the cluster has yet to choose.</param>
/// <param name="Because">Where the line comes from.</param>
public sealed record HostsLine(string Name, string? Address, DnsReason Because)
{
    /// <summary>The address, or the pod that will have it.</summary>
    public required string Data { get; init; }

    public bool IsIPv6 => Address?.IndexOf(':') >= 0;
}

/// <summary>What the kubelet writes into a pod's /etc/hosts: the C library reads it before it asks a server.</summary>
public static class PodHosts
{
    private const int LongestHostname = 63;

    /// <param name="workload">The pod, or what makes it.</param>
    /// <param name="pod">The pod's own name; null where it is random.</param>
    /// <param name="zone">The cluster's domain.</param>
    public static IReadOnlyList<HostsLine> Of(Workload workload, string? pod, string zone)
    {
        var spec = workload.PodSpec;
        var lines = new List<HostsLine>();
        // A pod on the host's network has its node's file.
        if (spec?.HostNetwork?.Value != true && OwnName(workload, pod) is { } own)
        {
            var subdomain = (workload.WorkloadKind == WorkloadKind.StatefulSet ? workload.ServiceName : spec?.Subdomain)?.Value;
            string[] names = subdomain is { Length: > 0 } ? [$"{own}.{subdomain}.{workload.Namespace ?? "default"}.svc.{zone}", own] : [own];
            var because = new DnsReason($"/etc/hosts of the pod has its own host name {own}", workload.NameSpan);
            foreach (var name in names)
            {
                lines.AddRange(workload.PodIPs.Count == 0 ? [new HostsLine(name, null, because) { Data = $"pod {workload.Namespace ?? "default"}/{pod ?? own}" }]
                    : workload.PodIPs.Select(i => new HostsLine(name, i.Value, because) { Data = i.Value }));
            }
        }

        foreach (var alias in spec?.HostAliases?.Items ?? [])
        {
            foreach (var name in alias.IP is null ? [] : alias.Hostnames?.Items ?? [])
            {
                lines.Add(new HostsLine(name.Value, alias.IP!.Value, new DnsReason($"/etc/hosts of the pod has {name.Value} at {alias.IP.Value} (hostAliases)", name.Span)) { Data = alias.IP.Value });
            }
        }

        return lines;
    }

    /// <summary>The lines that answer a name; none where a server is asked.</summary>
    public static IReadOnlyList<HostsLine> Find(IReadOnlyList<HostsLine> lines, string name) =>
        IPAddressValue.TryParse(name, out _) ? [] : [.. lines.Where(l => string.Equals(l.Name, name, StringComparison.OrdinalIgnoreCase))];

    private static string? OwnName(Workload workload, string? pod)
    {
        var name = workload.PodSpec?.HostnameOverride?.Value ?? (workload.WorkloadKind is WorkloadKind.StatefulSet ? pod : workload.PodSpec?.Hostname?.Value is { Length: > 0 } hostname ? hostname : pod);
        return name is { Length: > LongestHostname } ? name.Substring(0, LongestHostname).TrimEnd('-', '.') : name;
    }
}
