using SvcLint.Kubernetes;

namespace SvcLint.Emulation;

/// <summary>The start of the base32 text (RFC 4648) of a SHA-256, of which kube-proxy makes chain names.</summary>
internal static class ChainHash
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>prefix + the first characters of base32(sha256(text)) + suffix.</summary>
    public static string Name(string prefix, ReadOnlySpan<char> text, int length, string suffix = "")
    {
        Span<uint> state = stackalloc uint[8];
        Sha256.Hash(text, state);
        Span<char> name = stackalloc char[prefix.Length + length + suffix.Length];
        prefix.AsSpan().CopyTo(name);
        for (var i = 0; i < length; i++)
        {
            name[prefix.Length + i] = Alphabet[Digit(state, i)];
        }

        suffix.AsSpan().CopyTo(name.Slice(prefix.Length + length));
        return name.ToString();
    }

    // The i-th group of five bits, most significant first.
    private static int Digit(ReadOnlySpan<uint> state, int index)
    {
        var bit = index * 5;
        var word = bit / 32;
        var pair = ((ulong)state[word] << 32) | (word + 1 < state.Length ? state[word + 1] : 0);
        return (int)((pair >> (59 - (bit % 32))) & 31);
    }
}
