using System.Buffers.Binary;
using SvcLint.Charts.Templates;

namespace SvcLint.Charts.Functions;

/// <summary>Sprig's <c>derivePassword</c>: a site's password from a master password, by scrypt.</summary>
internal static class DerivedPassword
{
    private const string Seed = "com.lyndir.masterpassword";
    private const int BlockSize = 8;
    private const int Cost = 32768;
    private const int Parallel = 2;

    public static string Create(FunctionCall call)
    {
        var counter = (uint)((GoUint)call[0]).Value;
        if (Templates(call.String(1)) is not { } templates)
        {
            return "cannot find password template " + call.String(1);
        }

        var user = GoText.ToBytes(call.String(3));
        byte[] salt = [.. GoText.ToBytes(Seed), .. Number((uint)user.Length), .. user];
        // Scrypt fills 32 MB for each of its parallel parts.
        call.Execution.Spend(2_000_000);
        var key = Scrypt(GoText.ToBytes(call.String(2)), salt, 64);
        var site = GoText.ToBytes(call.String(4));
        var seed = Hashes.Hmac256(key, [.. GoText.ToBytes(Seed), .. Number((uint)site.Length), .. site, .. Number(counter)]);
        var template = templates[seed[0] % templates.Length];
        var password = new char[template.Length];
        for (var i = 0; i < template.Length; i++)
        {
            var letters = Letters(template[i]);
            password[i] = letters[seed[i + 1] % letters.Length];
        }

        return new string(password);
    }

    private static byte[] Number(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private static string[]? Templates(string type) => type switch
    {
        "maximum" => ["anoxxxxxxxxxxxxxxxxx", "axxxxxxxxxxxxxxxxxno"],
        "long" =>
        [
            "CvcvnoCvcvCvcv", "CvcvCvcvnoCvcv", "CvcvCvcvCvcvno", "CvccnoCvcvCvcv", "CvccCvcvnoCvcv", "CvccCvcvCvcvno", "CvcvnoCvccCvcv", "CvcvCvccnoCvcv", "CvcvCvccCvcvno",
            "CvcvnoCvcvCvcc", "CvcvCvcvnoCvcc", "CvcvCvcvCvccno", "CvccnoCvccCvcv", "CvccCvccnoCvcv", "CvccCvccCvcvno", "CvcvnoCvccCvcc", "CvcvCvccnoCvcc", "CvcvCvccCvccno",
            "CvccnoCvcvCvcc", "CvccCvcvnoCvcc", "CvccCvcvCvccno",
        ],
        "medium" => ["CvcnoCvc", "CvcCvcno"],
        "short" => ["Cvcn"],
        "basic" => ["aaanaaan", "aannaaan", "aaannaaa"],
        "pin" => ["nnnn"],
        _ => null,
    };

    private static string Letters(char kind) => kind switch
    {
        'V' => "AEIOU",
        'C' => "BCDFGHJKLMNPQRSTVWXYZ",
        'v' => "aeiou",
        'c' => "bcdfghjklmnpqrstvwxyz",
        'A' => "AEIOUBCDFGHJKLMNPQRSTVWXYZ",
        'a' => "AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz",
        'n' => "0123456789",
        'o' => "@&%?,=[]_:-+*$#!'^~;()/.",
        _ => "AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz0123456789!@#$%^&*()",
    };

    private static byte[] Scrypt(byte[] password, byte[] salt, int length)
    {
        var size = 128 * BlockSize;
        var blocks = Derive(password, salt, size * Parallel);
        var words = new uint[blocks.Length / 4];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt32LittleEndian(blocks.AsSpan(i * 4));
        }

        for (var part = 0; part < Parallel; part++)
        {
            Mix(words.AsSpan(part * size / 4, size / 4));
        }

        for (var i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(blocks.AsSpan(i * 4), words[i]);
        }

        return Derive(password, blocks, length);
    }

    private static byte[] Derive(byte[] password, byte[] salt, int length)
    {
        var output = new List<byte>(length + 32);
        for (uint i = 1; output.Count < length; i++)
        {
            output.AddRange(Hashes.Hmac256(password, [.. salt, .. Number(i)]));
        }

        return [.. output.Take(length)];
    }

    private static void Mix(Span<uint> x)
    {
        var size = x.Length;
        var memory = new uint[Cost * size];
        var scratch = new uint[size];
        for (var i = 0; i < Cost; i++)
        {
            x.CopyTo(memory.AsSpan(i * size));
            MixBlocks(x, scratch);
        }

        for (var i = 0; i < Cost; i++)
        {
            var j = (int)(x[size - 16] & (Cost - 1)) * size;
            for (var k = 0; k < size; k++)
            {
                x[k] ^= memory[j + k];
            }

            MixBlocks(x, scratch);
        }
    }

    private static void MixBlocks(Span<uint> blocks, uint[] scratch)
    {
        Span<uint> x = stackalloc uint[16];
        blocks.Slice(blocks.Length - 16).CopyTo(x);
        var count = blocks.Length / 16;
        for (var i = 0; i < count; i++)
        {
            for (var k = 0; k < 16; k++)
            {
                x[k] ^= blocks[(i * 16) + k];
            }

            Salsa(x);
            x.CopyTo(scratch.AsSpan(((i / 2) + (i % 2 * (count / 2))) * 16));
        }

        scratch.AsSpan().CopyTo(blocks);
    }

    private static void Salsa(Span<uint> block)
    {
        Span<uint> x = stackalloc uint[16];
        block.CopyTo(x);
        for (var round = 0; round < 4; round++)
        {
            for (var i = 0; i < 4; i++)
            {
                Quarter(x, i * 5, ((i * 5) + 4) % 16, ((i * 5) + 8) % 16, ((i * 5) + 12) % 16);
            }

            for (var i = 0; i < 4; i++)
            {
                var row = i * 4;
                Quarter(x, row + i, row + ((i + 1) % 4), row + ((i + 2) % 4), row + ((i + 3) % 4));
            }
        }

        for (var i = 0; i < 16; i++)
        {
            block[i] += x[i];
        }
    }

    private static void Quarter(Span<uint> x, int a, int b, int c, int d)
    {
        x[b] ^= Left(x[a] + x[d], 7);
        x[c] ^= Left(x[b] + x[a], 9);
        x[d] ^= Left(x[c] + x[b], 13);
        x[a] ^= Left(x[d] + x[c], 18);
    }

    private static uint Left(uint value, int count) => (value << count) | (value >> (32 - count));
}
