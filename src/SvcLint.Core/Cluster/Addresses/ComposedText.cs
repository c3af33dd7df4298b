using System.Text;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Cluster.Addresses;

/// <summary>A text put together from parts of others, as the kubelet expands <c>$(NAME)</c>; every part keeps its place.</summary>
public sealed class ComposedText
{
    /// <summary>As many characters has a text at most that refers to others.</summary>
    public const int Longest = 1 << 16;

    private const int MostParts = 1 << 12;

    private readonly IReadOnlyList<(int Start, Located<string> Text)> _parts;

    private ComposedText(string value, SourceSpan span, IReadOnlyList<(int, Located<string>)> parts)
    {
        Value = value;
        Span = span;
        _parts = parts;
    }

    public string Value { get; }

    /// <summary>Expanded it would be longer than any that is read, so that it stays as it is written.</summary>
    public bool IsCut { get; private init; }

    /// <summary>What expanding took: its characters and parts; nothing where no reference was replaced.</summary>
    public int Cost { get; private init; }

    /// <summary>The text that was written, references and all.</summary>
    public SourceSpan Span { get; }

    public static ComposedText Of(Located<string> text) => new(text.Value, text.Span, [(0, text)]);

    /// <summary>
    /// Replaces <c>$(NAME)</c> as Kubernetes does: <c>$$</c> is a dollar sign, and a reference that nothing answers stays as it is.
    /// </summary>
    /// <param name="text">As it is written.</param>
    /// <param name="find">What a name stands for.</param>
    /// <param name="longest">What it may take at most.</param>
    public static ComposedText Expand(Located<string> text, Func<string, ComposedText?> find, int longest = Longest)
    {
        var written = text.Value;
        if (written.IndexOf('$') < 0)
        {
            return Of(text);
        }

        var value = new StringBuilder();
        var parts = new List<(int, Located<string>)>();
        var copied = 0;
        var isReplaced = false;
        for (var at = 0; at + 1 < written.Length; at++)
        {
            if (written[at] != '$')
            {
                continue;
            }

            var close = written[at + 1] == '(' ? written.IndexOf(')', at) : -1;
            if (close > 0 && find(written.Substring(at + 2, close - at - 2)) is { } found)
            {
                // Sixty variables that each name the one before twice would fill any memory.
                if (value.Length + found.Value.Length > Longest || parts.Count + found._parts.Count > MostParts
                    || value.Length + found.Value.Length + parts.Count + found._parts.Count > longest)
                {
                    return new ComposedText(text.Value, text.Span, [(0, text)]) { IsCut = true };
                }

                Copy(at);
                parts.AddRange(found._parts.Select(p => (value.Length + p.Start, p.Text)));
                value.Append(found.Value);
                copied = close + 1;
                isReplaced = true;
            }
            else if (written[at + 1] == '$')
            {
                Copy(at + 1);
                copied = at + 2;
            }

            at = close > 0 ? close : at + 1;
        }

        Copy(written.Length);
        return new ComposedText(value.ToString(), text.Span, parts) { Cost = isReplaced ? value.Length + parts.Count : 0 };

        void Copy(int end)
        {
            if (end > copied)
            {
                parts.Add((value.Length, text.Slice(copied, end)));
                value.Append(written, copied, end - copied);
            }
        }
    }

    /// <summary>The place of a part; of one that several texts make up, the whole.</summary>
    public SourceSpan Part(int start, int end)
    {
        foreach (var (from, text) in _parts)
        {
            if (start >= from && end <= from + text.Value.Length)
            {
                return text.Part(start - from, end - from);
            }
        }

        return Span;
    }

    public override string ToString() => Value;
}
