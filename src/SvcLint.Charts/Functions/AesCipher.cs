namespace SvcLint.Charts.Functions;

/// <summary>AES-256 in CBC mode, reading alone. The system's needs a library that the tool does without.</summary>
internal static class AesCipher
{
    public const int BlockSize = 16;

    private const int KeyWords = 8;
    private const int Rounds = 14;

    private static readonly byte[] Substitution = Substitutions();
    private static readonly byte[] Inverse = Inverted(Substitution);

    /// <summary>The plain blocks; <paramref name="blocks"/> is whole blocks behind the initialization vector.</summary>
    public static byte[] Decrypt(byte[] key, byte[] vector, byte[] blocks)
    {
        var schedule = Schedule(key);
        var plain = new byte[blocks.Length];
        var state = new byte[BlockSize];
        for (var at = 0; at < blocks.Length; at += BlockSize)
        {
            Array.Copy(blocks, at, state, 0, BlockSize);
            Block(state, schedule);
            for (var i = 0; i < BlockSize; i++)
            {
                plain[at + i] = (byte)(state[i] ^ (at == 0 ? vector[i] : blocks[at - BlockSize + i]));
            }
        }

        return plain;
    }

    private static void Block(byte[] state, byte[] schedule)
    {
        AddKey(state, schedule, Rounds);
        for (var round = Rounds - 1; ; round--)
        {
            ShiftAndSubstitute(state);
            AddKey(state, schedule, round);
            if (round == 0)
            {
                return;
            }

            MixColumns(state);
        }
    }

    private static void AddKey(byte[] state, byte[] schedule, int round)
    {
        for (var i = 0; i < BlockSize; i++)
        {
            state[i] ^= schedule[(round * BlockSize) + i];
        }
    }

    private static void ShiftAndSubstitute(byte[] state)
    {
        var before = (byte[])state.Clone();
        for (var column = 0; column < 4; column++)
        {
            for (var row = 0; row < 4; row++)
            {
                state[(((column + row) % 4) * 4) + row] = Inverse[before[(column * 4) + row]];
            }
        }
    }

    private static void MixColumns(byte[] state)
    {
        for (var at = 0; at < BlockSize; at += 4)
        {
            var (a, b, c, d) = (state[at], state[at + 1], state[at + 2], state[at + 3]);
            state[at] = (byte)(Times(a, 14) ^ Times(b, 11) ^ Times(c, 13) ^ Times(d, 9));
            state[at + 1] = (byte)(Times(a, 9) ^ Times(b, 14) ^ Times(c, 11) ^ Times(d, 13));
            state[at + 2] = (byte)(Times(a, 13) ^ Times(b, 9) ^ Times(c, 14) ^ Times(d, 11));
            state[at + 3] = (byte)(Times(a, 11) ^ Times(b, 13) ^ Times(c, 9) ^ Times(d, 14));
        }
    }

    private static byte[] Schedule(byte[] key)
    {
        var words = new byte[(Rounds + 1) * BlockSize];
        Array.Copy(key, words, KeyWords * 4);
        byte constant = 1;
        var word = new byte[4];
        for (var i = KeyWords; i < words.Length / 4; i++)
        {
            Array.Copy(words, (i - 1) * 4, word, 0, 4);
            if (i % KeyWords == 0)
            {
                (word[0], word[1], word[2], word[3]) = ((byte)(Substitution[word[1]] ^ constant), Substitution[word[2]], Substitution[word[3]], Substitution[word[0]]);
                constant = Times(constant, 2);
            }
            else if (i % KeyWords == 4)
            {
                (word[0], word[1], word[2], word[3]) = (Substitution[word[0]], Substitution[word[1]], Substitution[word[2]], Substitution[word[3]]);
            }

            for (var k = 0; k < 4; k++)
            {
                words[(i * 4) + k] = (byte)(words[((i - KeyWords) * 4) + k] ^ word[k]);
            }
        }

        return words;
    }

    // Multiplication in the field of 256 elements that AES is built on.
    private static byte Times(byte a, int b)
    {
        var product = 0;
        for (int factor = a; b > 0; b >>= 1)
        {
            product ^= (b & 1) == 1 ? factor : 0;
            factor = (factor << 1) ^ ((factor & 0x80) != 0 ? 0x11B : 0);
        }

        return (byte)product;
    }

    private static byte[] Substitutions()
    {
        var table = new byte[256];
        byte power = 1;
        byte inverse = 1;
        do
        {
            // 3 generates the field, 0xF6 is its inverse: the two walk it in opposite directions.
            power = Times(power, 3);
            inverse = Times(inverse, 0xF6);
            table[power] = (byte)(inverse ^ Turned(inverse, 1) ^ Turned(inverse, 2) ^ Turned(inverse, 3) ^ Turned(inverse, 4) ^ 0x63);
        }
        while (power != 1);
        table[0] = 0x63;
        return table;
    }

    private static int Turned(byte value, int by) => ((value << by) | (value >> (8 - by))) & 0xFF;

    private static byte[] Inverted(byte[] table)
    {
        var inverted = new byte[256];
        for (var i = 0; i < table.Length; i++)
        {
            inverted[table[i]] = (byte)i;
        }

        return inverted;
    }
}
