using System.IO.Compression;

namespace SvcLint.Cli.Tests.Delivery;

/// <summary>The package of the tool as pre-commit makes it: from the sources, with a package cache of its own. Packed once for all who install it.</summary>
public sealed class ToolPackage : IDisposable
{
    private readonly Scratch _scratch = new();

    public ToolPackage()
    {
        SourceCopy.Create(_scratch["source"]);
        var cache = new Dictionary<string, string> { ["NUGET_PACKAGES"] = Cache };
        Pack = Tool.Start("dotnet", ["pack", "--configuration", "Release", "--nologo", "-p:RunAnalyzersDuringBuild=false", $"--property:PackageOutputPath={Folder}"], _scratch["source"], variables: cache);
    }

    internal Run Pack { get; }

    /// <summary>Where the package lies, alone.</summary>
    public string Folder => _scratch["packages"];

    /// <summary>What was restored for it.</summary>
    public string Cache => _scratch["cache"];

    public void Dispose() => _scratch.Dispose();
}

[CollectionDefinition(nameof(ToolPackage))]
public sealed class ToolPackageCollection : ICollectionFixture<ToolPackage>;

[Collection(nameof(ToolPackage))]
public sealed class PackageTests(ToolPackage tool)
{
    [Fact]
    public void Packing_the_repository_yields_exactly_one_tool_package()
    {
        Assert.True(tool.Pack.Status == 0, tool.Pack.Output + tool.Pack.Error);
        var package = Assert.Single(Directory.EnumerateFiles(tool.Folder));
        Assert.Matches(@"^svclint\.\d+\.\d+\.\d+\.nupkg$", Path.GetFileName(package));
        using var zip = ZipFile.OpenRead(package);
        Assert.Contains(zip.Entries, e => e.FullName.EndsWith("/DotnetToolSettings.xml", StringComparison.Ordinal));
        // The restore is of the whole solution; what only tests need is left out of it.
        var restored = Directory.EnumerateDirectories(tool.Cache).Select(Path.GetFileName).ToArray();
        Assert.Contains("microsoft.codeanalysis.csharp", restored);
        Assert.DoesNotContain("xunit", restored);
        Assert.DoesNotContain("benchmarkdotnet", restored);
    }
}
