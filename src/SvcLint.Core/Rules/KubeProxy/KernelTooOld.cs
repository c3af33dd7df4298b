using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Emulation;
using SvcLint.Findings;
using SvcLint.Kubernetes;

namespace SvcLint.Rules.KubeProxy;

/// <summary>A node whose kernel is too old for nftables mode, which the cluster's kube-proxy runs in.</summary>
public sealed class KernelTooOld : Rule
{
    private const string SkipVariable = "KUBE_PROXY_NFTABLES_SKIP_KERNEL_VERSION_CHECK";

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC7026",
        Name = "kernel-too-old-for-nftables",
        Title = "A node's kernel is older than kube-proxy's nftables mode requires",
        Category = Category.KubeProxy,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        if (context.Proxy is not { Mode: ProxyMode.Nftables })
        {
            yield break;
        }

        var isSkipped = KubeProxyContainer.In(context.Unit).Any(p => p.Container.Env?.Items.Any(e => e.Name?.Value == SkipVariable && e.Value?.Value is { Length: > 0 }) == true);
        foreach (var node in context.Unit.Nodes)
        {
            if (node.Status?.NodeInfo?.KernelVersion is { } kernel && IsTooOld(kernel.Value))
            {
                var stops = context.Version >= KubeProxyChecks.NftablesReadsKernelVariable && isSkipped == (context.Version < KubeProxyChecks.NftablesAsksForKernel);
                yield return Report(
                    node,
                    kernel.Span,
                    $"node {node.Name} runs kernel {kernel.Value}; nftables mode requires 5.13+",
                    severity: stops ? Severity.Error : null,
                    effect: stops ? "kube-proxy does not start there" : "the node's own nft may fail on rules that it does not know",
                    help: "upgrade the node, or use iptables mode there");
            }
        }
    }

    /// <summary>True for a kernel before 5.13; false where the text tells no version.</summary>
    internal static bool IsTooOld(string kernel)
    {
        var parts = kernel.Split('.', '-');
        return parts.Length >= 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
            && (major < 5 || (major == 5 && minor < 13));
    }
}
