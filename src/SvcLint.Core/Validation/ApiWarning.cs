using SvcLint.Text;

namespace SvcLint.Validation;

/// <summary>What a warning of the API server is about.</summary>
public enum WarningCode
{
    DeprecatedAnnotation,
    NonStandardIP,
    NonStandardCIDR,
    AmbiguousCIDR,
    NonCanonicalIPv6,
    Ignored,
    Other,
}

/// <summary>A warning that the API server returns while it stores the object.</summary>
/// <param name="Field">The path in the server's own text.</param>
/// <param name="Code">What it is about.</param>
/// <param name="Detail">What is wrong, without a final full stop.</param>
/// <param name="Span">The value.</param>
/// <param name="Preferred">The spelling that raises no warning, where there is one.</param>
/// <param name="IsWritten">False for the default value, written or filled in.</param>
/// <param name="Repeated">For what is defined twice.</param>
public sealed record ApiWarning(
    string Field, WarningCode Code, string Detail, SourceSpan Span, string? Preferred = null, bool IsWritten = true, Repetition? Repeated = null)
{
    /// <summary>Nothing is odd but the blanks around it.</summary>
    public bool IsPadded { get; init; }
}

/// <summary>What a pod may define twice, to be warned about.</summary>
public enum RepeatedThing
{
    HostAlias,
    Variable,
    Port,
    PortName,
}

/// <summary>An earlier definition of the same.</summary>
/// <param name="What">What is defined twice.</param>
/// <param name="First">The place of the earlier one.</param>
/// <param name="Value">Of a port name: the number that it stands for first.</param>
public sealed record Repetition(RepeatedThing What, SourceSpan First, int? Value = null)
{
    /// <summary>True where nothing can take the one for the other: a container that ends before the others start, ports of two protocols.</summary>
    public bool IsHarmless { get; init; }
}
