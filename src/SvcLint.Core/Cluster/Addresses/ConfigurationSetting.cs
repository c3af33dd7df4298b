using SvcLint.Model;

namespace SvcLint.Cluster.Addresses;

/// <summary>One line, directive or leaf of a configuration file.</summary>
/// <param name="Section">What it stands in: <c>http/server</c>, <c>receivers/otlp/protocols/grpc</c>, the section of an ini file; "" at the top.</param>
/// <param name="Key">The directive or key itself.</param>
/// <param name="Value">Everything behind it, without quotes.</param>
public sealed record ConfigurationSetting(string Section, string Key, Located<string> Value)
{
    /// <summary>The value's words, without their quotes.</summary>
    public IReadOnlyList<Located<string>> Words() => Value.Words();

    public bool IsIn(string section) => Section == section || Section.EndsWith("/" + section, StringComparison.Ordinal);
}
