namespace SvcLint.Analyzers.Tests;

/// <summary>The checkout that the tests run in, found from their output folder.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(System.IO.Path.Combine(folder, "Linter.sln")) ? folder : Find(System.IO.Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Linter.sln not found above the tests"));
}
