using SvcLint.Kubernetes;
using SvcLint.Text;

namespace SvcLint.Findings;

/// <summary>A second place that explains a finding, with what stands there ("pod labels here").</summary>
public sealed record RelatedSpan(SourceSpan Span, string Note);

/// <summary>The Kubernetes object a finding is about.</summary>
public sealed record ObjectReference(string ApiVersion, string Kind, string? Namespace, string? Name);

/// <summary>What the API server (or kube-proxy at start-up) itself says: the path and type of its own error or warning.</summary>
public sealed record ApiVerdict(string Field, string Type, string? Code = null);

public enum FixSafety
{
    /// <summary>Keeps the meaning, or repairs what has one right repair; applied by <c>--fix</c>.</summary>
    Safe,

    /// <summary>Probably right, but may change behavior; applied by <c>--fix --unsafe-fixes</c>.</summary>
    Unsafe,
}

public sealed record Fix(string Title, FixSafety Safety, IReadOnlyList<TextEdit> Edits);

/// <summary>Who decided on a finding's severity.</summary>
public enum SeveritySource
{
    /// <summary>The rule, by what it found.</summary>
    Evidence,

    Configuration,

    /// <summary>The command line, or whoever else asked for the run.</summary>
    Host,
}

/// <summary>
/// One problem at one place. The primary span decides for suppression, scope and fingerprint; related spans explain.
/// </summary>
public sealed record Finding
{
    private readonly string _message = "";
    private readonly string? _effect;

    public required RuleInfo Rule { get; init; }

    /// <summary>What is wrong here: the object, the offending value, the value at the other end; no full stop. Long names are shortened: it has at most <see cref="LongestMessage"/> characters.</summary>
    public required string Message
    {
        get => _message;
        init => (_message, FullMessage) = (Shortened.ToFit(value, LongestMessage), value);
    }

    /// <summary>The message with all names in full: mostly the same text.</summary>
    public string FullMessage { get; private init; } = "";

    /// <summary>What happens because of it in a running cluster, one clause of at most <see cref="LongestEffect"/> characters; null when the message says all there is.</summary>
    public string? Effect
    {
        get => _effect;
        init => _effect = value is null ? null : Shortened.ToFit(value, LongestEffect);
    }

    /// <summary>The repair, imperative, with the exact value to write, however long that is; null when there is none to name.</summary>
    public string? Help { get; init; }

    /// <summary>Message and repair for formats of one line; the repair stays out where the line would grow too long, or the message asks "did you mean".</summary>
    public string OneLine
    {
        get
        {
            var message = IsOfSomeUnits ? $"{Message} [{Where}]" : Message;
            return Help is { } help && !Message.EndsWith("?", StringComparison.Ordinal) && message.Length + help.Length + 3 <= MaxOneLine ? $"{message} — {help}" : message;
        }
    }

    private const int MaxOneLine = 200;

    /// <summary>The most characters of a message.</summary>
    public const int LongestMessage = 140;

    /// <summary>The most characters of an effect.</summary>
    public const int LongestEffect = 140;

    public required SourceSpan Span { get; init; }

    public required Severity Severity { get; init; }

    public SeveritySource SetBy { get; init; }

    public required Confidence Confidence { get; init; }

    public ObjectReference? Object { get; init; }

    /// <summary>Path of the primary span in its document (<c>spec.ports[0].targetPort</c>), or null outside manifests.</summary>
    public string? Field { get; init; }

    public IReadOnlyList<RelatedSpan> Related { get; init; } = [];

    /// <summary>The related places are the way of a connection, in its order.</summary>
    public bool IsPath { get; init; }

    public IReadOnlyList<Fix> Fixes { get; init; } = [];

    public ApiVerdict? Api { get; init; }

    /// <summary>The version of Kubernetes that the message names as the one from which this holds; null when it names none.</summary>
    public KubernetesVersion? NamedVersion { get; init; }

    /// <summary>Names of the units in which the finding holds.</summary>
    public IReadOnlyList<string> Units { get; init; } = [];

    /// <summary>The units in words, for people; null where the place is in no other one.</summary>
    public string? Where { get; init; }

    /// <summary>The place is in units too in which the finding does not hold.</summary>
    public bool IsOfSomeUnits { get; init; }

    /// <summary>Stable over edits elsewhere: no line, no message text. Set by the linter.</summary>
    public string Fingerprint { get; init; } = "";
}
