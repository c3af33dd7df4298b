using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace SvcLint.Cli.Tests.Delivery;

/// <summary>tools/release.sh, and then what users do with what it makes: install, run, compare.</summary>
public sealed partial class ReleaseTests(ReleaseTests.Release release) : IClassFixture<ReleaseTests.Release>
{
    [SkippableFact]
    public void The_packages_are_the_tool_for_every_machine_the_native_one_and_the_analyzer()
    {
        release.Require();
        var packages = Directory.EnumerateFiles(release.Folder, "*.nupkg").Select(f => Version().Replace(Path.GetFileName(f), "")).Order(StringComparer.Ordinal);
        Assert.Equal(["SvcLint.Analyzers", "svclint", "svclint.any", "svclint.linux-x64"], packages);
    }

    [SkippableFact]
    public void The_command_is_compiled_without_warnings_and_runs_without_libssl()
    {
        Assert.DoesNotContain(": warning ", release.Require().Output);
        using var scratch = new Scratch();
        Unpack(scratch, ".");

        scratch.Write("web.yaml", Manifests.Both("web", "htpp", "http"));
        var traced = Tool.Start(scratch["svclint"], ["web.yaml", "--format", "sarif"], scratch.Folder, variables: new Dictionary<string, string> { ["LD_DEBUG"] = "libs" });

        Assert.Equal(1, traced.Status);
        Assert.Contains("\"ruleId\": \"SVC2002\"", traced.Output);
        // The loader's log tells what was looked for: it proves itself by libc.
        Assert.Contains("libc.so", traced.Error);
        Assert.DoesNotContain("libssl", traced.Error);
        Assert.DoesNotContain("libcrypto", traced.Error);
        Assert.DoesNotContain("libicu", traced.Error);
    }

    [SkippableFact]
    public void The_tool_package_installs_and_lints_without_dotnet()
    {
        release.Require();
        using var scratch = new Scratch();
        var own = new Dictionary<string, string> { ["NUGET_PACKAGES"] = scratch["cache"], ["DOTNET_CLI_HOME"] = scratch["home"], ["DOTNET_NOLOGO"] = "1" };
        scratch.Write("nuget.config", $"<configuration><packageSources><clear /><add key=\"release\" value=\"{release.Folder}\" /></packageSources></configuration>");

        var install = Tool.Start("dotnet", ["tool", "install", "svclint", "--tool-path", scratch["bin"], "--configfile", scratch["nuget.config"]], scratch.Folder, variables: own);

        Assert.True(install.Status == 0, install.Output + install.Error);
        Lints(scratch, scratch["bin/svclint"]);
    }

    [SkippableFact]
    public void The_archive_holds_the_command_its_manual_page_and_completions()
    {
        release.Require();
        using var scratch = new Scratch();

        Unpack(scratch, ".");

        Assert.StartsWith(".TH SVCLINT 1", scratch.Read("svclint.1"), StringComparison.Ordinal);
        Assert.All(["bash", "zsh", "fish", "pwsh"], shell => Assert.Contains("svclint", scratch.Read($"completion.{shell}"), StringComparison.Ordinal));
        Assert.True(File.Exists(scratch["LICENSE"]));
        Lints(scratch, scratch["svclint"]);
    }

    [SkippableFact]
    public void The_wheel_installs_into_a_virtual_environment_and_lints()
    {
        release.Require();
        Skip.IfNot(Tool.Exists("python3") && Tool.Start("python3", ["-c", "import venv, ensurepip"], release.Folder).Status == 0, "no python3 with venv");
        using var scratch = new Scratch();
        var wheel = Assert.Single(Directory.EnumerateFiles(release.Folder, "*.whl"));
        Assert.Equal(0, Tool.Start("python3", ["-m", "venv", scratch["venv"]], scratch.Folder).Status);

        var install = Tool.Start(scratch["venv/bin/pip"], ["install", "--no-index", wheel], scratch.Folder);

        Assert.True(install.Status == 0, install.Output + install.Error);
        Lints(scratch, scratch["venv/bin/svclint"]);
    }

    [SkippableFact]
    public void The_hook_for_Python_installs_the_wheel()
    {
        release.Require();
        const string Wheels = "/usr/share/python-wheels";
        Skip.IfNot(Tool.Exists("pre-commit") && Directory.Exists(Wheels), "no pre-commit with wheels of its own");
        using var hooks = new Scratch();
        SourceCopy.Create(hooks.Folder);
        hooks.Commit();
        using var scratch = new Scratch();
        scratch
            .Write(".pre-commit-config.yaml", $"repos:\n  - repo: {hooks.Folder}\n    rev: {Tool.Start("git", ["rev-parse", "HEAD"], hooks.Folder).Output.Trim()}\n    hooks:\n      - id: svclint-python\n")
            .Write("k8s/svc.yaml", Manifests.Service("web", "http"))
            .Write("k8s/deploy.yaml", Manifests.Deployment("web", "http"))
            .Commit()
            .Write("k8s/deploy.yaml", Manifests.Deployment("web", "metrics"))
            .Git("add", "-A");
        var own = new Dictionary<string, string> { ["PRE_COMMIT_HOME"] = scratch["cache"], ["PIP_NO_INDEX"] = "1", ["PIP_FIND_LINKS"] = $"{release.Folder} {Wheels}" };

        var run = Tool.Start("pre-commit", ["run", "--verbose"], scratch.Folder, variables: own);

        Assert.True(run.Status == 1, run.Output + run.Error);
        Assert.Contains("--> k8s/svc.yaml:10:19", run.Output);
    }

