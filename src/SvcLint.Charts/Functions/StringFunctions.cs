using System.Text;
using SvcLint.Charts.Templates;

namespace SvcLint.Charts.Functions;

/// <summary>Sprig's functions on strings. Those that only move or cut text keep where every character came from.</summary>
internal static class StringFunctions
{
    public static IEnumerable<GoFunction> All()
    {
        GoType[] one = [GoType.String];
        GoType[] two = [GoType.String, GoType.String];
        GoType[] three = [GoType.String, GoType.String, GoType.String];
        GoType[] counted = [GoType.Int, GoType.String];
        GoType[] any = [GoType.Any];
        yield return new("hello", [], _ => GoString.Of("Hello!"));
        yield return new("trim", one, call => Trim(call.Text(0)));
        yield return new("trimAll", two, call => TrimmedOf(call.Text(1), call.String(0)));
        yield return new("trimall", two, call => TrimmedOf(call.Text(1), call.String(0)));
        yield return new("trimPrefix", two, TrimPrefix);
        yield return new("trimSuffix", two, TrimSuffix);
        yield return new("upper", one, call => GoString.Of(Map(call.String(0), GoCase.Upper)));
        yield return new("lower", one, call => GoString.Of(Map(call.String(0), GoCase.Lower)));
        yield return new("title", one, call => GoString.Of(WordCase.Title(call.String(0))));
        yield return new("untitle", one, call => GoString.Of(WordCase.Untitle(call.String(0))));
        yield return new("swapcase", one, call => GoString.Of(WordCase.Swap(call.String(0))));
        yield return new("snakecase", one, call => GoString.Of(WordCase.Separated(call.String(0), '_')));
        yield return new("kebabcase", one, call => GoString.Of(WordCase.Separated(call.String(0), '-')));
        yield return new("camelcase", one, call => GoString.Of(WordCase.Pascal(call.String(0))));
        yield return new("nospace", one, call => GoString.Of(NoSpace(call.String(0))));
        yield return new("initials", one, call => GoString.Of(Initials(call.String(0))));
        yield return new("substr", [GoType.Int, GoType.Int, GoType.String], Substring);
        yield return new("trunc", counted, Truncate);
        yield return new("repeat", counted, Repeat);
        yield return new("abbrev", counted, call => GoString.Of(call.Int(0) < 4 ? call.String(1) : Abbreviation.Abbreviate(call.String(1), 0, call.Int(0))));
        yield return new("abbrevboth", [GoType.Int, GoType.Int, GoType.String], call =>
            GoString.Of(call.Int(1) < 4 || (call.Int(0) > 0 && call.Int(1) < 7) ? call.String(2) : Abbreviation.Abbreviate(call.String(2), call.Int(0), call.Int(1))));
        yield return new("wrap", counted, call => GoString.Of(Abbreviation.Wrap(call, call.String(1), call.Int(0), "\n", breaksWords: false)));
        yield return new("wrapWith", [GoType.Int, GoType.String, GoType.String], call => GoString.Of(Abbreviation.Wrap(call, call.String(2), call.Int(0), call.String(1).Length == 0 ? "\n" : call.String(1), breaksWords: true)));
        yield return new("contains", two, call => new GoBool(call.String(1).IndexOf(call.String(0), StringComparison.Ordinal) >= 0));
        yield return new("hasPrefix", two, call => new GoBool(call.String(1).StartsWith(call.String(0), StringComparison.Ordinal)));
        yield return new("hasSuffix", two, call => new GoBool(call.String(1).EndsWith(call.String(0), StringComparison.Ordinal)));
        yield return new("replace", three, Replace);
        yield return new("plural", [GoType.String, GoType.String, GoType.Int], call => call.Int(2) == 1 ? call[0] : call[1]);
        yield return new("quote", any, call => Quoted(call, text => GoQuote.Quote(text), '"', Casts.String), variadic: true, origins: OriginFlow.Kept);
        yield return new("squote", any, call => Quoted(call, text => "'" + text + "'", '\'', GoFormat.Print), variadic: true, origins: OriginFlow.Kept);
        yield return new("cat", any, call => Joined(call, " ", call.Arguments.Where(value => value is not GoNil).Select(value => GoFormat.Print(value, call.Execution))), variadic: true);
        yield return new("indent", counted, call => Indent(call, new OriginBuilder()), origins: OriginFlow.Kept);
        yield return new("nindent", counted, NewLineIndent, origins: OriginFlow.Kept);
        yield return new("toString", any, call => call[0] is GoString ? call[0] : GoString.Of(Casts.String(call[0], call.Execution)).WithOrigin(NotationOf(call[0])), origins: OriginFlow.Computed);
        yield return new("split", two, call => Split(call, -1, call.String(1)));
        yield return new("splitn", [GoType.String, GoType.Int, GoType.String], call => Split(call, call.Int(1), call.String(2)));
        yield return new("splitList", two, call => GoList.OfStrings(Parts(call, call.String(1), call.String(0), -1)));
        yield return new("join", [GoType.String, GoType.Any], Join);
        yield return new("toStrings", any, call => new GoList(GoType.StringList, [.. Strings(call[0], call.Execution)]));
        yield return new("sortAlpha", any, SortAlpha);
    }

