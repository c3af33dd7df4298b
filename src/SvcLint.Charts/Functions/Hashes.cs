using System.Buffers.Binary;

namespace SvcLint.Charts.Functions;

/// <summary>Checksums in managed code: the tool runs where the system has no cryptography library.</summary>
internal static class Hashes
{
    private static readonly ulong[] Constants512 = FractionalParts(80, 3);

    private static readonly ulong[] Start512 = FractionalParts(8, 2);

    public static byte[] Sha256(byte[] data)
    {
        var state = Array.ConvertAll(Start512, word => (uint)(word >> 32));
        var constants = Array.ConvertAll(Constants512, word => (uint)(word >> 32));
        var w = new uint[64];
        foreach (var block in Blocks(data, 64, 8))
        {
            for (var i = 0; i < 64; i++)
            {
                w[i] = i < 16 ? BinaryPrimitives.ReadUInt32BigEndian(block.AsSpan(i * 4))
                    : w[i - 16] + (Right(w[i - 15], 7) ^ Right(w[i - 15], 18) ^ (w[i - 15] >> 3)) + w[i - 7] + (Right(w[i - 2], 17) ^ Right(w[i - 2], 19) ^ (w[i - 2] >> 10));
            }

            var (a, b, c, d, e, f, g, h) = (state[0], state[1], state[2], state[3], state[4], state[5], state[6], state[7]);
            for (var i = 0; i < 64; i++)
            {
                var t1 = h + (Right(e, 6) ^ Right(e, 11) ^ Right(e, 25)) + ((e & f) ^ (~e & g)) + constants[i] + w[i];
                var t2 = (Right(a, 2) ^ Right(a, 13) ^ Right(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
                (h, g, f, e, d, c, b, a) = (g, f, e, d + t1, c, b, a, t1 + t2);
            }

            uint[] round = [a, b, c, d, e, f, g, h];
            for (var i = 0; i < 8; i++)
            {
                state[i] += round[i];
            }
        }

        var hash = new byte[32];
        for (var i = 0; i < 8; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(i * 4), state[i]);
        }

        return hash;
    }

    public static byte[] Sha512(byte[] data)
    {
        var state = (ulong[])Start512.Clone();
        var w = new ulong[80];
        foreach (var block in Blocks(data, 128, 16))
        {
            for (var i = 0; i < 80; i++)
            {
                w[i] = i < 16 ? BinaryPrimitives.ReadUInt64BigEndian(block.AsSpan(i * 8))
                    : w[i - 16] + (Right(w[i - 15], 1) ^ Right(w[i - 15], 8) ^ (w[i - 15] >> 7)) + w[i - 7] + (Right(w[i - 2], 19) ^ Right(w[i - 2], 61) ^ (w[i - 2] >> 6));
            }

            var (a, b, c, d, e, f, g, h) = (state[0], state[1], state[2], state[3], state[4], state[5], state[6], state[7]);
            for (var i = 0; i < 80; i++)
            {
                var t1 = h + (Right(e, 14) ^ Right(e, 18) ^ Right(e, 41)) + ((e & f) ^ (~e & g)) + Constants512[i] + w[i];
                var t2 = (Right(a, 28) ^ Right(a, 34) ^ Right(a, 39)) + ((a & b) ^ (a & c) ^ (b & c));
                (h, g, f, e, d, c, b, a) = (g, f, e, d + t1, c, b, a, t1 + t2);
            }

            ulong[] round = [a, b, c, d, e, f, g, h];
            for (var i = 0; i < 8; i++)
            {
                state[i] += round[i];
            }
        }

        var hash = new byte[64];
        for (var i = 0; i < 8; i++)
        {
            BinaryPrimitives.WriteUInt64BigEndian(hash.AsSpan(i * 8), state[i]);
        }

        return hash;
    }

    public static byte[] Sha1(byte[] data)
    {
        uint[] state = [0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0];
        var w = new uint[80];
        foreach (var block in Blocks(data, 64, 8))
        {
            for (var i = 0; i < 80; i++)
            {
                w[i] = i < 16 ? BinaryPrimitives.ReadUInt32BigEndian(block.AsSpan(i * 4)) : Right(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 31);
            }

            var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4]);
            for (var i = 0; i < 80; i++)
            {
                var (f, k) = (i / 20) switch
                {
                    0 => ((b & c) | (~b & d), 0x5A827999u),
                    1 => (b ^ c ^ d, 0x6ED9EBA1u),
                    2 => ((b & c) | (b & d) | (c & d), 0x8F1BBCDCu),
                    _ => (b ^ c ^ d, 0xCA62C1D6u),
                };
                (e, d, c, b, a) = (d, c, Right(b, 2), a, Right(a, 27) + f + e + k + w[i]);
            }

            uint[] round = [a, b, c, d, e];
            for (var i = 0; i < 5; i++)
            {
                state[i] += round[i];
            }
        }

        var hash = new byte[20];
        for (var i = 0; i < 5; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(i * 4), state[i]);
        }

        return hash;
    }

    public static uint Adler32(byte[] data)
    {
        uint a = 1, b = 0;
        foreach (var value in data)
        {
            a = (a + value) % 65521;
            b = (b + a) % 65521;
        }

        return (b << 16) | a;
    }

    /// <summary>HMAC with SHA-256.</summary>
    public static byte[] Hmac256(byte[] key, byte[] data)
    {
        var padded = new byte[64];
        (key.Length > 64 ? Sha256(key) : key).CopyTo(padded, 0);
        var inner = Sha256([.. padded.Select(b => (byte)(b ^ 0x36)), .. data]);
        return Sha256([.. padded.Select(b => (byte)(b ^ 0x5C)), .. inner]);
    }

    private static IEnumerable<byte[]> Blocks(byte[] data, int size, int lengthBytes)
    {
        var total = ((data.Length + 1 + lengthBytes + size - 1) / size) * size;
        var padded = new byte[total];
        data.CopyTo(padded, 0);
        padded[data.Length] = 0x80;
        BinaryPrimitives.WriteUInt64BigEndian(padded.AsSpan(total - 8), (ulong)data.Length * 8);
        var block = new byte[size];
        for (var i = 0; i < total; i += size)
        {
            Array.Copy(padded, i, block, 0, size);
            yield return block;
        }
    }

    private static uint Right(uint value, int count) => (value >> count) | (value << (32 - count));

    private static ulong Right(ulong value, int count) => (value >> count) | (value << (64 - count));

    // SHA-2's constants are the first 64 bits behind the point of the primes' square and cube roots.
    private static ulong[] FractionalParts(int count, int root)
    {
        var parts = new ulong[count];
        var prime = 1;
        for (var i = 0; i < count; i++)
        {
            do
            {
                prime++;
            }
            while (!IsPrime(prime));
            var scaled = new System.Numerics.BigInteger(prime) << (64 * root);
            System.Numerics.BigInteger low = 0, high = System.Numerics.BigInteger.One << 72;
            while (high - low > 1)
            {
                var middle = (low + high) / 2;
                (low, high) = System.Numerics.BigInteger.Pow(middle, root) <= scaled ? (middle, high) : (low, middle);
            }

            parts[i] = (ulong)(low & ulong.MaxValue);
        }

        return parts;
    }

    private static bool IsPrime(int number)
    {
        for (var i = 2; i * i <= number; i++)
        {
            if (number % i == 0)
            {
                return false;
            }
        }

        return true;
    }
}
