using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Cluster.Addresses;

/// <summary>An address that a text names, before anybody asks which Service it means.</summary>
/// <param name="Key">The setting that holds it, for messages: a variable, a flag, <c>proxy_pass in default.conf</c>.</param>
/// <param name="Value">The text around the host.</param>
/// <param name="Address">The host in it.</param>
/// <param name="PortBeside">The port, where it stands apart from the host.</param>
/// <param name="IsSure">The grammar leaves no doubt that this is a host.</param>
internal sealed record FoundAddress(
    string Key, ComposedText Value, HostAddress Address, (string Key, int Port, SourceSpan Span)? PortBeside = null, bool IsSure = false);
