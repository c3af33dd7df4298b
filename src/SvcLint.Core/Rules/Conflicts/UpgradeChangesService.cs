using SvcLint.Emulation;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Rules.Conflicts;

/// <summary>A Service that kube-proxy of a later version serves at other addresses, for other clients or with other endpoints.</summary>
public sealed class UpgradeChangesService : UpgradeRule
{
    // A longer name would not fit the line.
    private const int LongestName = 40;

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC8123",
        Name = "upgrade-changes-service",
        Title = "kube-proxy serves a Service differently after the upgrade",
        Category = Category.Conflicts,
        Severity = Severity.Warning,
    };

    protected override IEnumerable<Finding> Check(RuleContext context, Upgrade move)
    {
        if (context.Proxy is not { } proxy || move.Released.Count == 0)
        {
            yield break;
        }

        var told = new HashSet<Service>(ReferenceComparer<Service>.Instance);
        var before = (
            from family in new[] { IPFamily.IPv4, IPFamily.IPv6 }
            from node in Enumerable.Range(0, proxy.Vantages.Count)
            select (Family: family, Node: node, Ports: PortsOf(proxy, family, node))).ToArray();
        foreach (var version in move.Released)
        {
            if (move.At(version).Proxy is not { } later)
            {
                continue;
            }

            foreach (var (family, node, ports) in before)
            {
                foreach (var (service, what) in Differences(ports, PortsOf(later, family, node), later, proxy, proxy.Nodes.Count == 0 ? "a node with endpoints" : proxy.Vantages[node].Name))
                {
                    if (proxy.IsOfUnit(service) && told.Add(service))
                    {
                        yield return Report(
                            service,
                            service.NameSpan,
                            $"kube-proxy {version} serves Service {service.Name} differently: {what}",
                            help: Advice(context, move.From, version));
                    }
                }
            }
        }
    }

    private static string Advice(RuleContext context, KubernetesVersion from, KubernetesVersion to)
    {
        var command = $"svclint emulate --kubernetes-version {from} --diff-to {to}";
        return context.Repository.Units.Count > 1 && context.Unit.Name.Length < LongestName ? $"compare with {command} --unit {context.Unit.Name}" : $"compare with {command}";
    }

    private static Dictionary<ServicePortName, ProxyServicePort> PortsOf(ClusterProxy proxy, IPFamily family, int node) =>
        proxy.StateOf(family, proxy.Mode ?? ProxyMode.Iptables, proxy.Vantages[node]).ServicePorts.ToDictionary(p => p.Name);

    private static IEnumerable<(Service Service, string What)> Differences(
        Dictionary<ServicePortName, ProxyServicePort> before, Dictionary<ServicePortName, ProxyServicePort> after, ClusterProxy later, ClusterProxy now, string node)
    {
        foreach (var port in after.Values)
        {
            if (!before.TryGetValue(port.Name, out var old))
            {
                yield return (later.ServiceOf(port), "it gets rules");
            }
            else if (Difference(old, port, node) is { } what)
            {
                yield return (later.ServiceOf(port), what);
            }
        }

        foreach (var port in before.Values)
        {
            if (!after.ContainsKey(port.Name))
            {
                yield return (now.ServiceOf(port), "it gets no rules");
            }
        }
    }

    private static string? Difference(ProxyServicePort old, ProxyServicePort now, string node)
    {
        if (!IPsOf(old.LoadBalancerVIPs).SetEquals(IPsOf(now.LoadBalancerVIPs)))
        {
            return "at other load balancer addresses";
        }

        if (!IPsOf(old.ExternalIPs).SetEquals(IPsOf(now.ExternalIPs)))
        {
            return "at other external IPs";
        }

        if (old.SourceRanges.Count > 0 != now.SourceRanges.Count > 0)
        {
            return now.SourceRanges.Count > 0 ? "loadBalancerSourceRanges restrict it" : "loadBalancerSourceRanges no longer restrict it";
        }

        if (old.ExternalPolicyLocal != now.ExternalPolicyLocal)
        {
            return "externalTrafficPolicy Local takes effect";
        }

        var (all, some) = (Endpoints(old.Choice), Endpoints(now.Choice));
        return all.SetEquals(some) ? null : $"{(some.Count == 1 ? "1 endpoint" : $"{some.Count} endpoints")} instead of {all.Count} on {(node.Length < LongestName ? node : "a node")}";
    }

    private static HashSet<string> IPsOf(IReadOnlyList<ServiceAddress> addresses) => new(addresses.Select(a => a.IP), StringComparer.Ordinal);

    private static HashSet<string> Endpoints(EndpointChoice choice) =>
        new(choice.Reachable.Select(e => ProxyEndpoint.JoinHostPort(e.KernelIP, e.Port)), StringComparer.Ordinal);
}
