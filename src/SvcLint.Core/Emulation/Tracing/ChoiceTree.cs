namespace SvcLint.Emulation.Tracing;

/// <summary>Every outcome of random choices, one run after the other: a run asks, the tree answers, and remembers what is left to try.</summary>
internal sealed class ChoiceTree
{
    private readonly List<(int Taken, int Count)> _choices = [];
    private int _at;

    public double Probability { get; private set; } = 1;

    /// <summary>One of several equally likely branches.</summary>
    public int Choose(int count)
    {
        Probability /= count;
        return Next(count);
    }

    /// <summary>True in one of so many equally likely outcomes.</summary>
    public bool OneIn(int outcomes)
    {
        var isHit = Next(2) == 0;
        Probability *= isHit ? 1.0 / outcomes : 1 - (1.0 / outcomes);
        return isHit;
    }

    /// <summary>Goes on to the next run; false after the last one.</summary>
    public bool Advance()
    {
        _at = 0;
        Probability = 1;
        while (_choices.Count > 0)
        {
            var (taken, count) = _choices[_choices.Count - 1];
            _choices.RemoveAt(_choices.Count - 1);
            if (taken + 1 < count)
            {
                _choices.Add((taken + 1, count));
                return true;
            }
        }

        return false;
    }

    private int Next(int count)
    {
        if (_at == _choices.Count)
        {
            _choices.Add((0, count));
        }

        return _choices[_at++].Taken;
    }
}
