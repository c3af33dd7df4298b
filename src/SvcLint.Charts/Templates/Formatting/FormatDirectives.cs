namespace SvcLint.Charts.Templates;

/// <summary>Printf's formats: flags, widths, precisions, numbers of arguments and verbs.</summary>
internal sealed class FormatDirectives(GoPrinter printer, FormatFlags flags)
{
    // A format is a stranger's: no single directive makes a text longer than this.
    private const int MaxWidth = 1_000_000;

    /// <summary>Prints the format with its arguments, and says which of them are missing, extra or of a wrong kind.</summary>
    public void Apply(string format, IReadOnlyList<GoValue> values)
    {
        var text = flags.Text;
        var next = 0;
        var reordered = false;
        for (var i = 0; i < format.Length;)
        {
            var percent = format.IndexOf('%', i);
            if (percent < 0)
            {
                text.Append(format, i, format.Length - i);
                break;
            }

            text.Append(format, i, percent - i);
            i = percent + 1;
            flags.Clear();
            i = ReadFlags(format, i);
            var goodIndex = true;
            var afterIndex = false;
            (next, i) = ArgumentNumber(format, i, next, values.Count, ref goodIndex, ref reordered, ref afterIndex);
            if (i < format.Length && format[i] == '*')
            {
                i++;
                var width = IntArgument(values, ref next);
                flags.Width = width;
                if (width is null)
                {
                    text.Append("%!(BADWIDTH)");
                }
                else if (width < 0)
                {
                    flags.Width = -width;
                    flags.Minus = true;
                    flags.Zero = false;
                }

                afterIndex = false;
            }
            else
            {
                flags.Width = Number(format, ref i);
                goodIndex &= !(afterIndex && flags.Width is not null);
            }

            if (i + 1 <= format.Length && i < format.Length && format[i] == '.')
            {
                i++;
                goodIndex &= !afterIndex;
                (next, i) = ArgumentNumber(format, i, next, values.Count, ref goodIndex, ref reordered, ref afterIndex);
                if (i < format.Length && format[i] == '*')
                {
                    i++;
                    flags.Precision = IntArgument(values, ref next);
                    if (flags.Precision is null or < 0)
                    {
                        text.Append(flags.Precision is null ? "%!(BADPREC)" : "");
                        text.Append(flags.Precision < 0 ? "%!(BADPREC)" : "");
                        flags.Precision = null;
                    }

                    afterIndex = false;
                }
                else
                {
                    flags.Precision = Number(format, ref i) ?? 0;
                }
            }

            if (!afterIndex)
            {
                (next, i) = ArgumentNumber(format, i, next, values.Count, ref goodIndex, ref reordered, ref afterIndex);
            }

            if (i >= format.Length)
            {
                text.Append("%!(NOVERB)");
                break;
            }

            var verb = char.IsHighSurrogate(format[i]) && i + 1 < format.Length ? char.ConvertToUtf32(format, i) : format[i];
            i += verb >= 0x10000 ? 2 : 1;
            if (verb == '%')
            {
                text.Append('%');
            }
            else if (!goodIndex)
            {
                text.Append("%!").Append(GoText.FromRune(verb)).Append("(BADINDEX)");
            }
            else if (next >= values.Count)
            {
                text.Append("%!").Append(GoText.FromRune(verb)).Append("(MISSING)");
            }
            else
            {
                if (verb == 'v')
                {
                    (flags.SharpV, flags.Sharp) = (flags.Sharp, false);
                    (flags.PlusV, flags.Plus) = (flags.Plus, false);
                }

                printer.Argument(values[next++], verb);
            }
        }

        if (!reordered && next < values.Count)
        {
            flags.Clear();
            text.Append("%!(EXTRA ");
            for (var i = next; i < values.Count; i++)
            {
                text.Append(i > next ? ", " : "");
                if (values[i] is GoNil)
                {
                    text.Append(GoPrinter.Nil);
                }
                else
                {
                    text.Append(values[i].Type.Name).Append('=');
                    printer.Argument(values[i], 'v');
                }
            }

            text.Append(')');
        }
    }

    private int ReadFlags(string format, int i)
    {
        for (; i < format.Length; i++)
        {
            switch (format[i])
            {
                case '#':
                    flags.Sharp = true;
                    break;
                case '0':
                    flags.Zero = true;
                    break;
                case '+':
                    flags.Plus = true;
                    break;
                case '-':
                    flags.Minus = true;
                    break;
                case ' ':
                    flags.Space = true;
                    break;
                default:
                    return i;
            }
        }

        return i;
    }

    private static int? Number(string format, ref int i)
    {
        var start = i;
        var number = 0;
        for (; i < format.Length && format[i] is >= '0' and <= '9'; i++)
        {
            number = (number * 10) + (format[i] - '0');
            if (number > MaxWidth)
            {
                return null;
            }
        }

        return i > start ? number : null;
    }

    // "[2]" takes the second argument next.
    private static (int Next, int Position) ArgumentNumber(string format, int i, int next, int count, ref bool good, ref bool reordered, ref bool found)
    {
        if (i >= format.Length || format[i] != '[')
        {
            return (next, i);
        }

        reordered = true;
        var close = format.IndexOf(']', i);
        if (close < 0)
        {
            good = false;
            return (next, i + 1);
        }

        var at = i + 1;
        if (Number(format, ref at) is { } index && at == close)
        {
            found = true;
            if (index >= 1 && index <= count)
            {
                return (index - 1, close + 1);
            }
        }

        good = false;
        return (next, close + 1);
    }

    private static int? IntArgument(IReadOnlyList<GoValue> values, ref int next)
    {
        if (next >= values.Count)
        {
            return null;
        }

        long? number = values[next++] switch
        {
            GoInt signed => signed.Value,
            GoUint unsigned when unsigned.Value <= MaxWidth => (long)unsigned.Value,
            _ => null,
        };
        return number is >= -MaxWidth and <= MaxWidth ? (int)number : null;
    }
}
