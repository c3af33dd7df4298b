using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Names;

/// <summary>CoreDNS' hosts plugin: names with addresses, in the Corefile or in a file of the ConfigMap beside it.</summary>
internal sealed class HostsPlugin
{
    private static readonly string[] Options = ["ttl", "no_reverse", "reload", "fallthrough", "fallthrough_unsupported"];

    private readonly IReadOnlyList<string> _zones;
    private readonly IReadOnlyList<string>? _fallthrough;
    private readonly List<(string Name, IPAddressValue Address)> _entries = [];
    private readonly bool _hasReverse;
    private readonly bool _isFileKnown;

    private HostsPlugin(CorefileDirective directive, IReadOnlyList<string> zones, ConfigMap source)
    {
        var words = directive.Arguments.ToArray();
        _zones = words.Length > 1 ? [.. words.Skip(1).Select(DnsName.Normal)] : zones;
        _fallthrough = directive.Body.FirstOrDefault(d => d.Name == "fallthrough")?.Arguments.Select(DnsName.Normal).ToArray();
        _hasReverse = directive.Body.All(d => d.Name != "no_reverse");
        var file = words.Length > 0 ? source.Data?[words[0].Substring(words[0].LastIndexOf('/') + 1)] : null;
        // The server's own /etc/hosts names the server alone.
        _isFileKnown = words.Length == 0 || words[0] == "/etc/hosts" || file is not null;
        foreach (var line in (file ?? "").Split('\n'))
        {
            Add(line.Split('#')[0].Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries));
        }

        foreach (var line in directive.Body.Where(d => Array.IndexOf(Options, d.Name) < 0))
        {
            Add(line.Words);
        }
    }

    /// <param name="directive">Of a server block.</param>
    /// <param name="zones">Of the server block.</param>
    /// <param name="source">Holds the Corefile, and perhaps the hosts file.</param>
    public static HostsPlugin Read(CorefileDirective directive, IReadOnlyList<string> zones, ConfigMap source) => new(directive, zones, source);

    /// <summary>Null where the next plugin is asked; <see cref="DnsCode.Outside"/> where a file decides that the input lacks.</summary>
    public DnsAnswer? Answer(string name, DnsType type)
    {
        if (type == DnsType.PTR)
        {
            var asked = _hasReverse ? DnsName.AddressOfReverse(name) : null;
            var names = _entries.Where(e => asked is { } address && e.Address.Equals(address) && e.Name[0] != '*').Select(e => new DnsRecord(null, type, e.Name + ".", null)).ToArray();
            return names.Length > 0 ? new DnsAnswer(DnsCode.NoError, names) : null;
        }

        if (DnsName.ZoneOf(name, _zones) is null)
        {
            return null;
        }

        var wildcard = "*" + (name.IndexOf('.') is >= 0 and var dot ? name.Substring(dot) : "");
        var own = _entries.Where(e => e.Name == name).ToArray();
        own = own.Length > 0 ? own : [.. _entries.Where(e => e.Name == wildcard)];
        if (own.Length == 0)
        {
            return Otherwise(name);
        }

        var family = type == DnsType.A ? IPFamily.IPv4 : IPFamily.IPv6;
        var records = type is DnsType.A or DnsType.AAAA ? own.Where(e => e.Address.Family == family).Select(e => new DnsRecord(null, type, e.Address.ToString(), null)).ToArray() : [];
        return new DnsAnswer(records.Length > 0 ? DnsCode.NoError : DnsCode.NoData, records);
    }

    // Without fallthrough the server fails.
    private DnsAnswer? Otherwise(string name) =>
        _isFileKnown && _fallthrough is { } zones && (zones.Count == 0 || DnsName.ZoneOf(name, zones) is not null) ? null : new DnsAnswer(DnsCode.Outside, []);

    private void Add(IReadOnlyList<string> words)
    {
        if (words.Count > 1 && IPAddressValue.TryParse(words[0], out var address))
        {
            _entries.AddRange(words.Skip(1).Select(n => (DnsName.Normal(n), address)));
        }
    }
}
