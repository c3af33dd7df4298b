using System.Globalization;
using SvcLint.Kubernetes;

namespace SvcLint.Names;

/// <summary>A zone of the kubernetes plugin, with Services and pods below it.</summary>
internal sealed class KubernetesZone
{
    private const int LongestChain = 7;
    private const string SchemaVersion = "1.1.0";

    private readonly DnsObjects _objects;
    private readonly DnsReasons _reasons;
    private readonly KubernetesPlugin _plugin;
    private readonly Func<string, DnsType, int, DnsAnswer> _upstream;

    /// <param name="objects">What the server knows of the cluster.</param>
    /// <param name="plugin">Its settings.</param>
    /// <param name="zone">Without a final dot.</param>
    /// <param name="upstream">Asks the whole server for the target of an ExternalName in another zone.</param>
    public KubernetesZone(DnsObjects objects, KubernetesPlugin plugin, string zone, Func<string, DnsType, int, DnsAnswer> upstream)
    {
        _objects = objects;
        _plugin = plugin;
        _upstream = upstream;
        Zone = zone;
        _reasons = new DnsReasons(objects, plugin, zone);
    }

    public string Zone { get; }

    public DnsAnswer Ask(string asked, DnsType type, int depth)
    {
        var answer = asked.Length > 253 ? new DnsAnswer(DnsCode.NxDomain, []) : AskZone(asked, type, depth);
        return answer with
        {
            Because = [.. _reasons.Of(asked, type, answer)],
            IsAssumed = answer.Code == DnsCode.NxDomain && !_objects.HoldsAllNamespaces && DnsQuestion.Read(asked, Zone) is { Namespace: { } @namespace } && !_objects.HasNamespace(@namespace) && _objects.IsListed(@namespace),
        };
    }

    /// <summary>The Service that a name stands for, or is below; null where there is none.</summary>
    public DnsTarget? TargetOf(string name) =>
        DnsQuestion.Read(name, Zone) is { Kind: "svc", Namespace: { } @namespace, Service: { } label } question && _objects.IsExposed(@namespace) && _objects.Find(@namespace, label) is { } service
            ? new DnsTarget(service.Service, question.Endpoint, question.Port) : null;

    private DnsAnswer AskZone(string name, DnsType type, int depth)
    {
        switch (type)
        {
            case DnsType.A or DnsType.AAAA:
                return AskAddress(name, type, depth);
            case DnsType.TXT:
                return name == "dns-version." + Zone ? Answer([new DnsRecord(null, DnsType.TXT, $"\"{SchemaVersion}\"", null)]) : AskTxt(name);
            case DnsType.SOA:
                return name == Zone ? Answer([new DnsRecord(null, DnsType.SOA, $"ns.dns.{Zone}. hostmaster.{Zone}. 7200 1800 86400 30", null)]) : new DnsAnswer(DnsCode.NoData, []);
            case DnsType.NS when name == Zone:
                return Answer([.. NameServers().Select(s => new DnsRecord(null, DnsType.NS, $"{s.Name}.{s.Namespace}.svc.{Zone}.", s.Service.NameSpan))]);
        }

        if (Find(name) is not { } hosts)
        {
            return new DnsAnswer(DnsCode.NxDomain, []);
        }

        return type switch
        {
            DnsType.CNAME => Answer([.. hosts.Take(1).Where(h => h.Family is null).Select(h => new DnsRecord(null, DnsType.CNAME, Absolute(h.Host), h.Span))]),
            DnsType.SRV => Answer(ServiceRecords([.. hosts.Where(h => h.Family is not null)])),
            _ => new DnsAnswer(DnsCode.NoData, []),
        };
    }

    // The text of names below the zone is never looked up, except along an ExternalName.
    private static DnsAnswer AskTxt(string name) => new(name.Length > 0 ? DnsCode.NoData : DnsCode.NxDomain, []);

