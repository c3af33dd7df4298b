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
public sealed record ConnectionProblem(string Text, QuestionPart? Part);

/// <summary>An answer, or the reason why there is none.</summary>
/// <param name="Value">The answer; without meaning beside a problem.</param>
/// <param name="Problem">Null when there is an answer.</param>
public sealed record ConnectionAnswer<T>(T? Value, ConnectionProblem? Problem)
{
    internal static ConnectionAnswer<T> Of(Func<T> ask)
    {
        try
        {
            return new ConnectionAnswer<T>(ask(), null);
        }
        catch (ConnectionQuestionException unclear)
        {
            return new ConnectionAnswer<T>(default, unclear.Problem);
        }
    }
}

/// <summary>Leads from wherever a problem shows to the answer that names it.</summary>
internal sealed class ConnectionQuestionException(string text, QuestionPart? part = null) : Exception(text)
{
    public ConnectionProblem Problem { get; } = new(text, part);
}
