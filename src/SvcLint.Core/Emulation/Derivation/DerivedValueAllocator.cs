using System.Globalization;
using SvcLint.Config;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Emulation.Derivation;

/// <summary>
/// Hands out addresses and node ports that the input does not use. Addresses come from 198.18.0.0/15 (RFC 2544) and 2001:db8::/32
/// (RFC 3849), pods' from the configured cluster CIDR where there is one, so that local detection works as in the cluster.
/// </summary>
internal sealed class DerivedValueAllocator
{
    private readonly IEnumerable<KubernetesObject> _objects;
    private readonly HashSet<IPAddressValue> _usedAddresses = [];
    private readonly HashSet<int> _usedPorts = [];
    private readonly Dictionary<(DerivedValueKind, IPFamily), (CidrValue Range, ulong Next)> _ranges = [];
    private readonly List<DerivedValue> _values = [];
    private bool _knowsUsed;

    public DerivedValueAllocator(IEnumerable<KubernetesObject> objects, IReadOnlyList<CidrValue> clusterCIDRs)
    {
        SetRange(DerivedValueKind.ClusterIP, "198.18.0.0/16", "2001:db8:c::/64");
        SetRange(DerivedValueKind.LoadBalancerIP, "198.19.0.0/17", "2001:db8:b::/64");
        SetRange(DerivedValueKind.Pod, "198.19.128.0/17", "2001:db8:a::/64");
        foreach (var range in clusterCIDRs)
        {
            _ranges[(DerivedValueKind.Pod, range.Family)] = (range, 1);
        }

        _objects = objects;
    }

    public IReadOnlyList<DerivedValue> DerivedValues => _values;

    public void Add(DerivedValue placeholder) => _values.Add(placeholder);

    public string Address(DerivedValueKind kind, IPFamily family, string owner, ModelNode place)
    {
        FindUsed();
        var (range, next) = _ranges[(kind, family)];
        IPAddressValue address;
        do
        {
            address = new IPAddressValue(range.Network.High, range.Network.Low + next++);
        }
        while (!_usedAddresses.Add(address));

        _ranges[(kind, family)] = (range, next);
        var text = address.ToString();
        _values.Add(new DerivedValue(kind, text, owner, place.KeySpan));
        return text;
    }

    /// <summary>A free port of the default node port range; 0 when none is left.</summary>
    public int NodePort(DerivedValueKind kind, string owner, ModelNode place)
    {
        FindUsed();
        for (var port = ClusterFacts.DefaultNodePortRange.First; port <= ClusterFacts.DefaultNodePortRange.Last; port++)
        {
            if (_usedPorts.Add(port))
            {
                _values.Add(new DerivedValue(kind, port.ToString(CultureInfo.InvariantCulture), owner, place.KeySpan));
                return port;
            }
        }

        return 0;
    }

    // A dump of a cluster needs no placeholder, and its addresses are many.
    private void FindUsed()
    {
        if (_knowsUsed)
        {
            return;
        }

        _knowsUsed = true;
        foreach (var obj in _objects)
        {
            MarkUsed(obj);
        }
    }

    private void SetRange(DerivedValueKind kind, string ipv4, string ipv6)
    {
        foreach (var text in new[] { ipv4, ipv6 })
        {
            if (CidrValue.TryParse(text, out var range))
            {
                _ranges[(kind, range.Family)] = (range, 1);
            }
        }
    }

    private void MarkUsed(KubernetesObject obj)
    {
        if (obj is Service { Spec: { } spec })
        {
            MarkUsed(spec.ClusterIPs);
            MarkUsed(spec.ExternalIPs);
            MarkUsed(spec.ClusterIP);
            _usedPorts.Add(spec.HealthCheckNodePort?.Value ?? 0);
            foreach (var port in spec.Ports?.Items ?? [])
            {
                _usedPorts.Add(port.NodePort?.Value ?? 0);
            }
        }
        else if (obj is EndpointSlice slice)
        {
            foreach (var endpoint in slice.Endpoints?.Items ?? [])
            {
                MarkUsed(endpoint.Addresses);
            }
        }
    }

    private void MarkUsed(LocatedList<Located<string>>? addresses)
    {
        foreach (var address in addresses?.Items ?? [])
        {
            MarkUsed(address);
        }
    }

    private void MarkUsed(Located<string>? address)
    {
        if (IPAddressValue.TryParseSloppy(address?.Value, out var ip))
        {
            _usedAddresses.Add(ip);
        }
    }
}
