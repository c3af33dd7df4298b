using System.Text.Json.Serialization;

namespace SvcLint.Cli.Outputs;

/// <summary>How a string is written as JSON without reflection.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class StringJson : JsonSerializerContext;
