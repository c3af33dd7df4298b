namespace SvcLint.Names;

/// <summary>The zones of one kubernetes plugin, over what it knows of the cluster.</summary>
internal sealed class PluginZones
{
    private readonly IReadOnlyList<KubernetesZone> _zones;
    private readonly string _domain;

    public PluginZones(DnsObjects objects, KubernetesPlugin plugin, Func<string, DnsType, int, DnsAnswer> upstream)
    {
        Objects = objects;
        _domain = plugin.Domain;
        _zones = [.. plugin.Zones.Where(z => !DnsName.IsReverseZone(z)).Select(z => new KubernetesZone(objects, plugin, z, upstream))];
    }

    public DnsObjects Objects { get; }

    public KubernetesZone? Find(string name) => DnsName.ZoneOf(name, _zones.Select(z => z.Zone)) is { } zone ? _zones.First(z => z.Zone == zone) : null;

    /// <summary>The names of an address: of the Service whose cluster IP it is, else of the endpoints that have it.</summary>
    public DnsAnswer Reverse(string name, DnsType type)
    {
        if (type != DnsType.PTR || DnsName.AddressOfReverse(name) is not { } asked)
        {
            return None();
        }

        foreach (var service in Objects.WithClusterIP(asked).Where(s => Objects.IsListed(s.Namespace)))
        {
            return new DnsAnswer(DnsCode.NoError, [new DnsRecord(null, DnsType.PTR, $"{service.Name}.{service.Namespace}.svc.{_domain}.", service.Service.NameSpan)]);
        }

        var records = new List<DnsRecord>();
        foreach (var (service, endpoint) in Objects.WithEndpoint(asked).Where(e => Objects.IsListed(e.Service.Namespace)))
        {
            var full = $"{endpoint.Hostname}.{service.Name}.{service.Namespace}.svc.{_domain}.";
            if (!records.Exists(r => r.Data == full))
            {
                records.Add(new DnsRecord(null, DnsType.PTR, full, endpoint.Span));
            }
        }

        return records.Count > 0 ? new DnsAnswer(DnsCode.NoError, [.. records.OrderBy(r => r.Data, StringComparer.Ordinal)]) : None();
    }

    private static DnsAnswer None() => new(DnsCode.NxDomain, []) { Because = [new DnsReason("no address of a Service or an endpoint", null)] };
}
