using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

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
        Assert.Contains("yamldotnet", restored);
        Assert.DoesNotContain("xunit", restored);
        Assert.DoesNotContain("benchmarkdotnet", restored);
    }

    /// <summary>The three steps of a release, and then what a user does with their packages.</summary>
    [SkippableFact]
    public void A_release_packs_the_native_tool_and_the_analyzer_and_the_tool_installs_and_lints()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64 && Tool.Exists("clang"), "no clang for linux-x64");
        using var scratch = new Scratch();
        SourceCopy.Create(scratch["source"]);
        string[][] steps = [[], ["src/SvcLint.Cli", "-r", "linux-x64"], ["src/SvcLint.Cli", "-r", "any", "-p:PublishAot=false"]];
        foreach (var step in steps)
        {
            var pack = Tool.Start("dotnet", ["pack", .. step, "--nologo", "-p:SvcLintRelease=true", "-p:RunAnalyzersDuringBuild=false", $"--property:PackageOutputPath={scratch["packages"]}"], scratch["source"]);
            Assert.True(pack.Status == 0, pack.Output + pack.Error);
        }

        var packages = Directory.EnumerateFiles(scratch["packages"]).Select(f => Regex.Replace(Path.GetFileName(f), @"\.\d+\.\d+\.\d+\.nupkg$", "")).Order(StringComparer.Ordinal);
        Assert.Equal(["SvcLint.Analyzers", "svclint", "svclint.any", "svclint.linux-x64"], packages);

        var own = new Dictionary<string, string> { ["NUGET_PACKAGES"] = scratch["cache"], ["DOTNET_CLI_HOME"] = scratch["home"], ["DOTNET_NOLOGO"] = "1" };
        scratch.Write("nuget.config", $"<configuration><packageSources><clear /><add key=\"release\" value=\"{scratch["packages"]}\" /></packageSources></configuration>");
        var install = Tool.Start("dotnet", ["tool", "install", "svclint", "--tool-path", scratch["bin"], "--configfile", scratch["nuget.config"]], scratch.Folder, variables: own);
        Assert.True(install.Status == 0, install.Output + install.Error);
        scratch.Write("web.yaml", Manifests.Both("web", "htpp", "http"));
        var lint = Tool.Start(scratch["bin/svclint"], ["web.yaml", "--format", "json"], scratch.Folder, variables: new Dictionary<string, string> { ["DOTNET_ROOT"] = scratch["nowhere"], ["PATH"] = scratch["nowhere"] });
        Assert.Equal(1, lint.Status);
        Assert.Equal(["web.yaml:10 SVC2002"], lint.Places);
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