    private DnsAnswer AskAddress(string name, DnsType type, int depth)
    {
        var records = new List<DnsRecord>();
        string? outside = null;
        if (!Follow(name, null, type, depth, [], records, ref outside))
        {
            return new DnsAnswer(DnsCode.NxDomain, []);
        }

        return Answer(records) with { OutsideTarget = outside };
    }

    // CNAMEs inside the zone are followed, and left out where they lead to nothing.
    private bool Follow(string name, string? owner, DnsType type, int depth, IReadOnlyList<string> targets, List<DnsRecord> records, ref string? outside)
    {
        if (name == Zone || Find(name) is not { } hosts)
        {
            return name == Zone;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        var family = type == DnsType.AAAA ? IPFamily.IPv6 : IPFamily.IPv4;
        foreach (var host in hosts)
        {
            if (host.Family is { } own)
            {
                if (own == family && seen.Add(host.Host))
                {
                    records.Add(new DnsRecord(owner, type, host.Shown, host.Span));
                }

                continue;
            }

            var target = Absolute(host.Host);
            if (DnsName.Normal(target) == name || targets.Count > LongestChain || targets.Contains(target))
            {
                continue;
            }

            var alias = new DnsRecord(owner, DnsType.CNAME, target, host.Span);
            if (!DnsName.IsBelow(DnsName.Normal(target), Zone))
            {
                records.Add(alias);
                var other = _upstream(DnsName.Normal(target), type, depth + 1);
                if (other.Code != DnsCode.Outside)
                {
                    records.AddRange(other.Records.Select(r => r with { Owner = r.Owner ?? target }));
                }

                outside = other.Code == DnsCode.Outside ? DnsName.Normal(target) : other.OutsideTarget;
                continue;
            }

            var next = new List<DnsRecord>();
            if (Follow(DnsName.Normal(target), target, type, depth, [.. targets, target], next, ref outside) && next.Count > 0)
            {
                records.Add(alias);
                records.AddRange(next);
            }
        }

        return true;
    }

    private static string Absolute(string host) => host.EndsWith(".", StringComparison.Ordinal) ? host : host + ".";

    private static DnsAnswer Answer(IReadOnlyList<DnsRecord> records) => new(records.Count > 0 ? DnsCode.NoError : DnsCode.NoData, records);

    private static IReadOnlyList<DnsRecord> ServiceRecords(IReadOnlyList<DnsHost> hosts)
    {
        var records = new List<DnsRecord>();
        var seen = new HashSet<(string, int)>();
        var weight = Math.Max(1, 100 / Math.Max(1, hosts.Count));
        foreach (var host in hosts)
        {
            if (host.Port is { } port && seen.Add((host.Name, port)))
            {
                records.Add(new DnsRecord(null, DnsType.SRV, string.Format(CultureInfo.InvariantCulture, "0 {0} {1} {2}.", weight, port, host.Name), host.Span));
            }
        }

        return records;
    }

    /// <summary>What a name below the zone stands for; null when there is no such name, empty when it has nothing to answer with.</summary>
    private IReadOnlyList<DnsHost>? Find(string name)
    {
        if (name == "ns.dns." + Zone)
        {
            return [.. NameServers().SelectMany(s => ClusterIPs(s, null, null))];
        }

        if (DnsQuestion.Read(name, Zone) is not { } question)
        {
            return null;
        }

        if (question.Namespace is null)
        {
            return [];
        }

        return !_objects.HasNamespace(question.Namespace) || !_objects.IsExposed(question.Namespace) ? null : question.Service is null ? [] : question.Kind == "pod" ? Pods(question) : Services(question);
    }

    private IReadOnlyList<DnsHost>? Pods(DnsQuestion question)
    {
        var dashed = question.Service!;
        var isFour = dashed.Count(c => c == '-') == 3 && dashed.IndexOf("--", StringComparison.Ordinal) < 0;
        if (_plugin.Pods == PodNameMode.Disabled || !IPAddressValue.TryParse(dashed.Replace('-', isFour ? '.' : ':'), out var address))
        {
            return null;
        }

        var host = new DnsHost(address.ToString(), address.Family, address.ToString(), "", null, null);
        if (_plugin.Pods == PodNameMode.Insecure)
        {
            return [host];
        }

        var pods = _objects.PodsAt(address).Where(p => (p.Namespace ?? "default") == question.Namespace).Select(p => host with { Span = p.NameSpan }).ToArray();
        return pods.Length > 0 ? pods : null;
    }

    private IReadOnlyList<DnsHost>? Services(DnsQuestion question)
    {
        if (_objects.IsUndeclaredApiServer(question.Namespace!, question.Service!))
        {
            return question.Endpoint is null && Matches(question.Port, "https") && Matches(question.Protocol, "TCP")
                ? [new DnsHost("", IPFamily.IPv4, "service default/kubernetes", $"kubernetes.default.svc.{Zone}", 443, null)]
                : null;
        }

        if (_objects.Find(question.Namespace!, question.Service!) is not { } service || (_plugin.IgnoreEmptyService && service is { IsExternalName: false, IsHeadless: false } && !service.Endpoints.Any()))
        {
            return null;
        }

        if (service.IsExternalName)
        {
            return question.Endpoint is null && question.Port is null && service.Service.Spec?.ExternalName is { } target && !IPAddressValue.TryParse(target.Value, out _)
                ? [new DnsHost(target.Value, null, target.Value, "", null, target.Span)]
                : null;
        }

        var hosts = service.IsHeadless || question.Endpoint is not null ? Endpoints(service, question) : ClusterIPs(service, question.Port, question.Protocol);
        return hosts.Count > 0 ? hosts : null;
    }

    private List<DnsHost> Endpoints(DnsService service, DnsQuestion question)
    {
        var hosts = new List<DnsHost>();
        foreach (var subset in service.Subsets)
        {
            foreach (var endpoint in subset.Endpoints)
            {
                if (question.Endpoint is not null && !Matches(question.Endpoint, endpoint.Hostname))
                {
                    continue;
                }

                foreach (var port in subset.Ports)
                {
                    if (Matches(question.Port, port.Name) && Matches(question.Protocol, port.Protocol))
                    {
                        hosts.Add(new DnsHost(endpoint.Address, endpoint.Family, endpoint.Shown, $"{endpoint.Hostname}.{service.Name}.{service.Namespace}.svc.{Zone}", port.Port, endpoint.Span));
                    }
                }
            }
        }

        return hosts;
    }

    private List<DnsHost> ClusterIPs(DnsService service, string? port, string? protocol)
    {
        var hosts = new List<DnsHost>();
        IReadOnlyList<(string Name, string Protocol, int? Number)> ports = service.Service.Spec?.Ports is { Count: > 0 } written
            ? [.. written.Items.Select(p => (p.Name?.Value ?? "", p.Protocol?.Value ?? "TCP", p.Port?.Value))]
            : [("", "", null)];
        foreach (var own in ports)
        {
            if (!Matches(port, own.Name) || !Matches(protocol, own.Protocol))
            {
                continue;
            }

            foreach (var ip in service.Service.Spec?.ClusterIPs?.Items ?? [])
            {
                if (IPAddressValue.TryParseSloppy(ip.Value, out var address))
                {
                    var shown = ip.IsDefault ? $"service {service.Namespace}/{service.Name}" : ip.Value;
                    hosts.Add(new DnsHost(ip.Value, address.Family, shown, $"{service.Name}.{service.Namespace}.svc.{Zone}", own.Number, service.Service.NameSpan));
                }
            }
        }

        return hosts;
    }

    private static bool Matches(string? asked, string own) => string.IsNullOrEmpty(asked) || string.Equals(asked, own, StringComparison.OrdinalIgnoreCase);

    // CoreDNS finds itself by its own address among the endpoints.
    private IEnumerable<DnsService> NameServers() =>
        (_objects.Find("kube-system", "kube-dns") ?? _objects.Find("kube-system", "coredns") ?? _objects.Find("kube-system", "rke2-coredns-rke2-coredns")) is { IsHeadless: false, IsExternalName: false } own ? [own] : [];
}
