using System.Text;
using SvcLint.Charts.Templates;

namespace SvcLint.Charts.Functions;

/// <summary>Base64 and base32, with Go's errors as their output.</summary>
internal static class EncodingFunctions
{
    private const string Alphabet32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static IEnumerable<GoFunction> All()
    {
        GoType[] one = [GoType.String];
        yield return new("b64enc", one, call => GoString.Of(Convert.ToBase64String(GoText.ToBytes(call.String(0)))));
        // What is unknown decodes to something unknown, and not to bytes that no YAML may hold.
        yield return new("b64dec", one, call => call[0] is GoString { Origin.Kind: OriginKind.Unknown } unknown ? unknown : GoString.Of(TryDecode64(call.String(0), out var bytes, out var error) ? GoText.FromBytes(bytes) : error));
        yield return new("b32enc", one, call => GoString.Of(Encode32(GoText.ToBytes(call.String(0)))));
        yield return new("b32dec", one, call => GoString.Of(Decode32(call.String(0))));
    }

    /// <summary><c>base64.StdEncoding.DecodeString</c>: line breaks are skipped, padding is needed.</summary>
    public static bool TryDecode64(string text, out byte[] bytes, out string error)
    {
        var output = new List<byte>(text.Length * 3 / 4);
        bytes = [];
        error = "";
        var quantum = 0;
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '\n' or '\r')
            {
                continue;
            }

            if (c == '=')
            {
                var first = i;
                if (count is 0 or 1)
                {
                    return Fail(text, i, out error);
                }

                if (count == 2)
                {
                    i = SkipBreaks(text, i + 1);
                    if (i >= text.Length)
                    {
                        return Fail(text, text.Length, out error);
                    }

                    if (text[i] != '=')
                    {
                        return Fail(text, i, out error);
                    }
                }

                var rest = SkipBreaks(text, i + 1);
                if (rest < text.Length)
                {
                    return Fail(text, rest, out error);
                }

                output.Add((byte)(quantum >> (count == 2 ? 4 : 10)));
                if (count == 3)
                {
                    output.Add((byte)(quantum >> 2));
                }

                bytes = [.. output];
                return first >= 0;
            }

            var digit = Digit64(c);
            if (digit < 0)
            {
                return Fail(text, i, out error);
            }

            quantum = ((quantum << 6) | digit) & 0xFFFFFF;
            if (++count == 4)
            {
                output.Add((byte)(quantum >> 16));
                output.Add((byte)(quantum >> 8));
                output.Add((byte)quantum);
                count = quantum = 0;
            }
        }

        if (count > 0)
        {
            // Go names the start of what is incomplete.
            return Fail(text, text.Length - count, out error);
        }

        bytes = [.. output];
        return true;
    }

    private static bool Fail(string text, int at, out string error)
    {
        error = "illegal base64 data at input byte " + GoFormat.Print(GoInt.Of(GoText.ByteCount(text.Substring(0, at))));
        return false;
    }

    private static int SkipBreaks(string text, int i)
    {
        while (i < text.Length && text[i] is '\n' or '\r')
        {
            i++;
        }

        return i;
    }

    private static int Digit64(char c) => c switch
    {
        >= 'A' and <= 'Z' => c - 'A',
        >= 'a' and <= 'z' => c - 'a' + 26,
        >= '0' and <= '9' => c - '0' + 52,
        '+' => 62,
        '/' => 63,
        _ => -1,
    };

    private static string Encode32(byte[] bytes)
    {
        var text = new StringBuilder();
        for (var i = 0; i < bytes.Length; i += 5)
        {
            ulong block = 0;
            var length = Math.Min(5, bytes.Length - i);
            for (var k = 0; k < 5; k++)
            {
                block = (block << 8) | (k < length ? bytes[i + k] : 0u);
            }

            var digits = ((length * 8) + 4) / 5;
            for (var k = 0; k < 8; k++)
            {
                text.Append(k < digits ? Alphabet32[(int)((block >> (35 - (5 * k))) & 31)] : '=');
            }
        }

        return text.ToString();
    }

    private static string Decode32(string text)
    {
        var clean = text.Replace("\n", "").Replace("\r", "");
        var output = new List<byte>();
        for (var i = 0; i < clean.Length; i += 8)
        {
            ulong block = 0;
            var digits = 0;
            for (var k = 0; k < 8; k++)
            {
                var at = i + k;
                if (at >= clean.Length)
                {
                    return Error32(i);
                }

                if (clean[at] == '=' && k >= 2 && IsPadding(clean, at, k))
                {
                    block <<= 5 * (8 - k);
                    break;
                }

                var digit = Alphabet32.IndexOf(clean[at]);
                if (digit < 0)
                {
                    return Error32(at);
                }

                block = (block << 5) | (uint)digit;
                digits++;
            }

            for (var k = 0; k < digits * 5 / 8; k++)
            {
                output.Add((byte)(block >> (32 - (8 * k))));
            }

            if (digits < 8)
            {
                break;
            }
        }

        return GoText.FromBytes([.. output]);
    }

    private static bool IsPadding(string text, int at, int place) =>
        place is 2 or 4 or 5 or 7 && text.Length - at == 8 - place && text.Substring(at).All(c => c == '=');

    private static string Error32(int at) => "illegal base32 data at input byte " + GoFormat.Print(GoInt.Of(at));
}
