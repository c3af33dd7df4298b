using SvcLint.Charts.Templates;
using SvcLint.Text;

namespace SvcLint.Charts;

/// <summary>A chart that cannot be loaded, or values that do not fit it: Helm's own text.</summary>
public class ChartException(string message) : Exception(message);

/// <summary>Values that a schema does not admit.</summary>
public sealed class ValuesSchemaException(string message, IReadOnlyList<SchemaFault> faults) : ChartException(message)
{
    /// <summary>Each value by itself; empty where the schema itself cannot be read.</summary>
    public IReadOnlyList<SchemaFault> Faults { get; } = faults;
}

/// <summary>One value that a schema does not admit.</summary>
/// <param name="Path">Keys and indexes that lead to it.</param>
/// <param name="Message">What is wrong, in the words of Helm's validator.</param>
/// <param name="Values">The values that were held against the schema.</param>
/// <param name="Schema">The schema.</param>
public sealed record SchemaFault(IReadOnlyList<string> Path, string Message, GoMap Values, SourceText Schema);
