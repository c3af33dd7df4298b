using System.Buffers.Binary;

namespace SvcLint.Charts.Functions;

/// <summary>Checksums in managed code: the tool runs where the system has no cryptography library.</summary>
internal static class Hashes
{
    // The first 64 bits behind the point of the primes' cube roots, of which SHA-256 takes the upper halves. Working them out takes as long as
    // rendering a small chart.
    private static readonly ulong[] Constants512 =
    [
        0x428A2F98D728AE22, 0x7137449123EF65CD, 0xB5C0FBCFEC4D3B2F, 0xE9B5DBA58189DBBC,
        0x3956C25BF348B538, 0x59F111F1B605D019, 0x923F82A4AF194F9B, 0xAB1C5ED5DA6D8118,
        0xD807AA98A3030242, 0x12835B0145706FBE, 0x243185BE4EE4B28C, 0x550C7DC3D5FFB4E2,
        0x72BE5D74F27B896F, 0x80DEB1FE3B1696B1, 0x9BDC06A725C71235, 0xC19BF174CF692694,
        0xE49B69C19EF14AD2, 0xEFBE4786384F25E3, 0x0FC19DC68B8CD5B5, 0x240CA1CC77AC9C65,
        0x2DE92C6F592B0275, 0x4A7484AA6EA6E483, 0x5CB0A9DCBD41FBD4, 0x76F988DA831153B5,
        0x983E5152EE66DFAB, 0xA831C66D2DB43210, 0xB00327C898FB213F, 0xBF597FC7BEEF0EE4,
        0xC6E00BF33DA88FC2, 0xD5A79147930AA725, 0x06CA6351E003826F, 0x142929670A0E6E70,
        0x27B70A8546D22FFC, 0x2E1B21385C26C926, 0x4D2C6DFC5AC42AED, 0x53380D139D95B3DF,
        0x650A73548BAF63DE, 0x766A0ABB3C77B2A8, 0x81C2C92E47EDAEE6, 0x92722C851482353B,
        0xA2BFE8A14CF10364, 0xA81A664BBC423001, 0xC24B8B70D0F89791, 0xC76C51A30654BE30,
        0xD192E819D6EF5218, 0xD69906245565A910, 0xF40E35855771202A, 0x106AA07032BBD1B8,
        0x19A4C116B8D2D0C8, 0x1E376C085141AB53, 0x2748774CDF8EEB99, 0x34B0BCB5E19B48A8,
        0x391C0CB3C5C95A63, 0x4ED8AA4AE3418ACB, 0x5B9CCA4F7763E373, 0x682E6FF3D6B2B8A3,
        0x748F82EE5DEFB2FC, 0x78A5636F43172F60, 0x84C87814A1F0AB72, 0x8CC702081A6439EC,
        0x90BEFFFA23631E28, 0xA4506CEBDE82BDE9, 0xBEF9A3F7B2C67915, 0xC67178F2E372532B,
        0xCA273ECEEA26619C, 0xD186B8C721C0C207, 0xEADA7DD6CDE0EB1E, 0xF57D4F7FEE6ED178,
        0x06F067AA72176FBA, 0x0A637DC5A2C898A6, 0x113F9804BEF90DAE, 0x1B710B35131C471B,
        0x28DB77F523047D84, 0x32CAAB7B40C72493, 0x3C9EBE0A15C9BEBC, 0x431D67C49C100D4C,
        0x4CC5D4BECB3E42B6, 0x597F299CFC657E2A, 0x5FCB6FAB3AD6FAEC, 0x6C44198C4A475817,
    ];

    // The same of their square roots.
    private static readonly ulong[] Start512 =
    [
        0x6A09E667F3BCC908, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B, 0xA54FF53A5F1D36F1,
        0x510E527FADE682D1, 0x9B05688C2B3E6C1F, 0x1F83D9ABFB41BD6B, 0x5BE0CD19137E2179,
    ];

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
}
