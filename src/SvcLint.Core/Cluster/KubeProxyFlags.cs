using SvcLint.Model;

namespace SvcLint.Cluster;

/// <summary>kube-proxy's configuration as flags give it where no file does.</summary>
public static class KubeProxyFlags
{
    // Flag, and the field of the file that takes its place.
    private static readonly (string Flag, string Field)[] Fields =
    [
        ("proxy-mode", "mode"), ("cluster-cidr", "clusterCIDR"), ("bind-address", "bindAddress"), ("nodeport-addresses", "nodePortAddresses"), ("masquerade-all", "iptables.masqueradeAll"),
        ("feature-gates", "featureGates"), ("kubeconfig", "clientConnection.kubeconfig"), ("healthz-bind-address", "healthzBindAddress"), ("metrics-bind-address", "metricsBindAddress"),
        ("detect-local-mode", "detectLocalMode"), ("pod-bridge-interface", "detectLocal.bridgeInterface"), ("pod-interface-name-prefix", "detectLocal.interfaceNamePrefix"),
        ("ipvs-scheduler", "ipvs.scheduler"), ("ipvs-strict-arp", "ipvs.strictARP"), ("ipvs-exclude-cidrs", "ipvs.excludeCIDRs"), ("ipvs-sync-period", "ipvs.syncPeriod"), ("ipvs-min-sync-period", "ipvs.minSyncPeriod"),
        ("ipvs-tcp-timeout", "ipvs.tcpTimeout"), ("ipvs-tcpfin-timeout", "ipvs.tcpFinTimeout"), ("ipvs-udp-timeout", "ipvs.udpTimeout"),
        ("iptables-sync-period", "iptables.syncPeriod"), ("iptables-min-sync-period", "iptables.minSyncPeriod"), ("iptables-masquerade-bit", "iptables.masqueradeBit"), ("iptables-localhost-nodeports", "iptables.localhostNodePorts"),
        ("conntrack-max-per-core", "conntrack.maxPerCore"), ("conntrack-min", "conntrack.min"), ("conntrack-tcp-timeout-established", "conntrack.tcpEstablishedTimeout"), ("conntrack-tcp-timeout-close-wait", "conntrack.tcpCloseWaitTimeout"),
        ("conntrack-udp-timeout", "conntrack.udpTimeout"), ("conntrack-udp-timeout-stream", "conntrack.udpStreamTimeout"), ("config-sync-period", "configSyncPeriod"), ("oom-score-adj", "oomScoreAdj"), ("profiling", "enableProfiling"),
    ];

    /// <summary>The field of the configuration file that a flag sets; null for a flag that none stands for.</summary>
    public static string? FieldOf(string flag) => Array.Find(Fields, f => f.Flag == flag).Field;

    /// <summary>The flag that sets a field, or one of its items.</summary>
    public static string? FlagOf(string field) => Array.Find(Fields, f => field == f.Field || field.StartsWith(f.Field + "[", StringComparison.Ordinal)).Flag;

    /// <summary>Modes, gates and addresses as flags set them. Null where --config names a file, which counts alone, and where no flag is seen.</summary>
    public static KubeProxyConfiguration? Configuration(KubeProxyContainer proxy)
    {
        if (proxy.Flags.Count == 0 || proxy.Flag("config") is { Length: > 0 } || proxy.Flags.Any(f => f.Name is "version" or "cleanup" or "write-config-to"))
        {
            return null;
        }

        var span = proxy.Container.Name?.Span ?? proxy.Workload.NameSpan;
        return new KubeProxyConfiguration
        {
            Span = span,
            KeySpan = span,
            ApiVersion = new Located<string>(Kubernetes.FieldTables.KubeProxyGroupVersion, span),
            Kind = new Located<string>(nameof(KubeProxyConfiguration), span),
            Metadata = new ObjectMeta { Span = span, KeySpan = span },
            Mode = Value(proxy, "proxy-mode"),
            ClusterCIDR = Value(proxy, "cluster-cidr"),
            BindAddress = Value(proxy, "bind-address"),
            DetectLocalMode = Value(proxy, "detect-local-mode"),
            FeatureGates = Value(proxy, "feature-gates") is { } gates ? new FeatureGates { Span = gates.Span, KeySpan = gates.Span, Entries = [.. Items(gates).Select(Gate)] } : null,
            NodePortAddresses = Value(proxy, "nodeport-addresses") is { } addresses ? new LocatedList<Located<string>>([.. Items(addresses)], addresses.Span, addresses.Span) : null,
        };
    }

    private static Located<string>? Value(KubeProxyContainer proxy, string flag)
    {
        var (name, value, argument) = proxy.Flags.LastOrDefault(f => f.Name == flag);
        if (name is null)
        {
            return null;
        }

        var sign = argument.Value.IndexOf('=');
        return sign < 0 ? new Located<string>(value, argument.Span) : argument.Slice(sign + 1, argument.Value.Length);
    }

    private static IEnumerable<Located<string>> Items(Located<string> list)
    {
        for (var start = 0; start < list.Value.Length;)
        {
            var comma = list.Value.IndexOf(',', start);
            var end = comma < 0 ? list.Value.Length : comma;
            if (end > start)
            {
                yield return list.Slice(start, end);
            }

            start = end + 1;
        }
    }

    private static (Located<string> Gate, Located<bool>? Enabled) Gate(Located<string> item)
    {
        var sign = item.Value.IndexOf('=');
        return sign < 0 ? (item, null)
            : (item.Slice(0, sign), item.Value.Substring(sign + 1) switch
            {
                "true" or "True" or "TRUE" or "t" or "T" or "1" => new Located<bool>(true, item.Span),
                "false" or "False" or "FALSE" or "f" or "F" or "0" => new Located<bool>(false, item.Span),
                _ => null,
            });
    }
}
