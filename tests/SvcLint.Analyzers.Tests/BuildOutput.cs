namespace SvcLint.Analyzers.Tests;

/// <summary>What the build that made these tests made of other projects.</summary>
internal static class BuildOutput
{
    public static string Configuration { get; } = Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))!);

    public static string Of(string project, string framework, string file) =>
        Path.Combine(RepositoryRoot.Path, project, "bin", Configuration, framework, file);
}
