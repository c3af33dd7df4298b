using System.Globalization;

namespace SvcLint.Emulation.Iptables;

/// <summary>
/// Reads what <see cref="IptablesWriter"/> writes, and with it any rule made of the same matches and targets, also as iptables-save
/// prints it.
/// </summary>
public static class IptablesReader
{
    /// <summary>Reads the sections <c># jumps</c> and <c># iptables-restore</c>; other comments are passed over.</summary>
    /// <exception cref="FormatException">A line holds something that kube-proxy does not write.</exception>
    public static (IReadOnlyList<IptablesJump> Jumps, IReadOnlyList<IptablesTable> Tables) Read(IEnumerable<string> lines)
    {
        var jumps = new List<IptablesJump>();
        var tables = new List<IptablesTable>();
        string? table = null;
        var order = new List<string>();
        var rules = new Dictionary<string, List<IptablesRule>>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            if (line.StartsWith("-t ", StringComparison.Ordinal))
            {
                var words = Words(line);
                jumps.Add(new IptablesJump(words[1], words[3], ReadRule(words, 4)));
            }
            else if (line.StartsWith("*", StringComparison.Ordinal))
            {
                table = line.Substring(1);
                order.Clear();
                rules.Clear();
            }
            else if (line.StartsWith(":", StringComparison.Ordinal))
            {
                var name = line.Substring(1, line.IndexOf(' ') - 1);
                order.Add(name);
                rules.Add(name, []);
            }
            else if (line.StartsWith("-A ", StringComparison.Ordinal))
            {
                var words = Words(line);
                rules[words[1]].Add(ReadRule(words, 2));
            }
            else if (line == "COMMIT" && table is not null)
            {
                tables.Add(new IptablesTable(table, order.ConvertAll(name => new IptablesChain(name, rules[name].ToArray()))));
            }
        }

