namespace SvcLint.Core.Tests;

/// <summary>The folder of measured cases that lies beside some checkouts; tests that need it skip, and say so, where it is not.</summary>
public static class SharedFolder
{
    public static string? Path { get; } = Environment.GetEnvironmentVariable("SVCLINT_SHARED") is { Length: > 0 } path && Directory.Exists(path) ? path : null;

    /// <summary>Skips the running test unless the folder holds the given part.</summary>
    public static string Require(string part)
    {
        var path = Path is null ? null : System.IO.Path.Combine(Path, part);
        Skip.If(path is null || !(Directory.Exists(path) || File.Exists(path)), $"SVCLINT_SHARED names no folder that holds {part}");
        return path!;
    }
}
