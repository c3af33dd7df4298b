using System.Globalization;
using System.Text.Encodings.Web;
using SvcLint.Text;

namespace SvcLint.Cli.Outputs;

/// <summary>
/// Leaves text in JSON as it was written, save for what JSON forbids, what a terminal acts on or does not show, and the sign that commands
/// to build servers begin with: JSON in a log is no command either. Whoever parses it sees no difference.
/// </summary>
internal sealed unsafe class LogSafeEncoder : JavaScriptEncoder
{
    public override int MaxOutputCharactersPerInputCharacter => 12;

    public override int FindFirstCharacterToEncode(char* text, int textLength)
    {
        for (var at = 0; at < textLength; at++)
        {
            var unit = text[at];
            if (char.IsSurrogate(unit))
            {
                if (!char.IsHighSurrogate(unit) || at + 1 == textLength || !char.IsLowSurrogate(text[at + 1]) || WillEncode(char.ConvertToUtf32(unit, text[at + 1])))
                {
                    return at;
                }

                at++;
            }
            else if (WillEncode(unit))
            {
                return at;
            }
        }

        return -1;
    }

    public override bool WillEncode(int unicodeScalar) => unicodeScalar is '"' or '\\' or '#' || Printable.IsHidden(unicodeScalar);

    public override bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        var escape = unicodeScalar switch
        {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            '\b' => "\\b",
            '\f' => "\\f",
            _ => string.Concat(char.ConvertFromUtf32(unicodeScalar).Select(u => "\\u" + ((int)u).ToString("x4", CultureInfo.InvariantCulture))),
        };
        numberOfCharactersWritten = escape.Length <= bufferLength ? escape.Length : 0;
        return escape.AsSpan().TryCopyTo(new Span<char>(buffer, bufferLength));
    }
}
