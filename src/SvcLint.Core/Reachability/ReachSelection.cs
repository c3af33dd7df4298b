using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Reachability.Policies;

namespace SvcLint.Reachability;

/// <summary>Ends that a person names, with the ports meant on each.</summary>
public sealed class ReachSelection
{
    public const string Forms = "a workload (shop/web), a namespace (shop/*), labels (app=web), a Service (service/shop/web), an address or range ([fd00::/8]:443 with a port), internet, or *; a destination with [:PORT][/PROTOCOL], :!PORT for every other one, :* for all";

    private readonly Dictionary<ReachEnd, PortSet> _ports = [];
    private readonly HashSet<Service> _services = [];

    private readonly HashSet<Service> _named = [];
    private readonly List<(Service Service, ServicePort? Port)> _bare = [];
    private readonly ServiceTargets _targets;
    private string? _port;
    private string? _protocol;
    private bool _isOthers;

    private ReachSelection(string text, ServiceTargets targets) => (Text, _targets) = (text, targets);

    /// <summary>As it was written.</summary>
    public string Text { get; }

    public IReadOnlyCollection<ReachEnd> Ends => _ports.Keys;

    /// <summary>Every single port is meant (<c>:*</c>); where none is written, any will do.</summary>
    public bool IsEveryPort { get; private set; }

    /// <summary>A port is written that nothing of the name has.</summary>
    public bool NamesNoPort { get; private set; }

    /// <summary>Ports of Services that it names and that lead to no pod of the input, or to ports that the pods do not have; without a port where the Service has none.</summary>
    public IReadOnlyList<(Service Service, ServicePort? Port)> Bare => _bare;

    /// <summary>The addresses outside that it names; ends that hold more of them are among <see cref="Ends"/>, too.</summary>
    public (IPAddressValue First, IPAddressValue Last)? Range { get; private set; }

    /// <summary>Ports of Services that were named as such; none where the others are meant.</summary>
    internal IEnumerable<(Service Service, ServicePort Port)> NamedPorts => _isOthers ? []
        : _named.SelectMany(s => (s.Spec?.Ports?.Items ?? []).Where(p => IsMeant(s, p, _port, _protocol)).Select(p => (s, p)));

    public bool HoldsOutside => _ports.Keys.Any(e => e.Kind == ReachEndKind.Outside);

    /// <summary>Services that it names, or whose pods it holds.</summary>
    public IReadOnlyCollection<Service> Services => _services;

    public bool Holds(ReachEnd end) => _ports.ContainsKey(end);

    /// <summary>The ports that are meant on an end.</summary>
    public PortSet PortsOf(ReachEnd end) => _ports.TryGetValue(end, out var ports) ? ports : PortSet.Empty;

    public bool Holds(ReachEnd end, PortSet ports) => _ports.TryGetValue(end, out var meant) && !meant.Intersect(ports).IsEmpty;

    public bool Concerns(Service service) => _services.Contains(service);

    public bool Concerns(Service service, ServicePort port) => Concerns(service)
        && (_named.Contains(service) ? IsMeant(service, port, _port, _protocol)
            : (_port is null && _protocol is null && !_isOthers) || _targets.Of(service, port).Any(t => t.Port is { } number && Holds(t.End, PortSet.Range(PortResolution.Protocol(port), number, number))));

    /// <summary>Why there can be no such port in any cluster; null where there can.</summary>
    public static string? Problem(string text)
    {
        var (name, written, _) = Split(text.Trim());
        if (IsMisspeltRange(name))
        {
            return $"'{name}' is no address or range: write 10.0.0.0/8, 10.0.0.1 or 10.0.0.1-10.0.0.9";
        }

        var port = written?.TrimStart('!');
        if (port is null or "*")
        {
            return null;
        }

        var slash = port.IndexOf('/');
        return slash >= 0 ? $"'{port.Substring(slash + 1)}' is no protocol: TCP, UDP or SCTP"
            : port.Split(',').FirstOrDefault(p => p.All(c => c is '-' or (>= '0' and <= '9')) && !IsRange(p.Split('-'))) is { } wrong ? $"'{wrong}' is no port: 1 to 65535, or FIRST-LAST"
            : null;
    }

