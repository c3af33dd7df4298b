using SvcLint.Cluster;
using SvcLint.Findings;

namespace SvcLint.Rules.KubeProxy;

/// <summary>kube-proxy without the host's network: it writes its rules where no traffic passes.</summary>
public sealed class KubeProxyNotOnHost : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC7022",
        Name = "kube-proxy-not-on-host",
        Title = "kube-proxy runs in a network of its own, not in the node's",
        Category = Category.KubeProxy,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var proxy in KubeProxyContainer.In(context.Unit))
        {
            if (proxy.Workload.PodSpec is { } pod && pod.HostNetwork?.Value != true && proxy.Workload.WorkloadKind == Model.WorkloadKind.DaemonSet
                && !proxy.Flags.Any(f => f.Name is "cleanup" or "write-config-to" or "version"))
            {
                yield return Report(
                    proxy.Workload,
                    pod.HostNetwork?.Span ?? pod.KeySpan,
                    $"DaemonSet {proxy.Workload.Name} runs kube-proxy without hostNetwork",
                    effect: "the rules are written in the pod's own network; Services do not work on the node",
                    help: "set hostNetwork: true");
            }
        }
    }
}
