using SvcLint.Analyzers.Tests.Hosts;

namespace SvcLint.Analyzers.Tests.Builds;

/// <summary>The package, packed once for all tests, in a feed of its own; with its own package folder, so that no older copy is taken.</summary>
public sealed class AnalyzerPackage : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public AnalyzerPackage()
    {
        // Whoever runs the tests may have a package source of their own; it serves whatever else builds need.
        var own = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "NuGet", "NuGet.Config");
        if (File.Exists(own))
        {
            _folder.Write("home/.nuget/NuGet/NuGet.Config", File.ReadAllText(own));
        }

        var project = Path.Combine(RepositoryRoot.Path, "src", "SvcLint.Analyzers");
        // Output of its own: another build of this checkout may be running.
        var pack = DotNet.Run(project, variables: null, "pack", "-p:SvcLintRelease=true", "--artifacts-path", Path.Combine(_folder.Path, "artifacts"), "-o", Feed);
        Assert.True(pack.ExitCode == 0, pack.Output);
    }

    internal string Feed => Path.Combine(_folder.Path, "feed");

    /// <summary>Builds and restores with this feed beside the user's own.</summary>
    internal IReadOnlyDictionary<string, string> Variables => new Dictionary<string, string>
    {
        ["NUGET_PACKAGES"] = Path.Combine(_folder.Path, "packages"),
        ["DOTNET_CLI_HOME"] = Path.Combine(_folder.Path, "home"),
        ["RestoreAdditionalProjectSources"] = Feed,
    };

    public void Dispose() => _folder.Dispose();
}

[CollectionDefinition(Name)]
public sealed class BuildTests : ICollectionFixture<AnalyzerPackage>
{
    public const string Name = "Builds";
}
