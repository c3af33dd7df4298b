using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Cluster.Applications;

/// <summary>
/// A call in a Tiltfile that gives manifests, as far as it is plain: <c>k8s_yaml('a.yaml')</c>, <c>k8s_yaml(['a.yaml', 'b.yaml'])</c>,
/// <c>k8s_yaml(kustomize('folder'))</c>, <c>k8s_yaml(helm('chart', name='web', values=['a.yaml']))</c>, also by way of a variable. A Tiltfile is a
/// program; it is not run.
/// </summary>
/// <param name="Name">The innermost function that is told: <c>k8s_yaml</c>, <c>kustomize</c>, <c>helm</c>, or what else stands there.</param>
/// <param name="Arguments">The strings that it is given, each with the name of its argument.</param>
/// <param name="IsPlain">Nothing but strings is given.</param>
/// <param name="Span">The call.</param>
internal sealed record TiltCall(string Name, IReadOnlyList<(string Name, Located<string> Text)> Arguments, bool IsPlain, SourceSpan Span)
{
    private const string Entry = "k8s_yaml(";

    private static readonly string[] Others = ["helm_resource", "include", "load"];

    /// <summary>The strings without a name.</summary>
    public IReadOnlyList<Located<string>> Texts => [.. Named("")];

    public IEnumerable<Located<string>> Named(string name) => Arguments.Where(a => a.Name == name).Select(a => a.Text);

    public static IReadOnlyList<TiltCall> Find(SourceText source)
    {
        var calls = new List<TiltCall>();
        var text = source.Content;
        for (var at = text.IndexOf(Entry, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Entry, at + Entry.Length, StringComparison.Ordinal))
        {
            if (at > 0 && text[at - 1] != '\n')
            {
                var line = text.Substring(text.LastIndexOf('\n', at) + 1, at - text.LastIndexOf('\n', at) - 1);
                if (line.Trim().Length == 0)
                {
                    calls.Add(new TiltCall("k8s_yaml under a condition", [], false, source.Span(at, at + Entry.Length - 1)));
                }

                continue;
            }

            var start = at + Entry.Length;
            var end = Close(text, start);
            var span = source.Span(at, Math.Min(end + 1, text.Length));
            if (Assigned(text, text.Substring(start, end - start).Trim()) is { } place)
            {
                (start, end) = place;
            }

            calls.Add(Read(source, start, end, span));
        }

        calls.AddRange(Others.SelectMany(o => Lines(source, o)));
        return calls;
    }

    // What brings manifests in ways that are not followed; an extension of Tilt's own brings functions.
    private static IEnumerable<TiltCall> Lines(SourceText source, string name)
    {
        var text = source.Content;
        for (var at = text.IndexOf(name + "(", StringComparison.Ordinal); at >= 0; at = text.IndexOf(name + "(", at + 1, StringComparison.Ordinal))
        {
            if ((at == 0 || text[at - 1] == '\n') && text.IndexOf("ext://", at, Math.Min(text.Length - at, name.Length + 10), StringComparison.Ordinal) < 0)
            {
                yield return new TiltCall(name, [], false, source.Span(at, at + name.Length));
            }
        }
    }

    // What a variable was given, once and at the beginning of a line.
    private static (int Start, int End)? Assigned(string text, string name)
    {
        if (name.Length == 0 || !name.All(IsName))
        {
            return null;
        }

        (int, int)? found = null;
        for (var at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + name.Length, StringComparison.Ordinal))
        {
            var end = text.IndexOf('\n', at) is >= 0 and var line ? line : text.Length;
            var rest = text.Substring(at + name.Length, end - at - name.Length).TrimStart();
            if ((at > 0 && IsName(text[at - 1])) || !(rest.StartsWith("=", StringComparison.Ordinal) || rest.StartsWith("+=", StringComparison.Ordinal)) || rest.StartsWith("==", StringComparison.Ordinal))
            {
                continue;
            }

            if (found is not null || rest[0] != '=' || (at > 0 && text[at - 1] != '\n'))
            {
                return null;
            }

            var start = text.IndexOf('=', at) + 1;
            var open = text.IndexOf('(', start);
            found = open >= 0 && open < end ? (start, Math.Min(Close(text, open + 1) + 1, text.Length)) : (start, end);
        }

