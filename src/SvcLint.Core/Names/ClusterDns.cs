using System.Globalization;
using SvcLint.Emulation;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Names;

/// <summary>The cluster's DNS server: what CoreDNS answers for the objects of the input.</summary>
public sealed class ClusterDns
{
    private const int LongestChain = 7;
    private const string SchemaVersion = "1.1.0";

    private readonly DnsObjects _objects;
    private readonly DnsReasons _reasons;

    /// <param name="objects">Of one cluster.</param>
    /// <param name="server">How its server is set up.</param>
    /// <param name="version">Decides what the controllers derive.</param>
    public ClusterDns(IReadOnlyList<KubernetesObject> objects, DnsServer server, KubernetesVersion version)
        : this(objects, ClusterEndpoints.Of(objects, version), server)
    {
    }

    /// <param name="objects">Of one cluster.</param>
    /// <param name="services">Its Services with their slices.</param>
    /// <param name="server">How its server is set up.</param>
    public ClusterDns(IReadOnlyList<KubernetesObject> objects, IReadOnlyList<ListedService> services, DnsServer server)
    {
        Server = server;
        Zone = server.Domain.TrimEnd('.').ToLowerInvariant();
        _objects = new DnsObjects(objects, services, server.EndpointPodNames);
        _reasons = new DnsReasons(_objects, Zone);
    }

    public DnsServer Server { get; }

    /// <summary>The cluster's domain, without a final dot.</summary>
    public string Zone { get; }

    public bool HasNamespace(string name) => _objects.HasNamespace(name);

    /// <summary>True for names that the cluster's own server answers.</summary>
    public bool IsInZone(string name) => IsBelow(Normal(name), Zone);

    public DnsAnswer Ask(string name, DnsType type)
    {
        var asked = Normal(name);
        if (ReverseAddress(asked) is { } reverse)
        {
            return Server.AnswersReverse ? AskReverse(reverse.Address, type) : Outside(asked);
        }

        if (!IsBelow(asked, Zone))
        {
            return Outside(asked);
        }

        var answer = asked.Length > 253 ? new DnsAnswer(DnsCode.NxDomain, []) : AskZone(asked, type);
        return answer with { Because = [.. _reasons.Of(asked, type, answer)], IsAssumed = answer.Code == DnsCode.NxDomain && !_objects.HoldsAllNamespaces && DnsQuestion.Read(asked, Zone) is { Namespace: { } @namespace } && !_objects.HasNamespace(@namespace) };
    }

    /// <summary>The Service that a full name stands for, or is below; null where there is none.</summary>
    public DnsTarget? TargetOf(string name) =>
        Normal(name) is var full && IsBelow(full, Zone) && DnsQuestion.Read(full, Zone) is { Kind: "svc", Namespace: { } @namespace, Service: { } label } question
        && _objects.Find(@namespace, label) is { } service
            ? new DnsTarget(service.Service, question.Endpoint, question.Port) : null;

    private static DnsAnswer Outside(string name) =>
        new(DnsCode.Outside, []) { Because = [new DnsReason(name.Length == 0 ? "no name" : $"{name} is not a name of the cluster; the servers that CoreDNS forwards to answer it", null)] };

    private static string Normal(string name) => (name.EndsWith(".", StringComparison.Ordinal) ? name.Substring(0, name.Length - 1) : name).ToLowerInvariant();

    private static bool IsBelow(string name, string zone) =>
        name == zone || (name.Length > zone.Length && name.EndsWith(zone, StringComparison.Ordinal) && name[name.Length - zone.Length - 1] == '.');

