namespace SvcLint.Charts;

/// <summary>A chart that cannot be loaded, or values that do not fit it: Helm's own text.</summary>
public sealed class ChartException(string message) : Exception(message);
