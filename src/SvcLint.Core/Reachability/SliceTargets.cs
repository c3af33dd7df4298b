using SvcLint.Cluster;
using SvcLint.Emulation;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Reachability;

/// <summary>Endpoints of Services behind which the input has no workload, as its EndpointSlices and Endpoints name them: pods of the input, others, addresses outside.</summary>
internal sealed class SliceTargets
{
    private readonly DeploymentUnit _unit;
    private readonly Dictionary<string, ReachEnd> _byName = new(StringComparer.Ordinal);
    private readonly ReachEnd[] _outside;
    private readonly ReachEnd _undeclared;
    private readonly bool _hasSlices;
    private Dictionary<(string Namespace, string Name), ListedService>? _listed;
    private ILookup<string, ReachEnd>? _byAddress;

    public SliceTargets(DeploymentUnit unit, IReadOnlyList<ReachEnd> ends)
    {
        _unit = unit;
        _hasSlices = unit.EndpointSlices.Count > 0 || unit.Endpoints.Count > 0;
        _outside = [.. ends.Where(e => e.Kind == ReachEndKind.Outside)];
        _undeclared = ends.First(e => e.Kind == ReachEndKind.IngressController);
        foreach (var end in ends)
        {
            _byName[end.Name] = end;
        }
    }

    /// <summary>The input says who the endpoints of a Service are, be it nobody.</summary>
    public bool Know(Service service) => Listed(service) is { Slices.Count: > 0 };

    public IReadOnlyList<ServiceTarget> Of(Service service, ServicePort port)
    {
        var targets = new Dictionary<(ReachEnd, int), ServiceTarget>();
        foreach (var slice in Listed(service)?.Slices ?? [])
        {
            if (ServiceEndpoints.PortOf(slice.Slice, port) is { } number)
            {
                foreach (var endpoint in slice.Endpoints.Where(e => e.Ready != false))
                {
                    foreach (var end in Ends(service, endpoint))
                    {
                        targets[(end, number)] = new ServiceTarget(end, number, IsDoubtful: false);
                    }
                }
            }
        }

        return [.. targets.Values];
    }

    private ListedService? Listed(Service service)
    {
        if (!_hasSlices)
        {
            return null;
        }

        if (_listed is null)
        {
            _listed = [];
            foreach (var item in ClusterEndpoints.Of(_unit.Objects, _unit.Facts.Version ?? KubernetesVersion.Newest))
            {
                _listed[(item.Namespace, item.Name)] = item;
            }
        }

        return _listed.TryGetValue((service.Namespace ?? "default", service.Name ?? ""), out var found) ? found : null;
    }

    private IEnumerable<ReachEnd> Ends(Service service, ListedEndpoint endpoint)
    {
        if (OfOwner(service.Namespace ?? "default", endpoint.Owner) is { } pods)
        {
            return [pods];
        }

        _byAddress ??= _unit.Workloads.Where(w => w.PodIPs.Count > 0)
            .SelectMany(w => w.PodIPs.Select(ip => (Address: ip.Value, End: OfOwner(w.Namespace ?? "default", $"{w.Kind.Value}/{w.Name}"))))
            .Where(p => p.End is not null).ToLookup(p => p.Address, p => p.End!, StringComparer.Ordinal);
        return (endpoint.Addresses ?? []).SelectMany(a => _byAddress[a].Take(1).DefaultIfEmpty(endpoint.TargetRef is { Kind: "Pod" } ? _undeclared : Outside(a) ?? _undeclared)).Distinct();
    }

    // Kind/name, behind a # the pod's.
    private ReachEnd? OfOwner(string ns, string? owner) =>
        owner?.Split('#')[0].Split('/') is [var kind, var name] && _byName.TryGetValue($"{ns}/{name}[{kind}]", out var end) ? end : null;

    private ReachEnd? Outside(string text) => IPAddressValue.TryParse(text, out var address)
        ? Array.Find(_outside, e => e.Addresses!.Value.First.CompareTo(address) <= 0 && e.Addresses.Value.Last.CompareTo(address) >= 0)
        : null;
}
