namespace SvcLint.Reachability;

/// <summary>A part of <see cref="ConnectionQuestion"/>.</summary>
public enum QuestionPart
{
    From,
    To,
    Node,

    /// <summary>None: the input lacks what the way leads through.</summary>
    Input,
}

/// <summary>Why a question makes no sense for its input, or which choice it leaves.</summary>
/// <param name="Text">A clause without a full stop.</param>
/// <param name="Part">The part that is to be written otherwise; null where the text names it.</param>
public sealed record ConnectionProblem(string Text, QuestionPart? Part = null);

/// <summary>An answer, or the reason why there is none. Query expressions over answers end at the first problem.</summary>
/// <param name="Value">The answer; without meaning beside a problem.</param>
/// <param name="Problem">Null when there is an answer.</param>
public sealed record ConnectionAnswer<T>(T? Value, ConnectionProblem? Problem)
{
    public static implicit operator ConnectionAnswer<T>(T value) => new(value, null);

    public static implicit operator ConnectionAnswer<T>(ConnectionProblem problem) => new(default, problem);

    internal ConnectionAnswer<TNext> Select<TNext>(Func<T, TNext> next) => Problem is { } problem ? problem : next(Value!);

    internal ConnectionAnswer<TNext> SelectMany<TNext>(Func<T, ConnectionAnswer<TNext>> next) => Problem is { } problem ? problem : next(Value!);

    internal ConnectionAnswer<TResult> SelectMany<TNext, TResult>(Func<T, ConnectionAnswer<TNext>> next, Func<T, TNext, TResult> both) =>
        SelectMany(value => next(value).Select(further => both(value, further)));
}