    // Names of workloads may be of digits, too; four of them were meant to be an address, and no namespace has dots.
    private static bool IsMisspeltRange(string name)
    {
        var first = name.Split('/', '-')[0];
        return RangeOf(name) is null && first.Length > 0 && (first[0] is >= '0' and <= '9' || first.IndexOf(':') >= 0) && name.IndexOf('=') < 0
            && (first.IndexOf(':') >= 0 ? first.All(c => c is ':' or '.' or (>= '0' and <= '9') or (>= 'a' and <= 'f') or (>= 'A' and <= 'F')) && first.Count(c => c == ':') > 1
                : first.Count(c => c == '.') is var dots && (dots == 3 || (dots > 0 && name.IndexOf('/') > 0)) && first.All(c => c is '.' or (>= '0' and <= '9')));
    }

    /// <summary>An IPv6 address or range, whether or not the cluster has some.</summary>
    public static bool IsIPv6(string text) => Split(text.Trim()).Name is var name
        && (CidrValue.TryParseSloppy(name, out var range) ? range.Network.Family : IPAddressValue.TryParse(name, out var address) ? address.Family : IPFamily.IPv4) == IPFamily.IPv6;

    private static bool IsRange(string[] ends) => ends.Length <= 2
        && IsPort(ends[0], out var first) && IsPort(ends[ends.Length - 1], out var last) && first <= last;

    private static bool IsPort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= 65535;

    /// <summary>Reads what a person wrote; null where it names nothing in the cluster.</summary>
    public static ReachSelection? Read(string text, Connectivity connectivity)
    {
        var selection = new ReachSelection(text.Trim(), connectivity.Targets);
        var (name, port, protocol) = Split(selection.Text);
        selection.IsEveryPort = port == "*";
        port = selection.IsEveryPort ? null : port;
        var isOthers = port?.StartsWith("!", StringComparison.Ordinal) == true;
        (selection._port, selection._protocol, selection._isOthers) = (isOthers ? null : port, protocol, isOthers);
        selection.Add(name, isOthers ? port!.Substring(1) : port, protocol, connectivity);
        if (isOthers)
        {
            selection.NamesNoPort &= selection._ports.Count == 0;
            selection.TurnRound(protocol is null ? PortSet.All : PortSet.Of(protocol));
        }

        foreach (var service in connectivity.Targets.Services.Where(s => connectivity.Targets.Behind(s).Any(selection.Holds)))
        {
            selection._services.Add(service);
        }

        return selection._ports.Count > 0 || selection._services.Count > 0 ? selection : null;
    }

    /// <summary>A workload of that name which is there and runs no pods as long as nobody scales it; null where there is none, or it runs some.</summary>
    public static Workload? Idle(string text, DeploymentUnit unit)
    {
        var name = Split(text.Trim()).Name;
        name = name.StartsWith("workload/", StringComparison.Ordinal) ? name.Substring("workload/".Length) : name;
        var slash = name.IndexOf('/');
        var (ns, rest) = slash < 0 ? (null, name) : (name.Substring(0, slash), name.Substring(slash + 1));
        return unit.Workloads.FirstOrDefault(w => !ReachEnds.Runs(w) && (ns is null || (w.Namespace ?? "default") == ns) && (w.Name == rest || $"{w.Name}[{w.Kind.Value}]" == rest || (ns is not null && rest == "*")));
    }

    // Every port but those that were named.
    private void TurnRound(PortSet all)
    {
        foreach (var end in _ports.Keys.ToArray())
        {
            _ports[end] = all.Except(_ports[end]);
        }
    }

