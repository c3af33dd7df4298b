using System.IO.Compression;

namespace SvcLint.Cli.Tests.Delivery;

public sealed class PackageTests
{
    [Fact]
    public void Packing_the_repository_yields_exactly_one_tool_package()
    {
        using var scratch = new Scratch();
        SourceCopy.Create(scratch["source"]);

        var cache = new Dictionary<string, string> { ["NUGET_PACKAGES"] = scratch["cache"] };
        var run = Tool.Start("dotnet", ["pack", "--configuration", "Release", "--nologo", "-p:RunAnalyzersDuringBuild=false", $"--property:PackageOutputPath={scratch["packages"]}"], scratch["source"], variables: cache);

        Assert.True(run.Status == 0, run.Output + run.Error);
        var package = Assert.Single(Directory.EnumerateFiles(scratch["packages"]));
        Assert.Matches(@"^svclint\.\d+\.\d+\.\d+\.nupkg$", Path.GetFileName(package));
        using var zip = ZipFile.OpenRead(package);
        Assert.Contains(zip.Entries, e => e.FullName.EndsWith("/DotnetToolSettings.xml", StringComparison.Ordinal));
        // The restore is of the whole solution; what only tests need is left out of it.
        var restored = Directory.EnumerateDirectories(scratch["cache"]).Select(Path.GetFileName).ToArray();
        Assert.Contains("microsoft.codeanalysis.csharp", restored);
        Assert.DoesNotContain("xunit", restored);
        Assert.DoesNotContain("benchmarkdotnet", restored);
    }

    [SkippableFact]
    public void The_tool_compiles_ahead_of_time_without_warnings_and_runs_without_libssl()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Tool.Exists("clang"), "no clang");
        using var scratch = new Scratch();
        SourceCopy.Create(scratch["source"]);

        var run = Tool.Start(
            "dotnet",
            ["publish", "src/SvcLint.Cli", "-c", "Release", "-r", "linux-x64", "-p:PublishAot=true", "-p:TreatWarningsAsErrors=true", "-o", scratch["out"], "--nologo"],
            scratch["source"]);
        Assert.True(run.Status == 0, run.Output + run.Error);
        Assert.DoesNotContain(": warning ", run.Output);

        scratch.Write("web.yaml", Manifests.Both("web", "htpp", "http"));
        var traced = Tool.Start(scratch["out/svclint"], ["web.yaml", "--format", "sarif"], scratch.Folder, variables: new Dictionary<string, string> { ["LD_DEBUG"] = "libs" });
        Assert.Equal(1, traced.Status);
        Assert.Contains("\"ruleId\": \"SVC2002\"", traced.Output);
        // The loader's log tells what was looked for: it proves itself by libc.
        Assert.Contains("libc.so", traced.Error);
        Assert.DoesNotContain("libssl", traced.Error);
        Assert.DoesNotContain("libcrypto", traced.Error);
        Assert.DoesNotContain("libicu", traced.Error);
    }
}
