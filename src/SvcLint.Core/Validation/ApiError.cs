using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Validation;

/// <summary>The API server's own error types, and kube-proxy's for a gate that stops it from starting.</summary>
public enum ErrorType
{
    Required,
    Invalid,
    NotSupported,
    Forbidden,
    Duplicate,
    TooLong,
    TooMany,
    InternalError,
    FeatureGate,
}

/// <summary>Where the server is when it finds an error; it stops at the first stage that has one.</summary>
public enum ValidationStage
{
    /// <summary>Service: cluster IPs and IP families, which the registry checks before it validates.</summary>
    IPFamily,

    /// <summary>Service: node ports and cluster IPs that the allocators of an otherwise empty cluster refuse.</summary>
    Allocation,

    /// <summary>kube-proxy: gates it does not know or that are locked.</summary>
    FeatureGates,

    Validate,

    /// <summary>StatefulSet: the object is stored, and its controller is refused the pods.</summary>
    Pods,
}

/// <summary>One error of the API server (or of kube-proxy at start-up).</summary>
/// <param name="Field">The path in the server's own error.</param>
/// <param name="Type">Its type.</param>
/// <param name="Detail">What is wrong, without a final full stop.</param>
/// <param name="Span">The value that is wrong, or the place that lacks one.</param>
/// <param name="Stage">Where the server finds it.</param>
/// <param name="Topic">What it is about.</param>
/// <param name="Supported">For a value that is not supported: those that are.</param>
/// <param name="Preferred">For a value that only its spelling spoils: the one that is right.</param>
public sealed record ApiError(
    string Field, ErrorType Type, string Detail, SourceSpan Span, ValidationStage Stage, RefusalTopic Topic, IReadOnlyList<string>? Supported = null, string? Preferred = null)
{
    /// <summary>The version of Kubernetes that <see cref="Detail"/> names as its own; null when it names none.</summary>
    public KubernetesVersion? NamedVersion { get; init; }

    /// <summary>What stands at the place, without quotes.</summary>
    public string Written => Span.Text.Trim('"', '\'');

    /// <summary>Of the supported values the one that was probably meant: the same in another case, or a slip away; null where none is.</summary>
    public string? Meant => Nearest(Written, Supported ?? []);

    /// <summary>The error as one clause: what begins with a verb or a value gets the field before it.</summary>
    /// <param name="field">The path as users write it.</param>
    public string Clause(string field)
    {
        var leaf = field.Substring(field.LastIndexOf('.') + 1);
        var name = leaf.Split('[')[0];
        return name.Length > 0 && Detail.IndexOf(name, StringComparison.Ordinal) >= 0 ? Detail
            : Detail.StartsWith("is ", StringComparison.Ordinal) || Detail.StartsWith("'", StringComparison.Ordinal) ? $"{leaf} {Detail}"
            : Detail.StartsWith("must ", StringComparison.Ordinal) ? $"{leaf}{Value(name)} {Detail}"
            : $"{field}: {Detail}";
    }

    /// <summary>The supported value that is the same in another case or a slip away, or null.</summary>
    internal static string? Nearest(string written, IReadOnlyList<string> supported) =>
        supported.FirstOrDefault(v => string.Equals(v, written, StringComparison.OrdinalIgnoreCase)) ?? NearMiss.Nearest(written, supported, shortest: 3);

    // The place of what is missing is a name, or all that is around it.
    private string Value(string name)
    {
        var written = Written;
        return written.Length == 0 || written == name || written.IndexOfAny(['\n', '{', '[']) >= 0 ? ""
            : written.All(c => char.IsDigit(c) || c == '-') ? $" {written}" : $" '{written}'";
    }
}

/// <summary>Gathers errors: the server's own list, in its order.</summary>
internal sealed class ErrorList
{
    private readonly List<ApiError> _errors = [];

    public IReadOnlyList<ApiError> Errors => _errors;

    public int Count => _errors.Count;

    /// <summary>Where errors are found from here on.</summary>
    public ValidationStage Stage { get; set; } = ValidationStage.Validate;

    public void Required(ApiPath path, SourceSpan span, string detail) => Add(path, ErrorType.Required, detail, span);

    public void Invalid(ApiPath path, SourceSpan span, string detail) => Add(path, ErrorType.Invalid, detail, span);

    public void Forbidden(ApiPath path, SourceSpan span, string detail) => Add(path, ErrorType.Forbidden, detail, span);

    public void Duplicate(ApiPath path, SourceSpan span, string detail) => Add(path, ErrorType.Duplicate, detail, span);

    public void TooLong(ApiPath path, SourceSpan span, string detail) => Add(path, ErrorType.TooLong, detail, span);

    public void TooMany(ApiPath path, SourceSpan span, int count, int most) => Add(path, ErrorType.TooMany, $"{count} entries, at most {most} are allowed", span);

    public void NotSupported(ApiPath path, SourceSpan span, string value, params string[] supported) =>
        _errors.Add(new ApiError(
            path.ToString(),
            ErrorType.NotSupported,
            ApiError.Nearest(value, supported) is { } meant ? $"'{value}' is not valid; did you mean '{meant}'?" : $"'{value}' is not valid; use {Alternatives.Of(supported)}",
            span,
            Stage,
            RefusalTopic.Value,
            supported));

    /// <summary>Adds a NotSupported error unless the value is among those that are supported.</summary>
    public void OneOf(ApiPath path, Located<string> value, string[] supported)
    {
        if (Array.IndexOf(supported, value.Value) < 0)
        {
            NotSupported(path, value.Span, value.Value, supported);
        }
    }

    public void Add(ApiPath path, ErrorType type, string detail, SourceSpan span) => _errors.Add(new ApiError(path.ToString(), type, detail, span, Stage, path.Topic));

    /// <summary>Adds an error whose text names the version that asks for it.</summary>
    public void Of(KubernetesVersion version, ApiPath path, ErrorType type, string detail, SourceSpan span) =>
        _errors.Add(new ApiError(path.ToString(), type, detail, span, Stage, path.Topic) { NamedVersion = version });

    /// <summary>Adds an Invalid error when a format check has something to say.</summary>
    public bool Check(ApiPath path, SourceSpan span, string? problem, string? preferred = null)
    {
        if (problem is not null)
        {
            _errors.Add(new ApiError(path.ToString(), ErrorType.Invalid, problem, span, Stage, path.Topic, Preferred: preferred));
        }

        return problem is null;
    }
}