    /// <summary>The origin of another notation of one scalar; what was put together, or changed by Go's number format, is computed.</summary>
    private static Origin? NotationOf(GoValue value) => value is GoFloat number && GoFloatText.Shortest(number.Value).IndexOf('e') >= 0 ? value.Origin?.AsComputed()
        : value is GoMap or GoList ? null : value.Origin;

    /// <summary>The strings of a list, nil left out; of anything else its text.</summary>
    public static IEnumerable<GoString> Strings(GoValue value, Execution execution) => value switch
    {
        GoNil => [],
        GoList list => list.Items.Where(item => item is not GoNil).Select(item => item as GoString ?? (GoString)GoString.Of(Casts.String(item, execution)).WithOrigin(NotationOf(item))),
        GoString text => [text],
        _ => [GoString.Of(Casts.String(value, execution))],
    };

    /// <summary>What Go takes for white space.</summary>
    public static bool IsSpace(char c) => c is ' ' or (>= '\t' and <= '\r') or '\u0085' or '\u00A0' || (c > 0xFF && char.IsWhiteSpace(c));

    private static string Map(string text, Func<int, int> map)
    {
        var mapped = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                mapped.Append(char.ConvertFromUtf32(map(char.ConvertToUtf32(text[i], text[++i]))));
            }
            else
            {
                mapped.Append(char.IsSurrogate(text[i]) ? '\uFFFD' : (char)map(text[i]));
            }
        }

        return mapped.ToString();
    }

    private static GoString Cut(GoString text, int start, int end) => start == 0 && end == text.Value.Length ? GoString.Of(text.Value) : text.Substring(start, end - start).AsComputed();

    private static GoString AsComputed(this GoString text)
    {
        var computed = new OriginBuilder();
        var start = 0;
        foreach (var piece in text.Pieces)
        {
            computed.Append(text.Value.Substring(start, piece.End - start), piece.Origin.AsComputed());
            start = piece.End;
        }

        return computed.ToValue();
    }

    private static GoString Trimmed(GoString text, Func<char, bool> drops)
    {
        var (start, end) = Inside(text.Value, drops);
        return Cut(text, start, end);
    }

    // Of text put together, blanks that no value brought are notation: what is left is as it was.
    private static GoString Trim(GoString text)
    {
        var (start, end) = Inside(text.Value, IsSpace);
        return text.IsComposed && IsLiteral(text, 0, start) && IsLiteral(text, end, text.Value.Length) ? text.Substring(start, end - start) : Cut(text, start, end);
    }

    private static bool IsLiteral(GoString text, int start, int end)
    {
        var from = 0;
        foreach (var piece in text.Pieces)
        {
            if (Math.Max(from, start) < Math.Min(piece.End, end) && piece.Origin.Kind != OriginKind.Text)
            {
                return false;
            }

            from = piece.End;
        }

        return true;
    }

    private static (int Start, int End) Inside(string text, Func<char, bool> drops)
    {
        var start = 0;
        var end = text.Length;
        while (start < end && drops(text[start]))
        {
            start++;
        }

        while (end > start && drops(text[end - 1]))
        {
            end--;
        }

        return (start, end);
    }

    private static GoString TrimmedOf(GoString text, string letters)
    {
        if (!letters.Any(char.IsSurrogate))
        {
            return Trimmed(text, c => letters.IndexOf(c) >= 0);
        }

        var set = new HashSet<int>(GoText.Runes(letters));
        var runes = GoText.Runes(text.Value);
        var kept = runes.SkipWhile(set.Contains).ToArray();
        return GoString.Of(string.Concat(Enumerable.Reverse(Enumerable.Reverse(kept).SkipWhile(set.Contains)).Select(GoText.FromRune)));
    }

    private static GoString TrimPrefix(FunctionCall call) =>
        Cut(call.Text(1), call.String(1).StartsWith(call.String(0), StringComparison.Ordinal) ? call.String(0).Length : 0, call.String(1).Length);

    private static GoString TrimSuffix(FunctionCall call) =>
        Cut(call.Text(1), 0, call.String(1).Length - (call.String(1).EndsWith(call.String(0), StringComparison.Ordinal) ? call.String(0).Length : 0));

    private static string NoSpace(string text)
    {
        // Go's library looks at bytes, each as a character.
        var kept = new StringBuilder();
        var removed = false;
        foreach (var b in GoText.ToBytes(text))
        {
            if (IsSpace((char)b))
            {
                removed = true;
            }
            else
            {
                kept.Append((char)b);
            }
        }

        return removed ? kept.ToString() : text;
    }

    private static string Initials(string text)
    {
        var initials = new StringBuilder();
        var gap = true;
        foreach (var b in GoText.ToBytes(text))
        {
            var space = IsSpace((char)b);
            if (!space && gap)
            {
                initials.Append((char)b);
            }

            gap = space;
        }

        return initials.ToString();
    }

    private static GoString Substring(FunctionCall call)
    {
        var length = GoText.ByteCount(call.String(2));
        var start = call.Int(0);
        var end = call.Int(1);
        if (start < 0)
        {
            if (end < 0 || end > length)
            {
                throw new GoException(end < 0 ? "runtime error: slice bounds out of range [:" + GoFormat.Print(call[1]) + "]" : "runtime error: slice bounds out of range [:" + GoFormat.Print(call[1]) + "] with length " + GoFormat.Print(GoInt.Of(length)));
            }

            return GoText.Slice(call.Text(2), 0, (int)end).AsComputed();
        }

        if (end < 0 || end > length)
        {
            return start > length
                ? throw new GoException("runtime error: slice bounds out of range [" + GoFormat.Print(call[0]) + ":" + GoFormat.Print(GoInt.Of(length)) + "]")
                : GoText.Slice(call.Text(2), (int)start, length - (int)start).AsComputed();
        }

        return start > end
            ? throw new GoException("runtime error: slice bounds out of range [" + GoFormat.Print(call[0]) + ":" + GoFormat.Print(call[1]) + "]")
            : GoText.Slice(call.Text(2), (int)start, (int)(end - start)).AsComputed();
    }

    private static GoString Truncate(FunctionCall call)
    {
        var length = GoText.ByteCount(call.String(1));
        var count = call.Int(0);
        if (count < 0 && length + count > 0)
        {
            return GoText.Slice(call.Text(1), length + (int)count, -(int)count).AsComputed();
        }

        return count >= 0 && length > count ? GoText.Slice(call.Text(1), 0, (int)count).AsComputed() : GoString.Of(call.String(1));
    }

    private static GoString Repeat(FunctionCall call)
    {
        var count = call.Int(0);
        if (count < 0)
        {
            throw new GoException("strings: negative Repeat count");
        }

        if (call.String(1).Length > 0 && count > long.MaxValue / Math.Max(1, GoText.ByteCount(call.String(1))))
        {
            throw new GoException("strings: Repeat output length overflow");
        }

        if (call.String(1).Length == 0 || count == 0)
        {
            return GoString.Of("");
        }

        call.Execution.Write(count * call.String(1).Length);
        return GoString.Of(new StringBuilder().Insert(0, call.String(1), (int)count).ToString());
    }

    private static GoString Replace(FunctionCall call)
    {
        var (old, replacement, text) = (call.String(0), call.Text(1), call.Text(2));
        if (old == replacement.Value)
        {
            return GoString.Of(text.Value);
        }

        if (old.Length == 0)
        {
            call.Execution.Write((long)text.Value.Length * replacement.Value.Length);
            var spread = new StringBuilder(replacement.Value);
            foreach (var rune in GoText.Runes(text.Value))
            {
                spread.Append(GoText.FromRune(rune)).Append(replacement.Value);
            }

            return GoString.Of(spread.ToString());
        }

        var builder = new OriginBuilder();
        var start = 0;
        for (var found = text.Value.IndexOf(old, StringComparison.Ordinal); found >= 0; found = text.Value.IndexOf(old, start, StringComparison.Ordinal))
        {
            call.Execution.Write(replacement.Value.Length);
            builder.Append(text, start, found - start);
            builder.Append(replacement);
            start = found + old.Length;
        }

        if (start == 0)
        {
            return GoString.Of(text.Value);
        }

        builder.Append(text, start, text.Value.Length - start);
        return builder.ToValue().AsComputed();
    }

    private static GoString Quoted(FunctionCall call, Func<string, string> quote, char mark, Func<GoValue, Execution, string> print)
    {
        var builder = new OriginBuilder();
        foreach (var value in call.Arguments)
        {
            if (value is GoNil)
            {
                continue;
            }

            if (builder.Length > 0)
            {
                builder.Append(" ", Origin.Literal);
            }

            var text = print(value, call.Execution);
            call.Execution.Write(text.Length);
            var quoted = quote(text);
            if (value is GoString { IsComposed: true } composed && quoted.Length == text.Length + 2)
            {
                builder.Append(mark.ToString(), Origin.Literal);
                builder.Append(composed);
                builder.Append(mark.ToString(), Origin.Literal);
            }
            else
            {
                builder.Append(quoted, NotationOf(value) ?? Origin.Compute([value]));
            }
        }

        return builder.ToValue();
    }

    private static GoString Indent(FunctionCall call, OriginBuilder builder)
    {
        if (call.Int(0) < 0)
        {
            throw new GoException("strings: negative Repeat count");
        }

        var text = call.Text(1);
        call.Execution.Write(call.Int(0) * (1 + text.Value.Count(c => c == '\n')));
        var pad = new string(' ', (int)call.Int(0));
        var start = 0;
        while (true)
        {
            builder.Append(pad, Origin.Literal);
            var end = text.Value.IndexOf('\n', start);
            if (end < 0)
            {
                builder.Append(text, start, text.Value.Length - start);
                return builder.ToValue();
            }

            builder.Append(text, start, end + 1 - start);
            start = end + 1;
        }
    }

    private static GoString NewLineIndent(FunctionCall call)
    {
        var builder = new OriginBuilder();
        builder.Append("\n", Origin.Literal);
        return Indent(call, builder);
    }

    private static List<string> Parts(FunctionCall call, string text, string separator, long limit)
    {
        var parts = new List<string>();
        if (limit == 0)
        {
            return parts;
        }

        if (separator.Length == 0)
        {
            var runes = GoText.Runes(text);
            for (var i = 0; i < runes.Length; i++)
            {
                call.Execution.Make(1);
                if (limit > 0 && i == limit - 1)
                {
                    parts.Add(string.Concat(runes.Skip(i).Select(GoText.FromRune)));
                    break;
                }

                parts.Add(GoText.FromRune(runes[i]));
            }

            return parts;
        }

        var start = 0;
        for (var found = text.IndexOf(separator, StringComparison.Ordinal); found >= 0 && (limit < 0 || parts.Count < limit - 1); found = text.IndexOf(separator, start, StringComparison.Ordinal))
        {
            call.Execution.Make(1);
            parts.Add(text.Substring(start, found - start));
            start = found + separator.Length;
        }

        call.Execution.Spend(1);
        parts.Add(text.Substring(start));
        return parts;
    }

    private static GoMap Split(FunctionCall call, long limit, string text)
    {
        var map = new GoMap(GoType.StringMap);
        var parts = Parts(call, text, call.String(0), limit);
        for (var i = 0; i < parts.Count; i++)
        {
            map.Set("_" + GoFormat.Print(GoInt.Of(i)), new GoString(parts[i], Origin.Compute(call.Arguments)));
        }

        return map;
    }

    private static GoString Join(FunctionCall call) => Joined(call, call.String(0), Strings(call[1], call.Execution).Select(text => text.Value));

    private static GoString Joined(FunctionCall call, string separator, IEnumerable<string> parts)
    {
        var texts = parts.ToArray();
        call.Execution.Write(texts.Sum(text => (long)text.Length + separator.Length));
        return GoString.Of(string.Join(separator, texts));
    }

    private static GoList SortAlpha(FunctionCall call)
    {
        var strings = Strings(call[0], call.Execution).ToList();
        if (call[0] is GoNil)
        {
            return GoList.OfStrings(["<nil>"]);
        }

        if (call[0] is GoList)
        {
            call.Execution.Spend(strings.Count);
            strings.Sort((a, b) => GoText.Compare(a.Value, b.Value));
        }

        return new GoList(GoType.StringList, strings);
    }
}