    private DnsAnswer AskZone(string name, DnsType type)
    {
        switch (type)
        {
            case DnsType.A or DnsType.AAAA:
                return AskAddress(name, type);
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

    private DnsAnswer AskAddress(string name, DnsType type)
    {
        var records = new List<DnsRecord>();
        string? outside = null;
        if (!Follow(name, null, type, [], records, ref outside))
        {
            return new DnsAnswer(DnsCode.NxDomain, []);
        }

        return Answer(records) with { OutsideTarget = outside };
    }

    // CNAMEs inside the zone are followed, and left out where they lead to nothing.
    private bool Follow(string name, string? owner, DnsType type, IReadOnlyList<string> targets, List<DnsRecord> records, ref string? outside)
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
            if (Normal(target) == name || targets.Count > LongestChain || targets.Contains(target))
            {
                continue;
            }

            var alias = new DnsRecord(owner, DnsType.CNAME, target, host.Span);
            if (!IsBelow(Normal(target), Zone))
            {
                records.Add(alias);
                outside = Normal(target);
                continue;
            }

            var next = new List<DnsRecord>();
            if (Follow(Normal(target), target, type, [.. targets, target], next, ref outside) && next.Count > 0)
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

        return !_objects.HasNamespace(question.Namespace) ? null : question.Service is null ? [] : question.Kind == "pod" ? Pods(question) : Services(question);
    }

    private IReadOnlyList<DnsHost>? Pods(DnsQuestion question)
    {
        var dashed = question.Service!;
        var isFour = dashed.Count(c => c == '-') == 3 && dashed.IndexOf("--", StringComparison.Ordinal) < 0;
        if (Server.Pods == PodNameMode.Disabled || !IPAddressValue.TryParse(dashed.Replace('-', isFour ? '.' : ':'), out var address))
        {
            return null;
        }

        var host = new DnsHost(address.ToString(), address.Family, address.ToString(), "", null, null);
        if (Server.Pods == PodNameMode.Insecure)
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

        if (_objects.Find(question.Namespace!, question.Service!) is not { } service || (Server.IgnoreEmptyService && service is { IsExternalName: false, IsHeadless: false } && !service.Endpoints.Any()))
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

    private DnsAnswer AskReverse(IPAddressValue? address, DnsType type)
    {
        if (address is not { } asked || type != DnsType.PTR)
        {
            return new DnsAnswer(DnsCode.Outside, []) { Because = [new DnsReason("no address of a Service or an endpoint; the servers that CoreDNS forwards to answer it", null)] };
        }

        foreach (var service in _objects.WithClusterIP(asked))
        {
            return Answer([new DnsRecord(null, DnsType.PTR, $"{service.Name}.{service.Namespace}.svc.{Zone}.", service.Service.NameSpan)]);
        }

        var records = new List<DnsRecord>();
        foreach (var (service, endpoint) in _objects.WithEndpoint(asked))
        {
            var name = $"{endpoint.Hostname}.{service.Name}.{service.Namespace}.svc.{Zone}.";
            if (!records.Exists(r => r.Data == name))
            {
                records.Add(new DnsRecord(null, DnsType.PTR, name, endpoint.Span));
            }
        }

        return records.Count > 0 ? Answer([.. records.OrderBy(r => r.Data, StringComparer.Ordinal)]) : AskReverse(null, type);
    }

    /// <summary>Null for a name of no reverse zone; without an address for one that is not an address as a whole.</summary>
    private static (bool IsReverse, IPAddressValue? Address)? ReverseAddress(string name)
    {
        var isFour = IsBelow(name, "in-addr.arpa");
        if (!isFour && !IsBelow(name, "ip6.arpa"))
        {
            return null;
        }

        var labels = name.Substring(0, Math.Max(0, name.Length - (isFour ? ".in-addr.arpa" : ".ip6.arpa").Length)).Split('.');
        Array.Reverse(labels);
        if (labels.Length != (isFour ? 4 : 32))
        {
            return (true, null);
        }

        var text = isFour ? string.Join(".", labels) : string.Join(":", Enumerable.Range(0, 8).Select(i => string.Concat(labels.Skip(i * 4).Take(4))));
        return (true, IPAddressValue.TryParse(text, out var address) ? address : null);
    }
}
