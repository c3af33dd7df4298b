using SvcLint.Cluster;
using SvcLint.Emulation;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Conflicts;

/// <summary>Traffic policy Local in front of hand-made endpoints that name no node: on every node they are somebody else's.</summary>
public sealed class LocalPolicyWithoutLocalEndpoints : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC8008",
        Name = "local-policy-without-local-endpoints",
        Title = "A traffic policy is Local, but no hand-made endpoint names the node that it is on",
        Category = Category.Conflicts,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        var locals = context.Unit.Services.Where(s => HandMadeEndpoints.NeedsHandMade(s) && (IsLocal(s.Spec!.ExternalTrafficPolicy) || IsLocal(s.Spec.InternalTrafficPolicy))).ToArray();
        if (locals.Length == 0 || context.Proxy is not { } proxy)
        {
            yield break;
        }

        foreach (var ports in proxy.Ports.GroupBy(proxy.ServiceOf).Where(g => locals.Contains(g.Key, ReferenceComparer<Service>.Instance)))
        {
            var service = ports.Key;
            var served = ports.Where(p => p.Choice.HasAny).ToArray();
            if (served.Length == 0 || NamesNode(context.Unit, service))
            {
                continue;
            }

            var place = served[0].Endpoints[0].Cause.Span;
            if (served.Any(p => p.ExternalPolicyLocal && !p.HasExternalEndpoints))
            {
                yield return Report(service, service.Spec!.ExternalTrafficPolicy!, "externalTrafficPolicy", OutsideEffect(proxy.Mode), place);
            }

            if (served.Any(p => p.InternalPolicyLocal && !p.HasInternalEndpoints))
            {
                yield return Report(service, service.Spec!.InternalTrafficPolicy!, "internalTrafficPolicy", InsideEffect(proxy.Mode), place);
            }
        }
    }

    private static bool IsLocal(Located<string>? policy) => policy is { Value: "Local", IsDefault: false };

    private static bool NamesNode(DeploymentUnit unit, Service service) =>
        HandMadeEndpoints.Of(unit).Where(e => e.Services(unit).Contains(service, ReferenceComparer<Service>.Instance)).SelectMany(NodeNames).Any(n => n is not null);

    private static IEnumerable<Located<string>?> NodeNames(HandMadeEndpoints endpoints) => endpoints.Object is EndpointSlice slice
        ? (slice.Endpoints?.Items ?? []).Select(e => e.NodeName)
        : (((Model.Endpoints)endpoints.Object).Subsets?.Items ?? []).SelectMany(s => (s.Addresses?.Items ?? []).Concat(s.NotReadyAddresses?.Items ?? [])).Select(a => a.NodeName);

    private static string OutsideEffect(ProxyMode? mode) => mode switch
    {
        ProxyMode.Iptables or ProxyMode.Nftables => "kube-proxy drops every connection from outside, on every node",
        ProxyMode.Ipvs => "in ipvs mode kube-proxy passes connections from outside on with the client's own address, and the answer never finds its way back through the node",
        _ => "no client outside the cluster gets an answer, whatever node it asks",
    };

    private static string InsideEffect(ProxyMode? mode) => mode switch
    {
        ProxyMode.Iptables or ProxyMode.Nftables => "kube-proxy drops every connection to the cluster IP, on every node",
        ProxyMode.Ipvs => "in ipvs mode the virtual server of the cluster IP has no server behind it, on any node",
        _ => "no connection to the cluster IP gets through, on any node",
    };

    private Finding Report(Service service, Located<string> policy, string field, string effect, Text.SourceSpan endpoint) => Report(
        service,
        policy.Span,
        $"Service {service.Name} has {field} Local, but none of its hand-made endpoints has a nodeName, so none is local to any node: {effect}. Use Cluster; only endpoints that name their node can serve Local",
        [new RelatedSpan(endpoint, "no nodeName here")]);
}
