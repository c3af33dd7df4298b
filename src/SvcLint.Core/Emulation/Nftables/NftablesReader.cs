using System.Globalization;
using SvcLint.Kubernetes;

namespace SvcLint.Emulation.Nftables;

/// <summary>Reads what <see cref="NftablesWriter"/> writes: one command a line, words parted by single blanks.</summary>
public static class NftablesReader
{
    /// <exception cref="FormatException">A line holds something that kube-proxy does not write.</exception>
    public static NftablesRuleSet Read(string text)
    {
        var commands = new List<NftCommand>();
        var family = IPFamily.IPv4;
        foreach (var line in text.Split('\n'))
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var (bare, comment) = SplitComment(line);
            var words = bare.Split(' ');
            family = words[2] == "ip6" ? IPFamily.IPv6 : IPFamily.IPv4;
            var verb = words[0] switch { "add" => NftVerb.Add, "flush" => NftVerb.Flush, "delete" => NftVerb.Delete, _ => throw Unknown(words[0]) };
            commands.Add(new NftCommand(verb, ReadObject(words, comment)));
        }

        return new NftablesRuleSet(family, commands);
    }

    /// <summary>The statements of a rule; null when one is none of kube-proxy's.</summary>
    internal static IReadOnlyList<NftStatement>? ReadStatements(string text)
    {
        try
        {
            return new StatementReader(text.Split(' '), 0).ReadAll();
        }
        catch (Exception problem) when (problem is FormatException or OverflowException or ArgumentException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    // At most one comment stands in a line; without it, no word holds a blank.
    internal static (string Bare, string? Comment) SplitComment(string line)
    {
        var start = line.IndexOf(" comment \"", StringComparison.Ordinal);
        if (start < 0)
        {
            return (line, null);
        }

        var text = start + " comment \"".Length;
        var end = line.IndexOf('"', text);
        var rest = line.Substring(end + 1);
        return (line.Substring(0, start) + (rest.StartsWith(" ;", StringComparison.Ordinal) ? rest.Substring(2) : rest), line.Substring(text, end - text));
    }

    private static NftObject ReadObject(string[] words, string? comment)
    {
        switch (words[1])
        {
            case "table":
                return new NftTable(comment);
            case "chain":
                var hook = Array.IndexOf(words, "hook");
                return new NftChain(words[4], hook < 0 ? null : new NftHook(words[hook - 1], words[hook + 1], Number(words[hook + 3])), comment);
            case "set":
                return ReadSet(words, comment);
            case "map":
                var colon = Array.IndexOf(words, ":");
                return new NftMap(words[4], colon < 0 ? null : Join(words, 7, colon), comment);
            case "counter":
                return new NftCounter(words[4]);
            case "element":
                return ReadElement(words, comment);
            case "rule":
                return new NftRule(words[4], new StatementReader(words, 5).ReadAll(), comment);
            default:
                throw Unknown(words[1]);
        }
    }

    private static NftSet ReadSet(string[] words, string? comment)
    {
        if (words.Length == 5)
        {
            return new NftSet(words[4]);
        }

        var flags = Array.IndexOf(words, "flags");
        var timeout = Array.IndexOf(words, "timeout");
        return new NftSet(
            words[4],
            Join(words, 7, Array.IndexOf(words, ";")),
            flags < 0 ? null : words[flags + 1],
            timeout < 0 ? null : Number(words[timeout + 1].TrimEnd('s')),
            comment);
    }

    private static NftElement ReadElement(string[] words, string? comment)
    {
        var colon = Array.IndexOf(words, ":");
        var key = Join(words, 6, colon < 0 ? words.Length - 1 : colon);
        var verdict = colon < 0 ? null : words[colon + 1] == "goto" ? NftVerdictStatement.Goto(words[colon + 2]) : NftVerdictStatement.Drop;
        return new NftElement(words[4], key, verdict, comment, null);
    }

    private static string Join(string[] words, int from, int to) => string.Join(" ", words, from, to - from);

    private static int Number(string text) => int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private static FormatException Unknown(string word) => new("kube-proxy does not write " + word);

    private struct StatementReader(string[] words, int start)
    {
        private int _at = start;

        public List<NftStatement> ReadAll()
        {
            var statements = new List<NftStatement>();
            while (_at < words.Length)
            {
                statements.Add(Read());
            }

            return statements;
        }

        private string Next() => words[_at++];

        private bool Take(string word)
        {
            var isThere = _at < words.Length && words[_at] == word;
            _at += isThere ? 1 : 0;
            return isThere;
        }

        private NftStatement Read()
        {
            var word = Next();
            switch (word)
            {
                case "ip" or "ip6":
                    return ReadAddress(Next() == "saddr");
                case "meta":
                    return ReadMeta();
                case "fib":
                    _at += 3;
                    return new NftLocalAddressMatch(words[_at - 3] == "saddr");
                case "iif" or "iifname":
                    var isOther = Take("!=");
                    return new NftInterfaceMatch(word, Next(), isOther);
                case "ct":
                    return Next() == "state" ? new NftConntrackStateMatch(Next()) : new NftConntrackStatusMatch(Next());
                case "mark":
                    return ReadMark();
                case "numgen":
                    return new NftRandomGoto(ReadOutcomes("goto"));
                case "dnat":
                    return ReadDnat();
                case "update":
                    _at += 5;
                    return new NftUpdateSetStatement(words[_at - 5].TrimStart('@'));
                case "counter":
                    Next();
                    return new NftCounterStatement(Next().Trim('"'));
                case "masquerade":
                    Next();
                    return new NftMasqueradeStatement();
                case "jump":
                    return NftVerdictStatement.Jump(Next());
                case "goto":
                    return NftVerdictStatement.Goto(Next());
                case "drop":
                    return NftVerdictStatement.Drop;
                case "return":
                    return NftVerdictStatement.Return;
                case "reject":
                    return NftVerdictStatement.Reject;
                default:
                    return Take("dport") ? new NftDestinationPortMatch(word, Number(Next())) : throw Unknown(word);
            }
        }

        private NftStatement ReadAddress(bool isSource)
        {
            if (Take("."))
            {
                return ReadKey(isSource);
            }

            var isNegated = Take("!=");
            var value = Next();
            if (value[0] == '@')
            {
                return new NftSetMatch(isSource, value.Substring(1));
            }

            if (value != "{")
            {
                return new NftAddressMatch(isSource, value, isNegated);
            }

            var texts = new List<string>();
            for (var text = Next(); text != "}"; text = Next())
            {
                texts.AddRange(text.Split(',').Where(part => part.Length > 0));
            }

            // Ranges of ServiceCIDRs stand without blanks; of one alone the text is the same.
            return new NftAddressListMatch(isSource, texts, isNegated, IsSpaced: texts.Count < 2 || words[_at - 2].IndexOf(',') < 0);
        }

        private NftStatement ReadKey(bool startsWithSource)
        {
            var key = startsWithSource ? NftKey.SourceAndDestination : NftKey.Destination;
            _at += startsWithSource ? 3 : 0;
            _at += "meta l4proto . th dport".Split(' ').Length;
            if (Take("."))
            {
                key = NftKey.DestinationAndSource;
                _at += 2;
            }

            return ReadLookup(key);
        }

        private NftStatement ReadLookup(NftKey key) =>
            Take("vmap") ? new NftVerdictMapLookup(key, Next().TrimStart('@')) : new NftKeyMatch(key, Next().TrimStart('@'));

        private NftStatement ReadMeta()
        {
            Next();
            if (!Take("."))
            {
                return new NftProtocolMatch(Next());
            }

            _at += 2;
            return ReadLookup(NftKey.Port);
        }

        private NftStatement ReadMark()
        {
            if (Take("and"))
            {
                _at += 3;
                return new NftMarkMatch(Mark(words[_at - 3]), words[_at - 2] == "!=");
            }

            _at += 4;
            return new NftMarkStatement(Mark(words[_at - 1]), words[_at - 2] == "xor");
        }

        private NftStatement ReadDnat()
        {
            if (Take("to"))
            {
                return new NftDnatStatement(Next());
            }

            _at += "ip addr . port to numgen".Split(' ').Length;
            return new NftRandomDnat(ReadOutcomes(leadsTo: null));
        }

        // random mod n vmap { 0 : goto a , 1 : goto b }, or map { 0 : ip . port , … }.
        private List<string> ReadOutcomes(string? leadsTo)
        {
            var outcomes = new List<string>();
            _at += "random mod n map {".Split(' ').Length;
            while (!Take("}"))
            {
                _at += leadsTo is null ? 2 : 3;
                var end = leadsTo is null ? _at + 3 : _at + 1;
                outcomes.Add(Join(words, _at, end));
                _at = end;
                Take(",");
            }

            return outcomes;
        }

        private static uint Mark(string text) => uint.Parse(text.Substring(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}
