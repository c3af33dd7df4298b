namespace SvcLint.Yaml;

internal enum YamlTokenKind
{
    StreamEnd,
    VersionDirective,
    TagDirective,
    DocumentStart,
    DocumentEnd,
    BlockSequenceStart,
    BlockMappingStart,
    BlockEnd,
    FlowSequenceStart,
    FlowSequenceEnd,
    FlowMappingStart,
    FlowMappingEnd,
    BlockEntry,
    FlowEntry,
    Key,
    Value,
    Alias,
    Anchor,
    Tag,
    Scalar,
}

/// <summary>What the scanner found between two offsets.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Offset of the slice.</param>
/// <param name="End">Offset of the slice, exclusive.</param>
/// <param name="Value">The text of a scalar, the name of an anchor, the suffix of a tag, the prefix of a tag directive.</param>
/// <param name="Handle">The handle of a tag or of its directive.</param>
/// <param name="Style">How a scalar is written.</param>
internal readonly record struct YamlToken(YamlTokenKind Kind, int Start, int End, string Value = "", string Handle = "", ScalarStyle Style = ScalarStyle.Plain);

/// <summary>What is wrong at an offset of the slice.</summary>
/// <param name="Offset">The place.</param>
/// <param name="Message">What is wrong there.</param>
/// <param name="Reference">The same as go-yaml words it, behind its line.</param>
/// <param name="IsDialect">Other YAML readers accept it; the one behind kubectl and the API server does not.</param>
internal readonly record struct YamlFault(int Offset, string Message, string Reference, bool IsDialect);
