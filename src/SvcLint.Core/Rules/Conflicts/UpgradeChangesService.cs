using System.Text;
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
        if (context.Proxy is not { } today || move.Released.Count == 0)
        {
            yield break;
        }

        // What one version changes and another one changes back is no news.
        var target = move.Released[move.Released.Count - 1];
        var lasting = new HashSet<ServicePortName>(Differences(move.Proxy(move.From, target), move.Proxy(target, target)).Select(d => d.Port));
        var since = move.From;
        foreach (var version in lasting.Count == 0 ? [] : move.Released)
        {
            var byService =
                from difference in Differences(move.Proxy(since, version), move.Proxy(version, version))
                where lasting.Contains(difference.Port)
                let service = today.FindService(difference.Port)
                where service is not null && today.IsOfUnit(service)
                group difference by service;
            foreach (var ofService in byService)
            {
                yield return Report(ofService.Key, ofService.Key.NameSpan, Message(ofService.Key, version, ofService, today), help: $"compare the rules of {since} and {version} before the upgrade");
            }

            since = version;
        }
    }

    private static string Message(Service service, KubernetesVersion version, IEnumerable<Difference> differences, ClusterProxy proxy)
    {
        var name = service.Name is { Length: < LongestName } named ? $"Service {named}" : "this Service";
        var message = new StringBuilder($"kube-proxy {version} serves {name} differently:");
        var separator = " ";
        foreach (var what in differences.GroupBy(d => (d.What, d.IsOfNode)))
        {
            var where = what.Key.IsOfNode ? $" on {Nodes(proxy, [.. what.Select(d => d.Node).Distinct()])}" : "";
            var text = new[] { what.Key.What + where, what.Key.What }.FirstOrDefault(t => message.Length + separator.Length + t.Length <= Finding.LongestMessage);
            message.Append(text is null ? "" : separator + text);
            separator = "; ";
        }

        return message.ToString();
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

    private static IEnumerable<Difference> Differences(ClusterProxy? before, ClusterProxy? after) =>
        before is null || after is null ? [] :
        from family in new[] { IPFamily.IPv4, IPFamily.IPv6 }
        from node in Enumerable.Range(0, before.Vantages.Count)
        from difference in Differences(PortsOf(before, family, node), PortsOf(after, family, node), node)
        select difference;

    private static Dictionary<ServicePortName, ProxyServicePort> PortsOf(ClusterProxy proxy, IPFamily family, int node) =>
        proxy.StateOf(family, proxy.Mode ?? ProxyMode.Iptables, proxy.Vantages[node]).ServicePorts.ToDictionary(p => p.Name);

    private static IEnumerable<Difference> Differences(Dictionary<ServicePortName, ProxyServicePort> before, Dictionary<ServicePortName, ProxyServicePort> after, int node)
    {
        foreach (var port in after.Values)
        {
            if (!before.TryGetValue(port.Name, out var old))
            {
                yield return new(port.Name, "it gets rules", false, node);
                continue;
            }

            if (AddressDifference(old, port) is { } addresses)
            {
                yield return new(port.Name, addresses, false, node);
            }

            if (old.ExternalPolicyLocal != port.ExternalPolicyLocal)
            {
                yield return new(port.Name, "externalTrafficPolicy Local takes effect", false, node);
            }

            if (EndpointDifference(old, port) is { } endpoints)
            {
                yield return new(port.Name, endpoints, true, node);
            }
        }

        foreach (var port in before.Values)
        {
            if (!after.ContainsKey(port.Name))
            {
                yield return new(port.Name, "it gets no rules", false, node);
            }
        }
    }

    // Source ranges change in one thing alone: from 1.34 on one of every address is left out with the others, and lets everybody in as before.
    private static string? AddressDifference(ProxyServicePort old, ProxyServicePort now)
    {
        var (was, becomes) = (IPsOf(old), IPsOf(now));
        var gone = was.FirstOrDefault(ip => !becomes.Contains(ip));
        var added = becomes.FirstOrDefault(ip => !was.Contains(ip));
        return gone is null ? (added is null ? null : $"at {added} too") : added is null ? $"no longer at {gone}" : $"at {added} instead of {gone}";
    }

    private static string? EndpointDifference(ProxyServicePort old, ProxyServicePort now)
    {
        var (all, some) = (Endpoints(old.Choice), Endpoints(now.Choice));
        return all.SetEquals(some) ? null
            : some.Count == all.Count ? "other endpoints"
            : $"{(some.Count == 1 ? "1 endpoint" : $"{some.Count} endpoints")} instead of {all.Count}";
    }

    private static HashSet<string> IPsOf(ProxyServicePort port) => new(port.ExternalIPs.Concat(port.LoadBalancerVIPs).Select(a => a.IP), StringComparer.Ordinal);

    private static HashSet<string> Endpoints(EndpointChoice choice) =>
        new(choice.Reachable.Select(e => ProxyEndpoint.JoinHostPort(e.KernelIP, e.Port)), StringComparer.Ordinal);

    private readonly record struct Difference(ServicePortName Port, string What, bool IsOfNode, int Node);
}