        return found;
    }

    private static TiltCall Read(SourceText source, int start, int end, SourceSpan span)
    {
        var inner = source.Content.Substring(start, end - start);
        var open = inner.IndexOf('(');
        var name = open > 0 ? inner.Substring(0, open).Trim() : "";
        var isCall = name.Length > 0 && name.All(c => IsName(c) || c == '.') && inner.TrimEnd().EndsWith(")", StringComparison.Ordinal) && Close(inner, open + 1) == inner.TrimEnd().Length - 1;
        var arguments = Strings(source, isCall ? start + open + 1 : start, isCall ? start + inner.TrimEnd().Length - 1 : end, out var isPlain);
        return new TiltCall(isCall ? name : isPlain ? "k8s_yaml" : "an expression", arguments, isPlain, span);
    }

    private static bool IsName(char c) => char.IsLetterOrDigit(c) || c == '_';

    private static int Close(string text, int from)
    {
        var depth = 1;
        for (var i = from; i < text.Length; i++)
        {
            depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
            if (depth == 0)
            {
                return i;
            }
        }

        return text.Length;
    }

    // The next character that is no blank; none at the end.
    private static char Next(string text, int at, int end)
    {
        while (at < end && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at < end ? text[at] : '\0';
    }

    // The bracket that closes the one at a place.
    private static int Close(string text, int at, int end)
    {
        var (open, close) = text[at] == '(' ? ('(', ')') : ('[', ']');
        var depth = 0;
        for (; at < end; at++)
        {
            depth += text[at] == open ? 1 : text[at] == close ? -1 : 0;
            if (depth == 0)
            {
                return at;
            }
        }

        return end;
    }

    private static List<(string, Located<string>)> Strings(SourceText source, int start, int end, out bool isPlain)
    {
        var texts = new List<(string, Located<string>)>();
        isPlain = true;
        var (name, depth, before) = ("", 0, '\0');
        for (var i = start; i < end; i++)
        {
            var c = source.Content[i];
            if (c is '\'' or '"')
            {
                var close = source.Content.IndexOf(c, i + 1, end - i - 1);
                if (close < 0)
                {
                    isPlain = false;
                    break;
                }

                if (before is '\0' or '[' or ',' or '=' && Next(source.Content, close + 1, end) is '\0' or ']' or ',' or '#')
                {
                    texts.Add((name, new Located<string>(source.Content.Substring(i + 1, close - i - 1), source.Span(i + 1, close))));
                }
                else
                {
                    isPlain = false;
                }

                i = close;
            }
            else if (c == '#')
            {
                i = source.Content.IndexOf('\n', i, end - i) is >= 0 and var line ? line : end;
                continue;
            }
            else if (c == '(' || (c == '[' && (IsName(before) || before is ')' or ']')))
            {
                // What a call or an index gives is not known; its strings are keys and patterns.
                isPlain = false;
                i = Close(source.Content, i, end);
            }
            else if (IsName(c) && depth == 0)
            {
                var last = i;
                while (last < end && IsName(source.Content[last]))
                {
                    last++;
                }

                name = source.Content.Substring(i, last - i);
                i = last - 1;
                var equals = last;
                while (equals < end && char.IsWhiteSpace(source.Content[equals]))
                {
                    equals++;
                }

                isPlain &= equals < end && source.Content[equals] == '=';
            }
            else if (c is '[' or ']')
            {
                depth += c == '[' ? 1 : -1;
            }
            else if (c == ',' && depth == 0)
            {
                name = "";
            }
            else if (!(char.IsWhiteSpace(c) || c is ',' or '='))
            {
                isPlain = false;
            }

            before = char.IsWhiteSpace(c) ? before : source.Content[Math.Min(i, end - 1)];
        }

        return texts;
    }
}
