using SvcLint.Model;

namespace SvcLint.Names;

/// <summary>What CoreDNS answers for names of pods by their addresses.</summary>
public enum PodNameMode
{
    Disabled,

    /// <summary>Any address, whether a pod has it or not; kubeadm's setting.</summary>
    Insecure,

    Verified,
}

/// <summary>Settings of the cluster's DNS server; the defaults are kubeadm's.</summary>
public sealed record DnsServer
{
    public string Domain { get; init; } = "cluster.local";

    public PodNameMode Pods { get; init; } = PodNameMode.Insecure;

    public bool EndpointPodNames { get; init; }

    public bool IgnoreEmptyService { get; init; }

    public bool AnswersReverse { get; init; } = true;

    /// <summary>The Corefile that says so; null where these are assumed.</summary>
    public ConfigMap? Source { get; init; }

    /// <summary>The settings of a CoreDNS in the input, else the usual ones.</summary>
    /// <param name="objects">Of one cluster.</param>
    /// <param name="domain">The cluster's domain, where somebody gives it.</param>
    public static DnsServer Of(IEnumerable<KubernetesObject> objects, string? domain)
    {
        foreach (var map in objects.OfType<ConfigMap>())
        {
            if (map.Name?.IndexOf("coredns", StringComparison.Ordinal) >= 0 && map.Data?["Corefile"] is { } corefile && Read(corefile) is { } read)
            {
                return read with { Source = map, Domain = domain ?? read.Domain };
            }
        }

        return domain is null ? new DnsServer() : new DnsServer { Domain = domain };
    }

    /// <summary>The settings of a CoreDNS in the input, whose domain counts before the one that is assumed.</summary>
    public static DnsServer Assuming(IEnumerable<KubernetesObject> objects, string domain) =>
        Of(objects, null) is { Source: not null } own ? own : new DnsServer { Domain = domain };

    // The first block of the kubernetes plugin.
    private static DnsServer? Read(string corefile)
    {
        DnsServer? server = null;
        foreach (var line in corefile.Split('\n'))
        {
            var words = line.Split('#')[0].Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (server is null && words.Length > 1 && words[0] == "kubernetes")
            {
                var zones = words.Skip(1).Where(w => w != "{").Select(w => w.TrimEnd('.').ToLowerInvariant()).ToArray();
                server = new DnsServer
                {
                    Domain = zones.FirstOrDefault(z => !z.EndsWith("arpa", StringComparison.Ordinal)) ?? "cluster.local",
                    Pods = PodNameMode.Disabled,
                    AnswersReverse = zones.Any(z => z.EndsWith("arpa", StringComparison.Ordinal)),
                };
                if (words[words.Length - 1] != "{")
                {
                    return server;
                }
            }
            else if (server is not null)
            {
                switch (words)
                {
                    case ["}"]:
                        return server;
                    case ["pods", "insecure"]:
                        server = server with { Pods = PodNameMode.Insecure };
                        break;
                    case ["pods", "verified"]:
                        server = server with { Pods = PodNameMode.Verified };
                        break;
                    case ["endpoint_pod_names"]:
                        server = server with { EndpointPodNames = true };
                        break;
                    case ["ignore", "empty_service"]:
                        server = server with { IgnoreEmptyService = true };
                        break;
                }
            }
        }

        return server;
    }
}
