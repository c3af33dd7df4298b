using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Cluster.Applications;

/// <summary>
/// A call in a Tiltfile that gives manifests, as far as it is plain: <c>k8s_yaml('a.yaml')</c>, <c>k8s_yaml(['a.yaml', 'b.yaml'])</c>,
/// <c>k8s_yaml(kustomize('folder'))</c>. A Tiltfile is a program; it is not run.
/// </summary>
/// <param name="Name">The innermost function that is told: <c>k8s_yaml</c>, <c>kustomize</c>, <c>helm</c>, or what else stands there.</param>
/// <param name="Texts">The strings that it is given.</param>
/// <param name="Span">The call.</param>
internal sealed record TiltCall(string Name, IReadOnlyList<Located<string>> Texts, SourceSpan Span)
{
    private const string Entry = "k8s_yaml(";

    public static IReadOnlyList<TiltCall> Find(SourceText source)
    {
        var calls = new List<TiltCall>();
        var text = source.Content;
        for (var at = text.IndexOf(Entry, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Entry, at + Entry.Length, StringComparison.Ordinal))
        {
            var line = text.LastIndexOf('\n', at) + 1;
            // A comment, or a call under a condition.
            if (text.Substring(line, at - line).Trim().Length > 0 || line != at)
            {
                continue;
            }

            var start = at + Entry.Length;
            var end = Close(text, start);
            var inner = text.Substring(start, end - start);
            var open = inner.IndexOf('(');
            var function = open > 0 && inner.Substring(0, open).Trim() is { Length: > 0 } name && name.All(c => char.IsLetterOrDigit(c) || c is '_' or '.') ? name : "k8s_yaml";
            var texts = Strings(source, start, end, out var isPlain);
            calls.Add(new TiltCall(isPlain || function is not "k8s_yaml" ? function : "an expression", texts, source.Span(at, Math.Min(end + 1, text.Length))));
        }

        return calls;
    }

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

    private static List<Located<string>> Strings(SourceText source, int start, int end, out bool isPlain)
    {
        var texts = new List<Located<string>>();
        isPlain = true;
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

                texts.Add(new Located<string>(source.Content.Substring(i + 1, close - i - 1), source.Span(i + 1, close)));
                i = close;
            }
            else if (!(char.IsWhiteSpace(c) || c is '[' or ']' or ','))
            {
                isPlain = false;
            }
        }

        return texts;
    }
}
