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
/// <param name="First">For what is defined twice: the earlier definition.</param>
public sealed record ApiWarning(
    string Field, WarningCode Code, string Detail, SourceSpan Span, string? Preferred = null, bool IsWritten = true, SourceSpan? First = null);
