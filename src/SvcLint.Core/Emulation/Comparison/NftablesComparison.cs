using System.Globalization;
using SvcLint.Emulation.Nftables;
using SvcLint.Kubernetes;

namespace SvcLint.Emulation.Comparison;

/// <summary>nftables objects of both sides in one form. Chains, maps and sets without comments, elements without order.</summary>
internal sealed class NftablesComparison(IPFamily family, IReadOnlyList<ProxyServicePort> services)
{
    private readonly Dictionary<string, string> _owners = new(StringComparer.Ordinal);

    public IReadOnlyList<ComparedObject> Emulated(NftablesRuleSet rules)
    {
        var objects = new List<ComparedObject>();
        // One key with one value may be added twice: the kernel keeps one.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var command in rules.Transaction)
        {
            // What the transaction deletes at its end is not there afterwards; what it flushes at its start was not there before.
            if (command.Verb == NftVerb.Delete && NameOf(command.Object) is { } gone)
            {
                objects.RemoveAll(o => o.Place.EndsWith(" " + gone, StringComparison.Ordinal));
            }
            else if (command.Verb == NftVerb.Delete && command.Object is NftElement replaced)
            {
                var place = Of(replaced);
                objects.RemoveAt(objects.FindLastIndex(o => o.Place == place.Place && o.Identity == place.Identity));
            }
            else if (command.Verb == NftVerb.Add && Of(command.Object) is { } compared && (compared.IsOrdered || seen.Add(compared.Place + compared.Text)))
            {
                objects.Add(compared);
            }
        }

        return objects;
    }

    public IReadOnlyList<ComparedObject> Found(NftListing listing) =>
    [
        .. listing.Objects.Select(Of).OfType<ComparedObject>(),
        .. listing.Rules.Select(r => r.Rule is { } rule ? Of(rule)! with { Shown = r.Text } : new ComparedObject($"chain {r.Chain}", r.Text, r.Text, OwnerOf(r.Chain)) { IsOrdered = true }),
    ];

    private static string? NameOf(NftObject item) => item switch { NftSet set => set.Name, NftMap map => map.Name, NftChain chain => chain.Name, _ => null };

    private ComparedObject? Of(NftObject item) => item switch
    {
        NftChain { Hook: { } hook } chain => new ComparedObject($"chain {chain.Name}", $"type {hook.Type} hook {hook.Hook} priority {hook.Priority.ToString(CultureInfo.InvariantCulture)}", "hook", OwnerOf(chain.Name)) { IsOrdered = true },
        NftSet { Type: { } type } set => new ComparedObject($"set {set.Name}", $"type {type}{(set.Flags is null ? "" : $" flags {set.Flags}")}{(set.TimeoutSeconds is { } seconds ? $" timeout {seconds.ToString(CultureInfo.InvariantCulture)}s" : "")}", "type", OwnerOf(set.Name)),
        NftMap { Type: { } type } map => new ComparedObject($"map {map.Name}", $"type {type} : verdict", "type", null),
        NftElement element => Of(element),
        NftRule rule => new ComparedObject($"chain {rule.Chain}", NftablesWriter.TextOf(family, rule with { Statements = rule.Statements.Select(Canonical).ToArray() }), Kinds(rule), OwnerOf(rule.Chain), rule.Cause) { IsOrdered = true, Shown = NftablesWriter.TextOf(family, rule) },
        _ => null,
    };

    private ComparedObject Of(NftElement element)
    {
        var key = WrittenAddress.Key(element.Key.EndsWith("/32", StringComparison.Ordinal) ? element.Key.Substring(0, element.Key.Length - 3) : element.Key);
        var owner = (element.Verdict?.Chain is { } chain ? OwnerOf(chain) : null) ?? (element.Comment is { } comment ? WithoutPort(comment) : null) ?? OwnerOfKey(key);
        return new ComparedObject($"elements of {element.Container}", NftablesWriter.TextOf(family, element with { Key = key, Comment = null }), key, owner, element.Cause);
    }

    private static NftStatement Canonical(NftStatement statement) => statement switch
    {
        NftAddressMatch address => new NftAddressListMatch(address.IsSource, AddressIntervals.Of([address.Text]), address.Negated),
        NftAddressListMatch list => list with { IsSpaced = true, Texts = AddressIntervals.Of(list.Texts) },
        NftDnatStatement dnat => new NftDnatStatement(WrittenAddress.Destination(dnat.Destination)),
        NftRandomDnat random => new NftRandomDnat([.. random.Destinations.Select(WrittenAddress.Destination)]),
        NftInterfaceMatch name => name with { Name = name.Name.Trim('"') },
        _ => statement,
    };

    // A rule that leads to the same place, or does as many things, is another form of it.
    private static string Kinds(NftRule rule) =>
        $"{rule.Statements.Count.ToString(CultureInfo.InvariantCulture)} {string.Join(" ", rule.Statements.OfType<NftVerdictStatement>().Select(v => $"{v.Verdict} {v.Chain}"))}";

    // service-XXXXXXXX-shop/web/tcp/http, endpoint-XXXXXXXX-shop/web/tcp/http__10.0.0.1/80
    private static string? OwnerOf(string chain)
    {
        var slash = chain.IndexOf('/');
        var end = slash < 0 ? -1 : chain.IndexOf('/', slash + 1);
        var dash = chain.IndexOf('-');
        var start = dash < 0 ? -1 : chain.IndexOf('-', dash + 1);
        return end < 0 || start < 0 || start > slash ? null : chain.Substring(start + 1, end - start - 1);
    }

    // An address of its own tells the Service, one of an endpoint the first that has it.
    private string? OwnerOfKey(string key)
    {
        if (_owners.Count == 0)
        {
            foreach (var port in services)
            {
                var owner = $"{port.Name.Namespace}/{port.Name.Name}";
                foreach (var address in port.LoadBalancerVIPs.Concat(port.ExternalIPs).Append(port.ClusterIP))
                {
                    _owners[address.IP] = owner;
                }

                foreach (var endpoint in port.Endpoints)
                {
                    _owners[endpoint.IP] = _owners.TryGetValue(endpoint.IP, out var first) ? first : owner;
                }
            }
        }

        return _owners.TryGetValue(key.Split(' ')[0], out var found) ? found : null;
    }

    private static string WithoutPort(string name)
    {
        var colon = name.IndexOf(':');
        return colon < 0 ? name : name.Substring(0, colon);
    }
}
