namespace SvcLint.Names;

/// <summary>What a rewrite rule makes of a question.</summary>
/// <param name="Name">The name that is asked for instead; null where only CoreDNS can tell.</param>
/// <param name="IsAnsweredBack">Answers stand under the name that the client asked for.</param>
internal sealed record Rewritten(string? Name, bool IsAnsweredBack);

/// <summary>A rule of CoreDNS' rewrite plugin, as far as it changes what is asked.</summary>
internal sealed record RewriteRule(string Kind, string From, string To, bool IsAnsweredBack, bool GoesOn)
{
    private const string OfType = "type";
    private const string Regex = "regex";

    public static IEnumerable<RewriteRule> Read(CorefileDirective directive)
    {
        var words = directive.Arguments.ToList();
        var goesOn = words.Count > 0 && words[0] == "continue";
        if (words.Count > 0 && words[0] is "continue" or "stop")
        {
            words.RemoveAt(0);
        }

        // rewrite stop { name regex FROM TO; answer name FROM TO }
        var lines = words.Count > 0 ? [words] : directive.Body.Select(d => d.Words.ToList()).ToList();
        var rule = lines.Find(l => l[0] is "name" or OfType);
        if (rule is null || rule.Count < 3)
        {
            yield break;
        }

        var hasAnswer = lines.Exists(l => l.Contains("answer"));
        if (rule[0] == OfType)
        {
            yield return new RewriteRule(OfType, rule[1].ToUpperInvariant(), rule[2], true, goesOn);
        }
        else if (rule[1] is "exact" or "prefix" or "suffix" or "substring" or Regex)
        {
            if (rule.Count > 3)
            {
                yield return rule[1] == Regex ? new RewriteRule(Regex, rule[2], rule[3], hasAnswer, goesOn) : new RewriteRule(rule[1], Dotted(rule[2]), Dotted(rule[3]), hasAnswer || rule[1] == "exact", goesOn);
            }
        }
        else
        {
            yield return new RewriteRule("exact", Dotted(rule[1]), Dotted(rule[2]), true, goesOn);
        }
    }

    /// <summary>Null where the rule does not match.</summary>
    /// <param name="name">Without a final dot.</param>
    /// <param name="type">What is asked for.</param>
    public Rewritten? Apply(string name, DnsType type)
    {
        var full = name + ".";
        return Kind switch
        {
            OfType => From == type.ToString() ? new Rewritten(null, true) : null,
            Regex => full.IndexOf(LongestLiteral(From), StringComparison.Ordinal) >= 0 ? new Rewritten(null, IsAnsweredBack) : null,
            "exact" => full == From ? Asks(To) : null,
            "prefix" => full.StartsWith(From, StringComparison.Ordinal) ? Asks(To + full.Substring(From.Length)) : null,
            "suffix" => full.EndsWith(From, StringComparison.Ordinal) ? Asks(full.Substring(0, full.Length - From.Length) + To) : null,
            _ => full.IndexOf(From, StringComparison.Ordinal) >= 0 ? Asks(full.Replace(From, To)) : null,
        };
    }

    /// <summary>Text that every match of a regular expression holds: what cannot match is told, what does is not.</summary>
    public static string LongestLiteral(string pattern)
    {
        // Where there are alternatives, no text is in all of them.
        if (pattern.IndexOf('|') >= 0 || pattern.IndexOf("(?", StringComparison.Ordinal) >= 0)
        {
            return "";
        }

        var (longest, own) = ("", "");
        for (var at = 0; at < pattern.Length; at++)
        {
            var c = pattern[at];
            var isEscaped = c == '\\' && at + 1 < pattern.Length && pattern[at + 1] is '.' or '-';
            var next = at + (isEscaped ? 2 : 1);
            var isOptional = next < pattern.Length && pattern[next] is '?' or '*' or '{';
            if ((isEscaped || c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '_') && !isOptional)
            {
                own += isEscaped ? pattern[++at] : c;
                longest = own.Length > longest.Length ? own : longest;
                continue;
            }

            own = "";
            // A group that may be absent, or a class of characters, holds no text for sure.
            at = c switch
            {
                '[' => Math.Max(at, pattern.IndexOf(']', at)),
                '(' => EndOfGroup(pattern, at),
                '\\' => at + 1,
                _ => at,
            };
        }

        return longest;
    }

    private static int EndOfGroup(string pattern, int at)
    {
        for (var depth = 0; at < pattern.Length; at++)
        {
            depth += pattern[at] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth == 0)
            {
                break;
            }
        }

        return at;
    }

    private Rewritten Asks(string full) => new(DnsName.Normal(full), IsAnsweredBack);

    private static string Dotted(string name) => (name.EndsWith(".", StringComparison.Ordinal) ? name : name + ".").ToLowerInvariant();
}
