using SvcLint.Charts.Templates;

namespace SvcLint.Charts.Functions;

/// <summary>Shortening and wrapping, by bytes as the library behind Sprig does.</summary>
internal static class Abbreviation
{
    private const string Marker = "...";

    public static string Abbreviate(string text, long offset, long width)
    {
        var bytes = GoText.ToBytes(text);
        if (bytes.Length <= width)
        {
            return text;
        }

        offset = Math.Min(offset, bytes.Length);
        offset = bytes.Length - offset < width - 3 ? bytes.Length - (width - 3) : offset;
        if (offset <= 4)
        {
            return GoText.FromBytes([.. bytes.Take((int)(width - 3)), (byte)'.', (byte)'.', (byte)'.']);
        }

        if (width < 7)
        {
            return "";
        }

        var from = offset + width - 3 < bytes.Length ? (int)offset : bytes.Length - (int)(width - 3);
        var rest = GoText.FromBytes(bytes, from, bytes.Length - from);
        if (offset + width - 3 >= bytes.Length)
        {
            return Marker + rest;
        }

        return Marker + (width - 3 < 4 ? "" : Abbreviate(rest, 0, width - 3));
    }

    public static string Wrap(FunctionCall call, string text, long width, string newLine, bool breaksWords)
    {
        width = Math.Max(1, width);
        var bytes = GoText.ToBytes(text);
        var line = GoText.ToBytes(newLine);
        var wrapped = new List<byte>(bytes.Length + 16);
        var offset = 0;
        while (bytes.Length - offset > width)
        {
            call.Execution.Spend(1);
            if (bytes[offset] == ' ')
            {
                offset++;
                continue;
            }

            var space = Array.LastIndexOf(bytes, (byte)' ', offset + (int)width, (int)width + 1);
            if (space < 0 && !breaksWords)
            {
                space = Array.IndexOf(bytes, (byte)' ', offset + (int)width);
                if (space < 0)
                {
                    break;
                }
            }

            var end = space >= 0 ? space : offset + (int)width;
            wrapped.AddRange(new ArraySegment<byte>(bytes, offset, end - offset));
            wrapped.AddRange(line);
            offset = space >= 0 ? space + 1 : end;
        }

        wrapped.AddRange(new ArraySegment<byte>(bytes, offset, bytes.Length - offset));
        call.Execution.Write(wrapped.Count);
        return GoText.FromBytes([.. wrapped]);
    }
}
