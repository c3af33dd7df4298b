using SvcLint.Emulation;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Rules.Conflicts;

/// <summary>nftables mode without nodePortAddresses on a node with several addresses: node ports answer on the first one alone.</summary>
public sealed class NodePortOnPrimaryAddress : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC8011",
        Name = "node-port-on-primary-address",
        Title = "In nftables mode node ports are served on the node's primary address only",
        Category = Category.Conflicts,
        Severity = Severity.Info,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        if (context.Proxy is not { Mode: ProxyMode.Nftables } proxy || proxy.Configuration?.NodePortAddresses is { Count: > 0 } || (proxy.Version ?? KubernetesVersion.Newest) < KubeProxyChecks.NftablesPrimaryAddress
            || SecondAddress.Of(proxy.Nodes) is not { } second || context.Unit.Services.FirstOrDefault(s => s.Spec?.Type?.Value is "NodePort") is not { } service)
        {
            yield break;
        }

        yield return Report(
            service,
            service.NameSpan,
            $"node ports are served on {second.Primary} only, not on {second.Other} of node {second.Node.Name}",
            [new RelatedSpan(second.Span, "second address")],
            effect: $"connections to {second.Other} at the node ports of Service {service.Name} and others are refused",
            help: $"set nodePortAddresses (0.0.0.0/0 for all), or send clients to {second.Primary}");
    }
}

/// <summary>A node with two internal addresses of one family.</summary>
internal sealed record SecondAddress(Node Node, IPAddressValue Primary, IPAddressValue Other, Text.SourceSpan Span)
{
    public static SecondAddress? Of(IReadOnlyList<Node> nodes)
    {
        foreach (var node in nodes)
        {
            var first = new Dictionary<IPFamily, IPAddressValue>();
            foreach (var address in node.Status?.Addresses?.Items.Where(a => a.Type?.Value == "InternalIP") ?? [])
            {
                if (!IPAddressValue.TryParseSloppy(address.Address?.Value, out var ip))
                {
                    continue;
                }

                if (first.TryGetValue(ip.Family, out var primary))
                {
                    return new SecondAddress(node, primary, ip, address.Address!.Span);
                }

                first.Add(ip.Family, ip);
            }
        }

        return null;
    }
}
