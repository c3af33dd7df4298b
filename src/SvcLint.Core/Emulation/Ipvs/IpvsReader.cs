using System.Globalization;
using SvcLint.Emulation.Iptables;
using SvcLint.Kubernetes;

namespace SvcLint.Emulation.Ipvs;

/// <summary>Reads the six sections that <see cref="IpvsWriter"/> writes.</summary>
public static class IpvsReader
{
    /// <exception cref="FormatException">A line holds something that kube-proxy does not leave.</exception>
    public static IpvsRuleSet Read(string text, IPFamily family)
    {
        var sections = Sections(text);
        var (jumps, tables) = IptablesReader.Read(sections["# jumps"].Concat(sections["# iptables-restore"]));
        return new IpvsRuleSet(family)
        {
            Sysctls = sections["# sysctl"].Select(ReadSysctl).ToArray(),
            BoundAddresses = sections["# kube-ipvs0"].Select(ip => new DummyAddress(ip, null)).ToArray(),
            Timeouts = sections["# ipvsadm"].Where(line => line.StartsWith("--set ", StringComparison.Ordinal)).Select(ReadTimeouts).FirstOrDefault(),
            VirtualServers = ReadServers(sections["# ipvsadm"]),
            Sets = ReadSets(sections["# ipset"]),
            Jumps = jumps,
            Tables = tables,
        };
    }

    private static Dictionary<string, List<string>> Sections(string text)
    {
        var sections = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var name in new[] { "# sysctl", "# kube-ipvs0", "# ipvsadm", "# ipset", "# jumps", "# iptables-restore" })
        {
            sections.Add(name, []);
        }

        List<string>? current = null;
        foreach (var line in text.Split('\n'))
        {
            if (sections.TryGetValue(line, out var section))
            {
                current = section;
            }
            else if (line.Length > 0 && line[0] != '#')
            {
                (current ?? throw new FormatException("No section before " + line)).Add(line);
            }
        }

        return sections;
    }

    private static Sysctl ReadSysctl(string line)
    {
        var equals = line.IndexOf('=');
        return new Sysctl(line.Substring(0, equals), Number(line.Substring(equals + 1)));
    }

    private static IpvsTimeouts ReadTimeouts(string line)
    {
        var words = line.Split(' ');
        return new IpvsTimeouts(Number(words[1]), Number(words[2]), Number(words[3]));
    }

    internal static List<VirtualServer> ReadServers(IEnumerable<string> lines)
    {
        var servers = new List<VirtualServer>();
        var reals = new List<RealServer>();
        foreach (var line in lines)
        {
            var words = line.Split(' ');
            if (words[0] == "-A")
            {
                reals = [];
                servers.Add(ReadServer(words, reals));
            }
            else if (words[0] == "-a")
            {
                reals.Add(new RealServer(words[4], Number(words[7]), null));
            }
        }

        return servers;
    }

    private static VirtualServer ReadServer(string[] words, List<RealServer> reals)
    {
        var protocol = words[1] switch { "-t" => "tcp", "-u" => "udp", _ => "sctp" };
        var colon = words[2].LastIndexOf(':');
        var persistence = Array.IndexOf(words, "-p");
        return new VirtualServer(
            words[2].Substring(0, colon).Trim('[', ']'),
            Number(words[2].Substring(colon + 1)),
            protocol,
            words[4],
            persistence < 0 ? null : Number(words[persistence + 1]),
            Array.IndexOf(words, "mh-port") >= 0,
            reals,
            null);
    }

    private static List<IpSet> ReadSets(List<string> lines)
    {
        var sets = new List<IpSet>();
        var entries = new List<IpSetEntry>();
        foreach (var line in lines)
        {
            var words = line.Split(' ');
            if (words[0] == "create")
            {
                entries = [];
                sets.Add(new IpSet(words[1], words[2], words[3] == "family" ? words[4] : null, entries));
            }
            else
            {
                entries.Add(ReadEntry(words[2]));
            }
        }

        return sets;
    }

    private static IpSetEntry ReadEntry(string text)
    {
        var parts = text.Split(',');
        if (parts.Length == 1)
        {
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bit)
                ? new IpSetEntry(null, null, bit, null, null)
                : new IpSetEntry(text, null, null, null, null);
        }

        var colon = parts[1].IndexOf(':');
        return new IpSetEntry(parts[0], parts[1].Substring(0, colon), Number(parts[1].Substring(colon + 1)), parts.Length > 2 ? parts[2] : null, null);
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
