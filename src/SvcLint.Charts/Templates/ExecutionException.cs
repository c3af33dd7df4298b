namespace SvcLint.Charts.Templates;

/// <summary>An error of text/template with its place in the message; inside of another function's error it is quoted as it is.</summary>
internal sealed class ExecutionException(string message) : Exception(message);