    [SkippableFact]
    public void The_image_holds_the_command_alone_and_runs_as_nobody()
    {
        release.Require();
        Skip.IfNot(Environment.UserName == "root" && Tool.Exists("chroot"), "needs root");
        using var scratch = new Scratch();
        Unpack(scratch, "native");
        var layout = Tool.Start("bash", [Path.Combine(RepositoryRoot.Path, "tools/rootfs.sh"), scratch["native"], scratch["root"]], scratch.Folder);
        Assert.True(layout.Status == 0, layout.Error);
        scratch.Write("root/work/web.yaml", Manifests.Both("web", "htpp", "http"));

        var run = Tool.Start("chroot", ["--userspec=65532:65532", scratch["root"], "/usr/bin/svclint", "/work/web.yaml", "--format", "json"], scratch.Folder);

        Assert.True(run.Status == 1, run.Output + run.Error);
        Assert.Equal(["SVC2002"], run.Findings.Select(f => f.GetProperty("rule").GetString()!));
        Assert.DoesNotContain(Directory.EnumerateFiles(scratch["root"], "*", SearchOption.AllDirectories), f => Path.GetFileName(f) is "sh" or "bash" or "busybox");
    }

    [SkippableFact]
    public void Checksums_and_formula_are_those_of_the_files()
    {
        release.Require();
        Assert.Equal(0, Tool.Start("sha256sum", ["--check", "--quiet", "SHA256SUMS"], release.Folder).Status);
        var sums = File.ReadAllLines(Path.Combine(release.Folder, "SHA256SUMS"));
        var archive = Assert.Single(sums, l => l.EndsWith(".tar.gz", StringComparison.Ordinal));
        Assert.Contains($"sha256 \"{archive.Split(' ')[0]}\"", File.ReadAllText(Path.Combine(release.Folder, "svclint.rb")), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void The_installer_brings_what_the_checksums_name_and_nothing_else()
    {
        release.Require();
        Skip.IfNot(Tool.Exists("curl"), "no curl");
        using var scratch = new Scratch();
        var archive = release.Archive;
        var version = Path.GetFileName(archive).Split('-')[1];
        Directory.CreateDirectory(scratch[$"releases/v{version}"]);
        foreach (var file in (string[])[archive, Path.Combine(release.Folder, "SHA256SUMS")])
        {
            File.Copy(file, Path.Combine(scratch[$"releases/v{version}"], Path.GetFileName(file)));
        }

        var releases = new Dictionary<string, string> { ["SVCLINT_RELEASES"] = "file://" + scratch["releases"] };
        Run Install(string wanted, string folder) => Tool.Start("bash", [Path.Combine(RepositoryRoot.Path, "tools/install.sh"), wanted, scratch[folder]], scratch.Folder, variables: releases);

        var installed = Install(version, "bin");
        Assert.True(installed.Status == 0, installed.Error);
        Lints(scratch, scratch["bin/svclint"]);
        Assert.Equal(4, Install("99.0.0", "none").Status);

        File.AppendAllText(scratch[$"releases/v{version}/{Path.GetFileName(archive)}"], "more");
        var tampered = Install(version, "tampered");
        Assert.Equal(1, tampered.Status);
        Assert.Contains("SHA256SUMS", tampered.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(scratch["tampered/svclint"]));
    }

    private void Unpack(Scratch scratch, string folder)
    {
        Directory.CreateDirectory(scratch[folder]);
        var unpack = Tool.Start("tar", ["-xzf", release.Archive, "--strip-components", "1", "--directory", scratch[folder]], scratch.Folder);
        Assert.True(unpack.Status == 0, unpack.Error);
    }

    private static void Lints(Scratch scratch, string svclint)
    {
        scratch.Write("k8s/web.yaml", Manifests.Both("web", "htpp", "http"));
        var lint = Tool.Start(svclint, ["k8s/web.yaml", "--format", "json"], scratch.Folder, variables: new Dictionary<string, string> { ["DOTNET_ROOT"] = scratch["nowhere"], ["PATH"] = scratch["nowhere"] });
        Assert.True(lint.Status == 1, lint.Output + lint.Error);
        Assert.Equal(["k8s/web.yaml:10 SVC2002"], lint.Places);
    }

    [GeneratedRegex(@"\.\d+\.\d+\.\d+\.nupkg$")]
    private static partial Regex Version();

    /// <summary>One run of the script for all tests, in a copy of the sources.</summary>
    public sealed class Release : IDisposable
    {
        private readonly Scratch _scratch = new();
        private Run? _run;

        /// <summary>Where the script put what it made.</summary>
        public string Folder => _scratch["release"];

        /// <summary>The command, its manual page and completions.</summary>
        public string Archive => Assert.Single(Directory.EnumerateFiles(Folder, "*.tar.gz"));

        /// <summary>Skips where it cannot run, and fails where it does not succeed.</summary>
        internal Run Require()
        {
            Skip.IfNot(OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64 && Tool.Exists("clang") && Tool.Exists("python3"), "no clang and python3 for linux-x64");
            if (_run is null)
            {
                SourceCopy.Create(_scratch["source"]);
                _run = Tool.Start("bash", [_scratch["source/tools/release.sh"], "--rid", "linux-x64", "--out", Folder], _scratch["source"]);
            }

            Assert.True(_run.Status == 0, _run.Output + _run.Error);
            return _run;
        }

        public void Dispose() => _scratch.Dispose();
    }
}
