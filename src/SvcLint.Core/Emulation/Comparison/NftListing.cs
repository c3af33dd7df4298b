using System.Globalization;
using System.Text;
using SvcLint.Emulation.Nftables;
using SvcLint.Kubernetes;

namespace SvcLint.Emulation.Comparison;

/// <summary>A rule of a listing, with its statements where kube-proxy could have written them.</summary>
internal sealed record ListedRule(string Chain, string Text, NftRule? Rule);

/// <summary>kube-proxy's table as <c>nft list ruleset</c> prints it: blocks, symbolic priorities, elements in any order.</summary>
internal sealed class NftListing
{
    private readonly Queue<string> _lines;

    private NftListing(IEnumerable<string> lines) => _lines = new Queue<string>(lines);

    /// <summary>The table is there.</summary>
    public bool IsFound { get; private set; }

    /// <summary>Chains, sets, maps and elements; rules apart.</summary>
    public List<NftObject> Objects { get; } = [];

    public List<ListedRule> Rules { get; } = [];

    public static NftListing Read(string text, IPFamily family)
    {
        var listing = new NftListing(text.Split('\n').Select(line => WithoutHandle(line.Trim())).Where(line => line.Length > 0 && line[0] != '#'));
        var header = $"table {(family == IPFamily.IPv6 ? "ip6" : "ip")} kube-proxy {{";
        while (listing._lines.Count > 0)
        {
            var line = listing.Next();
            if (line == header)
            {
                listing.IsFound = true;
                listing.ReadTable();
            }
            else if (line.EndsWith("{", StringComparison.Ordinal))
            {
                listing.Skip();
            }
        }

        return listing;
    }

    // nft -a writes "# handle 12" behind what has one.
    private static string WithoutHandle(string line)
    {
        const string Mark = " # handle ";
        var at = line.LastIndexOf(Mark, StringComparison.Ordinal);
        return at >= 0 && line.Skip(at + Mark.Length).All(char.IsDigit) ? line.Substring(0, at) : line;
    }

    // A map may run over several lines; the line of a block ends with its brace.
    private string Next()
    {
        var line = _lines.Dequeue();
        var depth = line.EndsWith("{", StringComparison.Ordinal) ? 0 : Depth(line);
        if (depth <= 0)
        {
            return line;
        }

        var joined = new StringBuilder(line);
        while (_lines.Count > 0 && depth > 0)
        {
            line = _lines.Dequeue();
            depth += Depth(line);
            joined.Append(' ').Append(line);
        }

        return joined.ToString();
    }

    private static int Depth(string line)
    {
        var depth = 0;
        var isQuoted = false;
        foreach (var letter in line)
        {
            isQuoted ^= letter == '"';
            depth += isQuoted ? 0 : letter == '{' ? 1 : letter == '}' ? -1 : 0;
        }

        return depth;
    }

    private void Skip()
    {
        for (var depth = 1; depth > 0 && _lines.Count > 0;)
        {
            depth += Depth(_lines.Dequeue());
        }
    }

    private void ReadTable()
    {
        while (_lines.Count > 0 && Next() is var line and not "}")
        {
            var words = line.Split(' ');
            if (!line.EndsWith("{", StringComparison.Ordinal) || words.Length < 3)
            {
                continue;
            }

            switch (words[0])
            {
                case "chain":
                    ReadChain(words[1]);
                    break;
                case "set" or "map":
                    ReadContainer(words[0] == "map", words[1]);
                    break;
                default:
                    Skip();
                    break;
            }
        }
    }

    private void ReadChain(string name)
    {
        NftHook? hook = null;
        while (_lines.Count > 0 && Next() is var line and not "}")
        {
            var words = line.Split(' ');
            if (words[0] == "type" && words.Length > 5 && words[2] == "hook")
            {
                hook = new NftHook(words[1], words[3], Priority(line));
            }
            else if (words[0] != "comment")
            {
                var (bare, comment) = NftablesReader.SplitComment(line);
                var statements = NftablesReader.ReadStatements(AsWritten(bare));
                Rules.Add(new ListedRule(name, line, statements is null ? null : new NftRule(name, statements, comment)));
            }
        }

        Objects.Add(new NftChain(name, hook));
    }

