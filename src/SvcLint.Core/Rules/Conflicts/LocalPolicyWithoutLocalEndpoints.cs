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

        foreach (var ports in proxy.Ports.GroupBy(proxy.ServiceOf).Where(g => locals.Contains(g.Key, ByIdentity<Service>.Instance)))
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
        HandMadeEndpoints.Of(unit).Where(e => e.Services(unit).Contains(service, ByIdentity<Service>.Instance)).SelectMany(NodeNames).Any(n => n is not null);

    private static IEnumerable<Located<string>?> NodeNames(HandMadeEndpoints endpoints) => endpoints.Object is EndpointSlice slice
        ? (slice.Endpoints?.Items ?? []).Select(e => e.NodeName)
        : (((Model.Endpoints)endpoints.Object).Subsets?.Items ?? []).SelectMany(s => (s.Addresses?.Items ?? []).Concat(s.NotReadyAddresses?.Items ?? [])).Select(a => a.NodeName);

    private static string OutsideEffect(ProxyMode? mode) => mode switch
    {
        ProxyMode.Iptables or ProxyMode.Nftables => "kube-proxy drops every connection from outside, on every node",
        ProxyMode.Ipvs => "ipvs mode forwards connections from outside with the client's address, and the answer is lost",
        _ => "no client outside the cluster gets an answer",
    };

    private static string InsideEffect(ProxyMode? mode) => mode switch
    {
        ProxyMode.Iptables or ProxyMode.Nftables => "kube-proxy drops every connection to the cluster IP, on every node",
        ProxyMode.Ipvs => "in ipvs mode the virtual server of the cluster IP has no real server, on any node",
        _ => "every connection to the cluster IP fails, on every node",
    };

    private Finding Report(Service service, Located<string> policy, string field, string effect, Text.SourceSpan endpoint) => Report(
        service,
        policy.Span,
        $"{field} Local on Service {service.Name}, but no hand-made endpoint has a nodeName",
        [new RelatedSpan(endpoint, "no nodeName")],
        effect: effect,
        help: "use Cluster, or set nodeName on the endpoints");
}
