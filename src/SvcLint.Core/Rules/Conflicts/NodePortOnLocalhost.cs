using System.Globalization;
using SvcLint.Emulation;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.Conflicts;

/// <summary>An image that the node pulls from its own loopback address at a node port, which kube-proxy does not serve there.</summary>
public sealed class NodePortOnLocalhost : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC8010",
        Name = "node-port-on-localhost",
        Title = "An image comes from localhost at a node port, where kube-proxy does not serve node ports",
        Category = Category.Conflicts,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        // Without such an image nobody needs to know what kube-proxy does.
        if (!LocalhostNodePort.Of(context).Any() || context.Proxy is not { Mode: { } mode } proxy
            || proxy.StateOf(IPFamily.IPv4) is { ServesLocalhostNodePorts: true } or { ProxiesLocalhostNodePorts: true })
        {
            yield break;
        }

        var why = mode != ProxyMode.Iptables ? $"{ProxyModes.NameOf(mode)} mode serves no node ports on loopback"
            : proxy.Configuration?.Iptables?.LocalhostNodePorts is { Value: false } ? "iptables.localhostNodePorts is off"
            : "nodePortAddresses leave the loopback out";
        foreach (var use in LocalhostNodePort.Of(context))
        {
            yield return Report(
                use.Workload,
                use.Span,
                $"{use.Image} is pulled from node port {use.Port} on localhost, but {why}",
                [new RelatedSpan(use.NodePort, "node port")],
                effect: $"{use.Workload} cannot pull the image",
                help: "use a registry address that the container runtime reaches on the node");
        }
    }
}

/// <summary>A container image whose registry is the node's loopback address at a Service's node port.</summary>
internal sealed record LocalhostNodePort(Workload Workload, SourceSpan Span, string Image, int Port, Service Service, SourceSpan NodePort)
{
    private static readonly string[] Hosts = ["localhost:", "127.0.0.1:"];

    public static IEnumerable<LocalhostNodePort> Of(RuleContext context)
    {
        Dictionary<int, Cluster.NodePortClaim>? claims = null;
        foreach (var workload in context.Unit.Workloads)
        {
            foreach (var image in workload.AllContainers().Select(c => c.Image).OfType<Located<string>>())
            {
                var host = Array.Find(Hosts, h => image.Value.StartsWith(h, StringComparison.Ordinal));
                var slash = image.Value.IndexOf('/');
                if (host is not null && slash > host.Length && int.TryParse(image.Value.Substring(host.Length, slash - host.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
                    && (claims ??= Claims(context)).TryGetValue(port, out var claim))
                {
                    yield return new LocalhostNodePort(workload, image.Part(0, slash), image.Value, port, claim.Service, claim.Span);
                }
            }
        }
    }

    private static Dictionary<int, Cluster.NodePortClaim> Claims(RuleContext context) =>
        context.Repository.Units.SelectMany(u => u.Services).SelectMany(Cluster.NodePortClaim.Of).Where(c => !c.IsHealthCheck).GroupBy(c => c.Number).ToDictionary(g => g.Key, g => g.First());
}
