using SvcLint.Text;

namespace SvcLint.Emulation;

/// <summary>The YAML because of which an emulated object exists.</summary>
/// <param name="Span">A field, an endpoint's address, or the configuration for what every node has.</param>
/// <param name="IsDerived">The value is a placeholder: svclint derived it, the cluster will choose another.</param>
public sealed record Cause(SourceSpan Span, bool IsDerived = false);