        return (jumps, tables);
    }

    /// <summary>Reads a line <c>-A CHAIN …</c>; null when it holds something that kube-proxy does not write.</summary>
    internal static (string Chain, IptablesRule? Rule) ReadLine(string line)
    {
        var words = Words(line);
        try
        {
            return (words[1], ReadRule(words, 2));
        }
        catch (Exception problem) when (problem is FormatException or OverflowException or ArgumentOutOfRangeException)
        {
            return (words[1], null);
        }
    }

    // Splits at blanks; a double-quoted comment is one word.
    private static List<string> Words(string line)
    {
        var words = new List<string>();
        for (var at = 0; at < line.Length; at++)
        {
            var isQuoted = line[at] == '"';
            var start = isQuoted ? at + 1 : at;
            var end = line.IndexOf(isQuoted ? '"' : ' ', start);
            end = end < 0 ? line.Length : end;
            if (isQuoted || end > start)
            {
                words.Add(line.Substring(start, end - start));
            }

            at = isQuoted ? end + 1 : end;
        }

        return words;
    }

    private static IptablesRule ReadRule(List<string> words, int at)
    {
        var matches = new List<IptablesMatch>();
        while (at < words.Count)
        {
            if (words[at] == "-j")
            {
                return new IptablesRule(matches, ReadTarget(words, at + 1));
            }

            matches.Add(ReadMatch(words, ref at));
        }

        return new IptablesRule(matches, null);
    }

    private static IptablesMatch ReadMatch(List<string> words, ref int at)
    {
        var isNegated = Take(words, ref at, "!");
        switch (words[at++])
        {
            case "-m":
                return ReadModule(words, ref at);
            case "-p":
                return new ProtocolMatch(words[at++], LoadsModule: false);
            case "-s":
                return new AddressMatch(IsSource: true, words[at++], isNegated);
            case "-d":
                return new AddressMatch(IsSource: false, words[at++], isNegated);
            case "-i":
                return new InInterfaceMatch(words[at++], isNegated);
            case "--dport":
                return new DestinationPortMatch(Number(words[at++]));
            default:
                throw Unknown(words[at - 1]);
        }
    }

    private static IptablesMatch ReadModule(List<string> words, ref int at)
    {
        var module = words[at++];
        var isNegated = Take(words, ref at, "!");
        // The option that follows the module tells nothing that its value does not, except for these three.
        var option = words[at++];
        switch (module)
        {
            case "comment":
                return new CommentMatch(words[at++]);
            case "tcp" or "udp" or "sctp" when option == "--dport":
                return new DestinationPortMatch(Number(words[at++]));
            case "tcp" or "udp" or "sctp" when option == "-j":
                // iptables-save names the module where no option of it follows.
                at--;
                return ProtocolMatch.Of(module);
            case "tcp" or "udp" or "sctp":
                return ProtocolMatch.Of(words[at++]);
            case "conntrack":
                return new ConntrackStateMatch(words[at++], isNegated);
            case "mark":
                return new MarkMatch(Mark(words[at++].Split('/')[0]), isNegated);
            case "addrtype":
                at++;
                return new LocalAddressMatch(option == "--src-type", isNegated);
            case "statistic":
                at += 2;
                var probability = double.Parse(words[at++], CultureInfo.InvariantCulture);
                return new StatisticMatch((int)Math.Round(1 / probability));
            case "recent":
                at--;
                return ReadRecent(words, ref at);
            case "nfacct":
                return new NfacctMatch(words[at++]);
            case "set":
                at += 2;
                return new SetMatch(words[at - 2], words[at - 1]);
            case "physdev":
                return NotFromBridgeMatch.Instance;
            case "ipvs":
                at += 5;
                return new IpvsMatch(words[at - 5], words[at - 3], Number(words[at - 1]));
            default:
                throw Unknown(module);
        }
    }

    // iptables-save prints the mask and the side besides, which are the defaults.
    private static RecentMatch ReadRecent(List<string> words, ref int at)
    {
        var list = "";
        int? seconds = null;
        while (at < words.Count && words[at].StartsWith("--", StringComparison.Ordinal))
        {
            switch (words[at++])
            {
                case "--name":
                    list = words[at++];
                    break;
                case "--seconds":
                    seconds = Number(words[at++]);
                    break;
                case "--mask":
                    at++;
                    break;
                case "--set" or "--rcheck" or "--reap" or "--rsource":
                    break;
                default:
                    throw Unknown(words[at - 1]);
            }
        }

        return new RecentMatch(list, seconds);
    }

    private static IptablesTarget ReadTarget(List<string> words, int at) => words[at] switch
    {
        "ACCEPT" => VerdictTarget.Accept,
        "DROP" => VerdictTarget.Drop,
        "REJECT" => words.Count == at + 1 || words[at + 2] is "icmp-port-unreachable" or "icmp6-port-unreachable" ? VerdictTarget.Reject : throw Unknown(words[at + 2]),
        "RETURN" => VerdictTarget.Return,
        "MARK" => ReadMark(words[at + 1], words[at + 2]),
        "MASQUERADE" => new MasqueradeTarget(words.Count > at + 1),
        "DNAT" => new DnatTarget(words[at + 2]),
        var chain => new ChainTarget(chain),
    };

    // --set-xmark value/mask clears the mask's bits and turns the value's.
    private static MarkTarget ReadMark(string option, string value)
    {
        var parts = value.Split('/');
        var mark = Mark(parts[0]);
        return option switch
        {
            "--or-mark" => new MarkTarget(mark, IsXor: false),
            "--xor-mark" => new MarkTarget(mark, IsXor: true),
            "--set-xmark" when Mark(parts[1]) == mark => new MarkTarget(mark, IsXor: false),
            "--set-xmark" when Mark(parts[1]) == 0 => new MarkTarget(mark, IsXor: true),
            _ => throw Unknown(option),
        };
    }

    private static bool Take(List<string> words, ref int at, string word)
    {
        var isThere = words[at] == word;
        at += isThere ? 1 : 0;
        return isThere;
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static uint Mark(string text) => uint.Parse(text.Substring(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static FormatException Unknown(string word) => new("kube-proxy does not write " + word);
}
