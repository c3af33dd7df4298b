using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.KubeProxy;

/// <summary>A flag of kube-proxy beside --config: the file alone counts.</summary>
public sealed class KubeProxyFlagIgnored : Rule
{
    // Flag, and the field of the file that takes its place.
    private static readonly (string Flag, string Field)[] Ignored =
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

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC7009",
        Name = "kube-proxy-flag-ignored",
        Title = "A flag of kube-proxy has no effect, because --config names a file",
        Category = Category.KubeProxy,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var proxy in KubeProxyContainer.In(context.Unit))
        {
            foreach (var (name, value, argument) in proxy.Flag("config") is { Length: > 0 } ? proxy.Flags : [])
            {
                var field = Array.Find(Ignored, i => i.Flag == name).Field;
                if (field is not null && !context.Unit.KubeProxyConfigurations.Any(c => SaysTheSame(c, field, value)))
                {
                    yield return Report(
                        proxy.Workload,
                        argument.Span,
                        $"--{name} is ignored while --config is set",
                        effect: $"only {field} of the configuration file counts",
                        help: $"set {field} there, and remove the flag");
                }
            }
        }
    }

    private static bool SaysTheSame(KubeProxyConfiguration configuration, string field, string value)
    {
        Yaml.YamlNode? node = configuration.Node;
        foreach (var name in field.Split('.'))
        {
            node = (node as Yaml.YamlMapping)?[name];
        }

        return node is Yaml.YamlScalar scalar ? scalar.Value == value : node is Yaml.YamlSequence list && string.Join(",", list.Items.OfType<Yaml.YamlScalar>().Select(i => i.Value)) == value;
    }
}
