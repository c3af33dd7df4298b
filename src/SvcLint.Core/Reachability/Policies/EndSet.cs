namespace SvcLint.Reachability.Policies;

/// <summary>A set of the ends of a cluster, by their numbers.</summary>
internal sealed class EndSet
{
    private readonly ulong[] _words;

    public EndSet(int count)
    {
        Count = count;
        _words = new ulong[(count + 63) / 64];
    }

    private EndSet(int count, ulong[] words)
    {
        Count = count;
        _words = words;
    }

    /// <summary>How many ends there are, in the set or not.</summary>
    public int Count { get; }

    public bool IsEmpty => Array.TrueForAll(_words, w => w == 0);

    public bool this[int end] => (_words[end >> 6] & (1UL << (end & 63))) != 0;

    public EndSet Add(int end)
    {
        _words[end >> 6] |= 1UL << (end & 63);
        return this;
    }

    public EndSet Union(EndSet other) => Combine(other, (a, b) => a | b);

    public EndSet Intersect(EndSet other) => Combine(other, (a, b) => a & b);

    public EndSet Except(EndSet other) => Combine(other, (a, b) => a & ~b);

    /// <summary>The ends in the set, ascending.</summary>
    public IEnumerable<int> Members()
    {
        for (var i = 0; i < _words.Length; i++)
        {
            var end = i * 64;
            for (var word = _words[i]; word != 0; word >>= 1, end++)
            {
                if ((word & 1) != 0)
                {
                    yield return end;
                }
            }
        }
    }

    private EndSet Combine(EndSet other, Func<ulong, ulong, ulong> combine)
    {
        var words = new ulong[_words.Length];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = combine(_words[i], other._words[i]);
        }

        return new EndSet(Count, words);
    }
}