    // "priority filter;", "priority dstnat - 10;", "priority -110;"
    private static int Priority(string line)
    {
        var start = line.IndexOf("priority ", StringComparison.Ordinal) + "priority ".Length;
        var words = line.Substring(start, line.IndexOf(';', start) - start).Split(' ');
        var at = words[0] switch { "raw" => -300, "mangle" => -150, "dstnat" => -100, "filter" => 0, "security" => 50, "srcnat" => 100, var number => Number(number) };
        return words.Length < 3 ? at : words[1] == "-" ? at - Number(words[2]) : at + Number(words[2]);
    }

    // Words and blanks as in a transaction.
    private static string AsWritten(string listed)
    {
        var text = listed.Replace("meta mark", "mark").Replace(" & ", " and ").Replace(" | ", " or ").Replace(" ^ ", " xor ").Replace("== 0x00000000", "== 0").Replace("!= 0x00000000", "!= 0")
            .Replace(", ", " , ").Replace("\"", "").Replace("dnat ip to numgen", "dnat ip addr . port to numgen").Replace("dnat ip6 to numgen", "dnat ip6 addr . port to numgen")
            .Replace("dnat ip to ", "dnat to ").Replace("dnat ip6 to ", "dnat to ");
        var with = text.IndexOf("reject with ", StringComparison.Ordinal);
        return with >= 0 && text.EndsWith("port-unreachable", StringComparison.Ordinal) ? text.Substring(0, with) + "reject" : text;
    }

    private void ReadContainer(bool isMap, string name)
    {
        string? type = null;
        string? flags = null;
        int? timeout = null;
        var elements = "";
        while (_lines.Count > 0 && Next() is var line and not "}")
        {
            var blank = line.IndexOf(' ');
            var value = line.Substring(blank + 1);
            switch (blank < 0 ? line : line.Substring(0, blank))
            {
                case "type":
                    type = value.EndsWith(" : verdict", StringComparison.Ordinal) ? value.Substring(0, value.Length - " : verdict".Length) : value;
                    break;
                case "flags":
                    flags = value;
                    break;
                case "timeout":
                    timeout = Seconds(value);
                    break;
                case "elements":
                    elements = value.Substring(value.IndexOf('{') + 1).TrimEnd('}', ' ');
                    break;
            }
        }

        Objects.Add(isMap ? new NftMap(name, type) : new NftSet(name, type, flags, timeout));
        // Rules fill a dynamic set: whom it remembers is not kube-proxy's doing.
        if (flags?.IndexOf("dynamic", StringComparison.Ordinal) is not >= 0)
        {
            Objects.AddRange(elements.Split(',').Select(e => e.Trim()).Where(e => e.Length > 0).Select(e => Element(name, e)));
        }
    }

    // KEY [comment "…"] [: goto CHAIN | : drop]
    private static NftElement Element(string container, string text)
    {
        var (bare, comment) = NftablesReader.SplitComment(text);
        var colon = bare.IndexOf(" : ", StringComparison.Ordinal);
        var verdict = colon < 0 ? null : NftablesReader.ReadStatements(bare.Substring(colon + 3)) is [NftVerdictStatement read] ? read : null;
        return new NftElement(container, colon < 0 ? bare : bare.Substring(0, colon), verdict, comment, null);
    }

    // "3h", "2h46m40s"
    private static int? Seconds(string text)
    {
        var seconds = 0;
        var number = 0;
        foreach (var letter in text)
        {
            if (letter is >= '0' and <= '9')
            {
                number = (number * 10) + (letter - '0');
                continue;
            }

            seconds += number * (letter switch { 'd' => 86400, 'h' => 3600, 'm' => 60, _ => 1 });
            number = 0;
        }

        return seconds;
    }

    private static int Number(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : int.MinValue;
}
