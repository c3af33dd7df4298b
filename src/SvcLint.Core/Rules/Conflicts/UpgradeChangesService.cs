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

        var told = new HashSet<Service>(ByIdentity<Service>.Instance);
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

            var differences =
                from view in before
                from difference in Differences(view.Ports, PortsOf(later, view.Family, view.Node), later, proxy)
                where proxy.IsOfUnit(difference.Service) && !told.Contains(difference.Service)
                select (difference.Service, difference.What, view.Node);
            foreach (var ofService in differences.GroupBy(d => d.Service, ByIdentity<Service>.Instance).ToArray())
            {
                told.Add(ofService.Key);
                var what = ofService.First().What;
                var name = ofService.Key.Name is { Length: < LongestName } named ? $"Service {named}" : "this Service";
                var message = $"kube-proxy {version} serves {name} differently: {what.Text}";
                var where = what.IsOfNode ? $" on {Nodes(proxy, [.. ofService.Where(d => d.What == what).Select(d => d.Node).Distinct()])}" : "";
                yield return Report(
                    ofService.Key,
                    ofService.Key.NameSpan,
                    message.Length + where.Length <= Finding.LongestMessage ? message + where : message,
                    help: $"compare the rules of {move.From} and {version} before the upgrade");
            }
        }
    }

    // Endpoints are chosen on each node for itself; without Nodes in the input one with endpoints stands for all.
    private static string Nodes(ClusterProxy proxy, IReadOnlyList<int> nodes)
    {
        if (proxy.Nodes.Count == 0)
        {
            return "a node with endpoints";
        }

        var first = proxy.Vantages[nodes[0]].Name;
        return (first.Length < LongestName ? first : "a node") + (nodes.Count > 1 ? $" and {nodes.Count - 1} more" : "");
    }

    private static Dictionary<ServicePortName, ProxyServicePort> PortsOf(ClusterProxy proxy, IPFamily family, int node) =>
        proxy.StateOf(family, proxy.Mode ?? ProxyMode.Iptables, proxy.Vantages[node]).ServicePorts.ToDictionary(p => p.Name);

    private static IEnumerable<(Service Service, (string Text, bool IsOfNode) What)> Differences(
        Dictionary<ServicePortName, ProxyServicePort> before, Dictionary<ServicePortName, ProxyServicePort> after, ClusterProxy later, ClusterProxy now)
    {
        foreach (var port in after.Values)
        {
            if (!before.TryGetValue(port.Name, out var old))
            {
                yield return (later.ServiceOf(port), ("it gets rules", false));
            }
            else if (Difference(old, port) is { } what)
            {
                yield return (later.ServiceOf(port), (what, false));
            }
            else if (EndpointDifference(old, port) is { } endpoints)
            {
                yield return (later.ServiceOf(port), (endpoints, true));
            }
        }

        foreach (var port in before.Values)
        {
            if (!after.ContainsKey(port.Name))
            {
                yield return (now.ServiceOf(port), ("it gets no rules", false));
            }
        }
    }

    // Ranges change in one thing alone: from 1.34 on one of every address is left out with the others, and lets everybody in as before.
    private static string? Difference(ProxyServicePort old, ProxyServicePort now) =>
        !IPsOf(old.LoadBalancerVIPs).SetEquals(IPsOf(now.LoadBalancerVIPs)) ? "at other load balancer addresses"
        : !IPsOf(old.ExternalIPs).SetEquals(IPsOf(now.ExternalIPs)) ? "at other external IPs"
        : old.ExternalPolicyLocal != now.ExternalPolicyLocal ? "externalTrafficPolicy Local takes effect"
        : null;

    private static string? EndpointDifference(ProxyServicePort old, ProxyServicePort now)
    {
        var (all, some) = (Endpoints(old.Choice), Endpoints(now.Choice));
        return all.SetEquals(some) ? null : $"{(some.Count == 1 ? "1 endpoint" : $"{some.Count} endpoints")} instead of {all.Count}";
    }

    private static HashSet<string> IPsOf(IReadOnlyList<ServiceAddress> addresses) => new(addresses.Select(a => a.IP), StringComparer.Ordinal);

    private static HashSet<string> Endpoints(EndpointChoice choice) =>
        new(choice.Reachable.Select(e => ProxyEndpoint.JoinHostPort(e.KernelIP, e.Port)), StringComparer.Ordinal);
}
