namespace SvcLint.Charts.Templates;

/// <summary>The chart does more than a chart may; no function catches it.</summary>
internal sealed class LimitException(string message) : Exception(message);