    private void Add(string name, string? port, string? protocol, Connectivity connectivity)
    {
        var ports = Ports(port, protocol);
        Range = RangeOf(name);
        foreach (var end in OfAddresses(name, connectivity) ?? OfPods(name, connectivity) ?? [])
        {
            _ports[end] = ports ?? Named(end, port!, protocol);
        }

        if (_ports.Count > 0)
        {
            NamesNoPort = _ports.Values.All(p => p.IsEmpty);
            return;
        }

        var isService = IsService(name);
        var hasPort = false;
        var parts = (isService ? name.Substring("service/".Length) : name).Split('/');
        foreach (var service in connectivity.Targets.Services.Where(s => s.Name == parts[parts.Length - 1] && (parts.Length == 1 || (s.Namespace ?? "default") == parts[0])))
        {
            _services.Add(service);
            _named.Add(service);
            if (service.Spec?.Ports is not { Count: > 0 })
            {
                _bare.Add((service, null));
            }

            foreach (var own in (service.Spec?.Ports?.Items ?? []).Where(p => IsMeant(service, p, port, protocol)))
            {
                hasPort = true;
                Add(service, own);
            }
        }

        NamesNoPort = _services.Count > 0 && !hasPort && _bare.Count == 0;
    }

    private static bool IsService(string name) => name.StartsWith("service/", StringComparison.Ordinal);

    // A headless Service maps nothing: what clients ask for is the pods' own port.
    private bool IsMeant(Service service, ServicePort own, string? port, string? protocol) => (protocol is null || PortResolution.Protocol(own) == protocol)
        && (port is null || own.Name?.Value == port || ((_targets.ClientPort(service, own)?.Int ?? own.Port?.Value) is { } number && Ports(port, PortResolution.Protocol(own))?.Contains(PortResolution.Protocol(own), number) == true));

    private void Add(Service service, ServicePort port)
    {
        var targets = _targets.Of(service, port).Where(t => t.Port is not null).ToArray();
        foreach (var target in targets)
        {
            var one = PortSet.Range(PortResolution.Protocol(port), target.Port!.Value, target.Port.Value);
            _ports[target.End] = _ports.TryGetValue(target.End, out var before) ? before.Union(one) : one;
        }

        if (Array.TrueForAll(targets, t => t.IsDoubtful))
        {
            _bare.Add((service, port));
        }
    }

    private static IEnumerable<ReachEnd>? OfAddresses(string name, Connectivity connectivity)
    {
        var outside = connectivity.Ends.Where(e => e.Kind == ReachEndKind.Outside);
        return name == "internet" ? outside
            : RangeOf(name) is var (from, to) ? outside.Where(e => e.Addresses!.Value.First.Family == from.Family && e.Addresses!.Value.First.CompareTo(to) <= 0 && e.Addresses.Value.Last.CompareTo(from) >= 0)
            : null;
    }

    private static (IPAddressValue First, IPAddressValue Last)? RangeOf(string name)
    {
        var dash = name.IndexOf('-');
        return dash > 0 && IPAddressValue.TryParse(name.Substring(0, dash), out var first) && IPAddressValue.TryParse(name.Substring(dash + 1), out var last) ? (first, last)
            : CidrValue.TryParseSloppy(name, out var range) ? (range.Network, AddressSpace.LastOf(range))
            : IPAddressValue.TryParse(name, out var address) ? (address, address)
            : null;
    }

