using SvcLint.Text;

namespace SvcLint.Emulation;

/// <summary>A growing text with an optional sink; what the three writers write into.</summary>
internal sealed class RuleTextBuilder(TextWriter? sink, bool explain)
{
    private const int FlushAt = 1 << 15;

    private char[] _buffer = new char[FlushAt + 4096];
    private int _length;

    public bool Explains => explain;

    public RuleTextBuilder Append(string text)
    {
        Reserve(text.Length);
        text.CopyTo(0, _buffer, _length, text.Length);
        _length += text.Length;
        return this;
    }

    public RuleTextBuilder Append(char c)
    {
        Reserve(1);
        _buffer[_length++] = c;
        return this;
    }

    public RuleTextBuilder Append(int number)
    {
        if (number < 0)
        {
            Append('-');
            number = -number;
        }

        Reserve(10);
        var digits = 1;
        for (var rest = number; rest >= 10; rest /= 10)
        {
            digits++;
        }

        for (var at = _length + digits - 1; at >= _length; at--)
        {
            _buffer[at] = (char)('0' + (number % 10));
            number /= 10;
        }

        _length += digits;
        return this;
    }

    /// <summary>A packet mark as kube-proxy prints it: 0x and eight digits.</summary>
    public RuleTextBuilder AppendMark(uint mark) => Append("0x").Append(mark.ToString("x8", System.Globalization.CultureInfo.InvariantCulture));

    public void EndLine()
    {
        Append('\n');
        if (sink is not null && _length >= FlushAt)
        {
            Flush();
        }
    }

    public void Line(string text)
    {
        Append(text);
        EndLine();
    }

    /// <summary>The line that <c>--explain</c> puts before a rule.</summary>
    public void Explain(Cause? cause)
    {
        if (!explain)
        {
            return;
        }

        if (cause is null)
        {
            Line("# kube-proxy itself");
            return;
        }

        // A line end in a file's name would end the comment.
        Append("# ").Append(Printable.OneLine(cause.Span.Source.Path)).Append(':').Append(cause.Span.StartPosition.Line);
        Line(cause.IsDerived ? " (placeholder)" : "");
    }

    public void Flush()
    {
        sink?.Write(_buffer, 0, _length);
        _length = sink is null ? _length : 0;
    }

    public override string ToString() => new(_buffer, 0, _length);

    private void Reserve(int count)
    {
        if (_length + count > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + count));
        }
    }
}
