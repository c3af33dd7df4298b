namespace SvcLint.Cli.Tests.Security;

/// <summary>Nothing of the repository is executed.</summary>
public sealed class ExecutionTests
{
    private static readonly string Wrong = Manifests.Both("web", "htpp", "http");

    [SkippableTheory]
    [InlineData("git")]
    [InlineData("dotnet")]
    public void A_program_of_the_tree_is_not_started(string name)
    {
        Skip.If(OperatingSystem.IsWindows());
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Wrong).Write("x.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"/>").Commit();
        Program(scratch, name);
        Program(scratch, "bin/" + name);
        var path = new Dictionary<string, string> { ["PATH"] = $".:bin::{scratch["bin"]}:{Environment.GetEnvironmentVariable("PATH")}", ["DOTNET_ROOT"] = scratch.Folder };

        foreach (var words in (string[][])[["lint"], ["units"], ["--since", "HEAD"], ["--project", "x.csproj"]])
        {
            Tool.Start("dotnet", [Tool.Assembly, .. words], scratch.Folder, null, path);
        }

        Assert.False(File.Exists(scratch["started"]));
    }

    [SkippableTheory]
    [InlineData("core.fsmonitor", "{0}")]
    [InlineData("core.pager", "{0}")]
    [InlineData("diff.external", "{0}")]
    [InlineData("alias.ls-files", "!{0}")]
    [InlineData("filter.x.clean", "{0}")]
    [InlineData("filter.x.process", "{0}")]
    [InlineData("diff.x.textconv", "{0}")]
    [InlineData("diff.x.command", "{0}")]
    [InlineData("core.sshCommand", "{0}")]
    [InlineData("credential.helper", "!{0}")]
    [InlineData("core.alternateRefsCommand", "{0}")]
    public void What_the_repositorys_git_configuration_names_is_not_started(string setting, string value)
    {
        Skip.If(OperatingSystem.IsWindows());
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Wrong).Write(".gitattributes", "*.yaml filter=x diff=x\n").Commit();
        Program(scratch, "program");
        scratch.Git("config", setting, string.Format(System.Globalization.CultureInfo.InvariantCulture, value, scratch["program"]));
        scratch.Write("web.yaml", Wrong + "# changed\n");

        scratch.Lint();
        var since = scratch.Lint("--since", "HEAD", "--format", "json");

        Assert.False(File.Exists(scratch["started"]));
        Assert.Empty(since.Places);
    }

    [SkippableTheory]
    [InlineData("x")]
    [InlineData("a=b.c")]
    public void A_filter_does_not_run_where_times_do_not_tell_whether_a_file_changed(string name)
    {
        Skip.If(OperatingSystem.IsWindows());
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Wrong).Write(".gitattributes", $"* filter={name}\n").Commit();
        Program(scratch, "program");
        scratch.Git("config", $"filter.{name}.clean", scratch["program"]);
        scratch.Git("config", $"filter.{name}.process", scratch["program"]);
        scratch.Git("config", $"filter.{name}.required", "true");
        // As old as the files that it knows: git would read each of them to see.
        File.SetLastWriteTimeUtc(scratch[".git/index"], DateTime.UtcNow.AddDays(-1));

        var since = scratch.Lint("--since", "HEAD", "--format", "json");

        Assert.False(File.Exists(scratch["started"]));
        Assert.Equal(0, since.Status);
    }

    [SkippableFact]
    public void A_missing_object_is_not_fetched()
    {
        Skip.If(OperatingSystem.IsWindows());
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Wrong).Commit();
        Program(scratch, "program");
        foreach (var (name, value) in new[] { ("core.repositoryFormatVersion", "1"), ("extensions.partialClone", "origin"), ("remote.origin.promisor", "true"), ("remote.origin.url", $"ext::{scratch["program"]}"), ("protocol.ext.allow", "always") })
        {
            scratch.Git("config", name, value);
        }

        scratch.Write("web.yaml", Wrong + "# changed\n");
        foreach (var file in Directory.EnumerateFiles(scratch[".git/objects"], "*", SearchOption.AllDirectories).Where(f => new FileInfo(f).Length > 200).ToArray())
        {
            File.SetAttributes(file, FileAttributes.Normal);
            File.Delete(file);
        }

        scratch.Lint("--since", "HEAD");

        Assert.False(File.Exists(scratch["started"]));
    }

    [SkippableFact]
    public void A_hook_of_the_repository_is_not_started()
    {
        Skip.If(OperatingSystem.IsWindows());
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Wrong).Commit();
        foreach (var hook in (string[])["post-index-change", "fsmonitor-watchman", "reference-transaction"])
        {
            Program(scratch, ".git/hooks/" + hook);
        }

        scratch.Lint("--since", "HEAD");

        Assert.False(File.Exists(scratch["started"]));
    }

    [SkippableFact]
    public void That_git_refuses_the_tree_of_somebody_else_is_said_with_the_repair()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.UserName == "root", "only the administrator can give a folder away");
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Wrong).Commit();
        Tool.Start("chown", ["-R", "12345", scratch.Folder], "/");

        var run = scratch.Lint("--format", "json");

        Assert.Equal(1, run.Status);
        Assert.Contains($"git config --global --add safe.directory '{scratch.Folder}'", run.Error, StringComparison.Ordinal);
        Tool.Start("chown", ["-R", "0", scratch.Folder], "/");
    }

    private static void Program(Scratch scratch, string path)
    {
        scratch.Write(path, $"#!/bin/sh\ntouch '{scratch["started"]}'\nexit 1\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(scratch[path], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