    private static IEnumerable<ReachEnd>? OfPods(string name, Connectivity connectivity)
    {
        if (connectivity.Ends.Where(e => e.Name == name).ToArray() is { Length: > 0 } exact)
        {
            return exact;
        }

        if (IsService(name))
        {
            return null;
        }

        var all = connectivity.Ends.Where(e => e.Kind == ReachEndKind.Workload);
        if (name.StartsWith("workload/", StringComparison.Ordinal))
        {
            name = name.Substring("workload/".Length);
        }

        if (name.StartsWith("namespace/", StringComparison.Ordinal))
        {
            name = name.Substring("namespace/".Length) + "/*";
        }

        var slash = name.IndexOf('/');
        var equals = name.IndexOf('=');
        // A key may have a slash of its own: app.kubernetes.io/name=web.
        var hasNamespace = slash > 0 && (equals < 0 || (slash < equals && name.LastIndexOf('.', slash) < 0));
        var ns = hasNamespace ? name.Substring(0, slash) : null;
        var rest = hasNamespace ? name.Substring(slash + 1) : name;
        if (rest.IndexOf('=') >= 0)
        {
            var pairs = rest.Split(',').Select(p => p.Split('=')).ToArray();
            return all.Where(e => InNamespace(e) && Array.TrueForAll(pairs, p => e.Workload!.PodLabels?[p[0]] == p[p.Length - 1]));
        }

        if (rest == "*")
        {
            return all.Where(InNamespace);
        }

        var named = all.Where(e => InNamespace(e) && (e.Workload!.Name == rest || e.Name.EndsWith("/" + rest, StringComparison.Ordinal) || NameIn(e) == rest)).ToArray();
        return named.Length > 0 ? named : ns is null ? all.Where(e => e.Namespace == rest) : null;

        bool InNamespace(ReachEnd end) => ns is null || ns == "*" || end.Namespace == ns;
    }

    private static string NameIn(ReachEnd end) => end.Name.Substring(end.Namespace!.Length + 1).Split('[')[0];

    // 5432, 8000-8100, 80,443 or nothing; null for a name, which each pod has its own number for.
    private static PortSet? Ports(string? port, string? protocol)
    {
        if (port is null)
        {
            return protocol is null ? PortSet.All : PortSet.Of(protocol);
        }

        var ports = PortSet.Empty;
        foreach (var part in port.Split(','))
        {
            var ends = part.Split('-');
            if (!int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first) || !int.TryParse(ends[ends.Length - 1], NumberStyles.None, CultureInfo.InvariantCulture, out var last))
            {
                return null;
            }

            ports = ports.Union(PortSet.Range(protocol ?? "TCP", first, last));
        }

        return ports;
    }

    private static PortSet Named(ReachEnd end, string port, string? protocol) => end.Workload is { } workload
        ? PortResolution.Declared(workload)
            .Where(p => p.Name?.Value == port && p.Number is not null && (protocol is null || PortResolution.Protocol(p) == protocol))
            .Select(p => PortSet.Range(PortResolution.Protocol(p), p.Number!.Value, p.Number.Value))
            .Aggregate(PortSet.Empty, (all, one) => all.Union(one))
        : PortSet.Empty;

    private static (string Name, string? Port, string? Protocol) Split(string text)
    {
        string? protocol = null;
        var slash = text.LastIndexOf('/');
        // Behind a port in any case; without one as protocols are written, for a workload may be called tcp.
        if (slash >= 0 && (text.Substring(slash + 1) is "TCP" or "UDP" or "SCTP" || (text.Substring(slash + 1).ToUpperInvariant() is "TCP" or "UDP" or "SCTP" && text.IndexOf(':') is > 0 and var before && before < slash)))
        {
            protocol = text.Substring(slash + 1).ToUpperInvariant();
            text = text.Substring(0, slash);
        }

        // An IPv6 address has colons of its own: [fd00::/8]:443.
        var bracket = text.StartsWith("[", StringComparison.Ordinal) ? text.IndexOf(']') : -1;
        if (bracket > 0)
        {
            var rest = text.Substring(bracket + 1);
            return (text.Substring(1, bracket - 1), rest.StartsWith(":", StringComparison.Ordinal) ? rest.Substring(1) : null, protocol);
        }

        var colon = text.LastIndexOf(':');
        return colon <= 0 || text.IndexOf(':') != colon ? (text, null, protocol) : (text.Substring(0, colon), text.Substring(colon + 1), protocol);
    }
}
