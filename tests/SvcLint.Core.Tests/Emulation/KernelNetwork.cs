using System.Net;
using System.Net.Sockets;
using System.Text;
using SvcLint.Emulation;
using SvcLint.Emulation.Tracing;
using SvcLint.Kubernetes;

namespace SvcLint.Core.Tests.Emulation;

/// <summary>What a client saw: who answered, and whom the server saw.</summary>
internal sealed record KernelAnswer(TraceVerdict Verdict, string? Endpoint, string? SeenSource);

/// <summary>A node between its pods, the pods of another node and the world outside, each in a namespace of its own.</summary>
internal sealed class KernelNetwork : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400);

    // A busy machine answers late; what is dropped is never answered.
    private static readonly TimeSpan LongPatience = TimeSpan.FromSeconds(8);

    // An address that is still being looked for elsewhere answers nobody.
    private const string NoDuplicateDetection = "net.ipv6.conf.default.accept_dad=0";

    private readonly IPFamily _family;
    private readonly NetworkNamespace _node = NetworkNamespace.Create("node");
    private readonly NetworkNamespace _client = NetworkNamespace.Create("client");
    private readonly NetworkNamespace _remote = NetworkNamespace.Create("remote");
    private readonly NetworkNamespace _outside = NetworkNamespace.Create("outside");

    // A pod that is endpoint and client at once must not share its addresses with another.
    private readonly Dictionary<string, NetworkNamespace> _pods = new(StringComparer.Ordinal);
    private readonly List<Socket> _servers = [];
    private int _links;

    public KernelNetwork(IPFamily family = IPFamily.IPv4)
    {
        _family = family;
        _node.Run("sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv4.conf.all.rp_filter=0", "net.ipv4.conf.default.rp_filter=0", "net.ipv4.conf.all.route_localnet=1", "net.ipv4.conf.all.send_redirects=0", "net.ipv4.conf.default.send_redirects=0", "net.ipv6.conf.all.forwarding=1", NoDuplicateDetection);
        Join(_client, Single("10.244.1.250"));
        Join(_remote, Text("10.244.2.0/24"));
        Join(_outside, "default");
        AddAddress(_client, Text("10.244.1.250"));
        AddAddress(_outside, Text("203.0.113.200"));
        AddAddress(_outside, Text("8.8.8.8"));
        AddAddress(_node, Text(RandomCluster.NodeIP));
    }

    public void Load(RuleSet rules) => Load(_node, rules);

    /// <summary>Gives the node's kernel what a network plugin would, in nft's words.</summary>
    public void LoadPolicies(string rules) => _node.Feed("nft", rules, "-f", "-");

    /// <summary>Gives the kernel of a namespace the emulated text, as kube-proxy would.</summary>
    public static void Load(NetworkNamespace place, RuleSet rules)
    {
        var text = rules.ToText();
        if (rules.Mode == ProxyMode.Nftables)
        {
            place.Feed("nft", text, "-f", "-");
            return;
        }

        var tool = rules.Family == IPFamily.IPv6 ? "ip6tables-restore" : "iptables-restore";
        var restore = text.IndexOf("# iptables-restore", StringComparison.Ordinal);
        place.Feed(tool, text[restore..], "--noflush", "--counters");
        // kube-proxy makes sure of the chains that it jumps to, filled or not.
        foreach (var jump in text[..restore].Split('\n').Where(line => line.StartsWith("-t ", StringComparison.Ordinal)))
        {
            var table = jump.Split(' ')[1];
            var target = jump.Split(' ')[^1];
            var declaration = text.Contains($"\n:{target} ", StringComparison.Ordinal) ? "" : $":{target} - [0:0]\n";
            place.Feed(tool, $"*{table}\n{declaration}{jump["-t ".Length..][(table.Length + 1)..]}\nCOMMIT\n", "--noflush");
        }
    }

    /// <summary>Puts a server behind <c>ip:port</c> that answers with both ends as it sees them.</summary>
    public void Serve(string address, bool isLocal, SocketType type)
    {
        var endpoint = IPEndPoint.Parse(address);
        var place = isLocal ? PodAt(endpoint.Address.ToString()) : _remote;
        if (!isLocal)
        {
            AddAddress(_remote, endpoint.Address.ToString());
        }

        var socket = place.Socket(type, _family);
        socket.Bind(endpoint);
        _servers.Add(socket);
        if (type == SocketType.Stream)
        {
            socket.Listen(16);
        }

        new Thread(() => Answer(socket, type)) { IsBackground = true }.Start();
    }

    /// <summary>Sends a packet; where an answer is expected and none came, once more with longer patience.</summary>
    public KernelAnswer Send(Packet packet, bool expectsAnswer)
    {
        var answer = Send(packet, Patience);
        return expectsAnswer && answer.Verdict == TraceVerdict.Dropped ? Send(packet, LongPatience) : answer;
    }

    private KernelAnswer Send(Packet packet, TimeSpan patience)
    {
        var source = packet.Source.ToString();
        var place = packet.Origin switch { PacketOrigin.Pod => _pods.TryGetValue(source, out var pod) ? pod : _client, PacketOrigin.Node => _node, _ => _outside };
        var type = packet.Protocol == "udp" ? SocketType.Dgram : SocketType.Stream;
        using var socket = place.Socket(type, _family);
        socket.Bind(new IPEndPoint(IPAddress.Parse(source), 0));
        try
        {
            if (!Connect(socket, new IPEndPoint(IPAddress.Parse(packet.Destination.ToString()), packet.Port), patience))
            {
                return new KernelAnswer(TraceVerdict.Dropped, null, null);
            }

            socket.ReceiveTimeout = (int)patience.TotalMilliseconds;
            var buffer = new byte[256];
            socket.Send("?"u8);
            var parts = Encoding.ASCII.GetString(buffer, 0, socket.Receive(buffer)).Split(' ');
            return new KernelAnswer(TraceVerdict.Allowed, parts[0], IPEndPoint.Parse(parts[1]).Address.ToString());
        }
        catch (SocketException problem)
        {
            return new KernelAnswer(problem.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock ? TraceVerdict.Dropped : TraceVerdict.Rejected, null, null);
        }
    }

    // Without the thread pool, which the other tests may keep busy. False when nobody answered in time.
    private static bool Connect(Socket socket, IPEndPoint destination, TimeSpan patience)
    {
        socket.Blocking = false;
        try
        {
            socket.Connect(destination);
        }
        catch (SocketException problem) when (problem.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            if (!socket.Poll(patience, SelectMode.SelectWrite))
            {
                return false;
            }

            var error = (int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;
            if (error != 0)
            {
                throw new SocketException(error);
            }
        }

        socket.Blocking = true;
        return true;
    }

    public void Dispose()
    {
        foreach (var server in _servers)
        {
            server.Dispose();
        }

        foreach (var place in _pods.Values.Concat([_node, _client, _remote, _outside]))
        {
            place.Dispose();
        }
    }

    private static void Answer(Socket socket, SocketType type)
    {
        var buffer = new byte[16];
        try
        {
            while (true)
            {
                if (type == SocketType.Dgram)
                {
                    EndPoint sender = new IPEndPoint(socket.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
                    socket.ReceiveFrom(buffer, ref sender);
                    socket.SendTo(Encoding.ASCII.GetBytes($"{socket.LocalEndPoint} {sender}"), sender);
                    continue;
                }

                using var connection = socket.Accept();
                connection.ReceiveTimeout = (int)Patience.TotalMilliseconds;
                connection.Receive(buffer);
                connection.Send(Encoding.ASCII.GetBytes($"{connection.LocalEndPoint} {connection.RemoteEndPoint}"));
            }
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
        {
            // The network is being taken down.
        }
    }

    private NetworkNamespace PodAt(string address)
    {
        if (!_pods.TryGetValue(address, out var place))
        {
            _pods.Add(address, place = NetworkNamespace.Create("pod"));
            Join(place, address + (_family == IPFamily.IPv6 ? "/128" : "/32"));
            AddAddress(place, address);
        }

        return place;
    }

    private string Text(string ipv4) => RandomCluster.In(_family, ipv4);

    private string Single(string ipv4) => Text(ipv4) + (_family == IPFamily.IPv6 ? "/128" : "/32");

    private void AddAddress(NetworkNamespace place, string address)
    {
        if (_family == IPFamily.IPv6)
        {
            place.Run("ip", "-6", "addr", "replace", address + "/128", "dev", "lo", "nodad");
        }
        else
        {
            place.Run("ip", "addr", "replace", address + "/32", "dev", "lo");
        }
    }

    private void Join(NetworkNamespace place, string route)
    {
        var number = ++_links;
        var link = "link" + number;
        var (own, other, length, flag) = _family == IPFamily.IPv6 ? ($"fd00:ffff:{number}::1", $"fd00:ffff:{number}::2", "/64", "-6") : ($"169.254.{number}.1", $"169.254.{number}.2", "/30", "-4");
        string[] quick = _family == IPFamily.IPv6 ? ["nodad"] : [];
        place.Run("sysctl", "-qw", NoDuplicateDetection);
        _node.Run("ip", "link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", place.Name);
        _node.Run("ip", [flag, "addr", "add", own + length, "dev", link, .. quick]);
        _node.Run("ip", "link", "set", link, "up");
        place.Run("ip", [flag, "addr", "add", other + length, "dev", "eth0", .. quick]);
        place.Run("ip", "link", "set", "eth0", "up");
        place.Run("ip", flag, "route", "add", "default", "via", own);
        _node.Run("ip", flag, "route", "add", route, "via", other, "src", own);
    }
}
