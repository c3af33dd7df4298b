namespace SvcLint.Kubernetes;

/// <summary>
/// SHA-256 (FIPS 180-4) in managed code: kube-proxy's chain names and kustomize's name suffixes come from it, and the
/// ahead-of-time tool must run without a system library.
/// </summary>
public static class Sha256
{
    private const int BlockLength = 64;

    private static readonly uint[] K =
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    /// <summary>The 32 bytes of the hash.</summary>
    public static byte[] Hash(byte[] data)
    {
        uint[] state = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
        var words = new uint[BlockLength];
        var at = 0;
        for (; at + BlockLength <= data.Length; at += BlockLength)
        {
            Compress(state, words, data, at);
        }

        var tail = Tail(data, at);
        for (at = 0; at < tail.Length; at += BlockLength)
        {
            Compress(state, words, tail, at);
        }

        var hash = new byte[32];
        for (var i = 0; i < hash.Length; i++)
        {
            hash[i] = (byte)(state[i / 4] >> (24 - (8 * (i % 4))));
        }

        return hash;
    }

    // What is left of the data, a one bit, zeros, and the length in bits.
    private static byte[] Tail(byte[] data, int from)
    {
        var rest = data.Length - from;
        var tail = new byte[rest + 9 <= BlockLength ? BlockLength : 2 * BlockLength];
        Array.Copy(data, from, tail, 0, rest);
        tail[rest] = 0x80;
        var bits = (ulong)data.Length * 8;
        for (var i = 0; i < 8; i++)
        {
            tail[tail.Length - 1 - i] = (byte)(bits >> (8 * i));
        }

        return tail;
    }

    private static void Compress(uint[] state, uint[] words, byte[] data, int at)
    {
        for (var i = 0; i < 16; i++, at += 4)
        {
            words[i] = ((uint)data[at] << 24) | ((uint)data[at + 1] << 16) | ((uint)data[at + 2] << 8) | data[at + 3];
        }

        for (var i = 16; i < words.Length; i++)
        {
            var s0 = Rotate(words[i - 15], 7) ^ Rotate(words[i - 15], 18) ^ (words[i - 15] >> 3);
            var s1 = Rotate(words[i - 2], 17) ^ Rotate(words[i - 2], 19) ^ (words[i - 2] >> 10);
            words[i] = unchecked(words[i - 16] + s0 + words[i - 7] + s1);
        }

        var (a, b, c, d, e, f, g, h) = (state[0], state[1], state[2], state[3], state[4], state[5], state[6], state[7]);
        for (var i = 0; i < words.Length; i++)
        {
            var s1 = Rotate(e, 6) ^ Rotate(e, 11) ^ Rotate(e, 25);
            var first = unchecked(h + s1 + ((e & f) ^ (~e & g)) + K[i] + words[i]);
            var s0 = Rotate(a, 2) ^ Rotate(a, 13) ^ Rotate(a, 22);
            var second = unchecked(s0 + ((a & b) ^ (a & c) ^ (b & c)));
            (h, g, f, e, d, c, b, a) = (g, f, e, unchecked(d + first), c, b, a, unchecked(first + second));
        }

        uint[] mixed = [a, b, c, d, e, f, g, h];
        for (var i = 0; i < state.Length; i++)
        {
            state[i] = unchecked(state[i] + mixed[i]);
        }
    }

    private static uint Rotate(uint value, int bits) => (value >> bits) | (value << (32 - bits));
}
