namespace SvcLint.Charts.Functions.Regex;

internal enum RegexAssertion
{
    LineStart,
    LineEnd,
    TextStart,
    TextEnd,
    WordBoundary,
    NoWordBoundary,
}

/// <summary>An expression as RE2 knows them.</summary>
internal abstract record RegexNode
{
    /// <summary>Whether it can match nothing: what repeats it must not loop in place.</summary>
    public abstract bool Nullable { get; }

    /// <summary>Instructions that it compiles to, for the bound on what repeats.</summary>
    public abstract long Size { get; }

    public sealed record Empty : RegexNode
    {
        public override bool Nullable => true;

        public override long Size => 1;
    }

    public sealed record Class(RuneClass Runes) : RegexNode
    {
        public override bool Nullable => false;

        public override long Size => 1;
    }

    public sealed record Assertion(RegexAssertion Kind) : RegexNode
    {
        public override bool Nullable => true;

        public override long Size => 1;
    }

    public sealed record Group(RegexNode Inner, int Number) : RegexNode
    {
        public override bool Nullable => Inner.Nullable;

        public override long Size => Inner.Size + 2;
    }

    public sealed record Sequence(IReadOnlyList<RegexNode> Parts) : RegexNode
    {
        public override bool Nullable => Parts.All(part => part.Nullable);

        public override long Size { get; } = 1 + Parts.Sum(part => part.Size);
    }

    public sealed record Choice(IReadOnlyList<RegexNode> Parts) : RegexNode
    {
        public override bool Nullable => Parts.Any(part => part.Nullable);

        public override long Size { get; } = Parts.Count + Parts.Sum(part => part.Size);
    }

    /// <summary>Repeats; <paramref name="Most"/> -1 means without end.</summary>
    public sealed record Repeat(RegexNode Inner, int Least, int Most, bool Lazy) : RegexNode
    {
        public override bool Nullable => Least == 0 || Inner.Nullable;

        public override long Size { get; } = 2 + (Inner.Size * Math.Max(1, Math.Max(Least, Most)));
    }
}
