using SvcLint.Charts.Templates;

namespace SvcLint.Charts.Functions;

/// <summary>What stands where Helm would write something random: of the right form, always the same, and never taken for a value.</summary>
internal static class StableRandom
{
    // An AES block, where Helm has its initialization vector.
    private const string Mark = "placeholder.aes.";

    public static string Bcrypt => "$2a$10$" + new string('x', 53);

    public static string Letters(int count, string alphabet)
    {
        var letters = new char[count];
        for (var i = 0; i < count; i++)
        {
            letters[i] = alphabet[i % alphabet.Length];
        }

        return new string(letters);
    }

    public static string Pem(string kind) => $"-----BEGIN {kind}-----\n{Convert.ToBase64String(new byte[48])}\n-----END {kind}-----\n";

    /// <summary>As long as what AES makes of it: a block in front, the text filled up to whole blocks.</summary>
    public static string Encrypted(string text)
    {
        var bytes = GoText.ToBytes(text);
        var padding = 16 - (bytes.Length % 16);
        return Convert.ToBase64String([.. GoText.ToBytes(Mark), .. bytes, .. Enumerable.Repeat((byte)padding, padding)]);
    }

    public static string? Decrypted(byte[] bytes)
    {
        var mark = GoText.ToBytes(Mark);
        return bytes.Length >= mark.Length + 16 && bytes.AsSpan(0, mark.Length).SequenceEqual(mark)
            ? GoText.FromBytes(bytes, mark.Length, bytes.Length - mark.Length - bytes[bytes.Length - 1])
            : null;
    }
}
