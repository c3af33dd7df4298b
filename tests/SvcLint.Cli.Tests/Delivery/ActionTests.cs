namespace SvcLint.Cli.Tests.Delivery;

/// <summary>The steps of <c>action.yml</c>, run by bash as the runner would.</summary>
public sealed class ActionTests
{
    private static string Step(string id)
    {
        var lines = File.ReadAllLines(Path.Combine(RepositoryRoot.Path, "action.yml"));
        var at = Array.FindIndex(lines, l => l == $"      id: {id}");
        at = Array.FindIndex(lines, at, l => l == "      run: |");
        return string.Join('\n', lines[(at + 1)..].TakeWhile(l => l.Length == 0 || l.StartsWith("        ", StringComparison.Ordinal)).Select(l => l.Length == 0 ? l : l[8..])) + "\n";
    }

    private static (Run Run, Scratch Scratch) Act(Action<Scratch> arrange, params (string Name, string Value)[] inputs)
    {
        Skip.IfNot(Tool.Exists("bash"), "no bash");
        var scratch = new Scratch();
        scratch.Write("step.sh", Step("lint")).Write("bin/svclint", $"#!/bin/sh\nexec dotnet '{Tool.Assembly}' \"$@\"\n").Write("runner/output", "").Write("runner/summary", "");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(scratch["bin/svclint"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        arrange(scratch);
        var variables = new Dictionary<string, string>
        {
            ["PATH"] = scratch["bin"] + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"),
            ["RUNNER_TEMP"] = scratch["runner"],
            ["GITHUB_OUTPUT"] = scratch["runner/output"],
            ["GITHUB_STEP_SUMMARY"] = scratch["runner/summary"],
            ["PATHS"] = "k8s",
            ["SINCE"] = "",
            ["CONFIG"] = "",
            ["FAIL_ON"] = "warning",
            ["SARIF_FILE"] = "svclint.sarif",
            ["ARGS"] = "",
        };
        foreach (var (name, value) in inputs)
        {
            variables[name] = value;
        }

        return (Tool.Start("bash", ["--noprofile", "--norc", "-e", "-o", "pipefail", "step.sh"], scratch.Folder, variables: variables), scratch);
    }

    [SkippableFact]
    public void The_released_command_of_the_pinned_version_is_installed_and_else_the_tool()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Tool.Exists("bash") && Tool.Exists("curl"), "no bash and curl on Linux");
        using var scratch = new Scratch();
        scratch.Write("step.sh", Step("install")).Write("runner/output", "").Write("runner/path", "").Write("pack.sh", """
            set -e
            case $(uname -m) in x86_64) machine=x64 ;; *) machine=arm64 ;; esac
            libc=; if ldd --version 2>&1 | grep -qi musl; then libc=-musl; fi
            name=svclint-$1-linux$libc-$machine
            mkdir -p releases/v$1 $name
            echo 'echo released' > $name/svclint
            tar -czf releases/v$1/$name.tar.gz $name
            cd releases/v$1 && sha256sum $name.tar.gz > SHA256SUMS
            """);
        var pinned = VersionOfSources();
        Assert.Equal(0, Tool.Start("bash", ["pack.sh", pinned], scratch.Folder).Status);

        var released = Install("");
        Assert.True(released.Status == 0, released.Error);
        Assert.Equal("echo released\n", scratch.Read("runner/svclint/svclint"));
        Assert.Equal(scratch["runner/svclint"], scratch.Read("runner/path").TrimEnd());
        Assert.Equal("", scratch.Read("runner/output"));

        Assert.Equal(0, Install("99.0.0").Status);
        Assert.Equal("tool=99.0.0\n", scratch.Read("runner/output"));

        File.AppendAllText(Directory.EnumerateFiles(scratch[$"releases/v{pinned}"], "*.tar.gz").Single(), "tampered");
        Assert.Equal(1, Install("").Status);

        Run Install(string version) => Tool.Start("bash", ["--noprofile", "--norc", "-e", "-o", "pipefail", "step.sh"], scratch.Folder, variables: new Dictionary<string, string>
        {
            ["PATH"] = "/usr/bin:/bin",
            ["RUNNER_TEMP"] = scratch["runner"],
            ["GITHUB_OUTPUT"] = scratch["runner/output"],
            ["GITHUB_PATH"] = scratch["runner/path"],
            ["VERSION"] = version,
            ["SOURCE"] = RepositoryRoot.Path,
            ["SVCLINT_RELEASES"] = "file://" + scratch["releases"],
        });
    }

    private static string VersionOfSources() =>
        System.Xml.Linq.XDocument.Load(Path.Combine(RepositoryRoot.Path, "Directory.Build.props")).Descendants("Version").Single().Value;

    [SkippableFact]
    public void Findings_fail_the_job_and_reach_SARIF_the_summary_and_the_log()
    {
        var (run, scratch) = Act(s => s.Write("k8s/web.yaml", Manifests.Both("web", "htpp", "http")).Write("k8s/b.yaml", Manifests.Both("shop", "htpp", "http")));
        using (scratch)
        {
            Assert.Equal(1, run.Status);
            Assert.Contains("::error file=k8s/web.yaml,line=10", run.Output);
            Assert.Contains("\"ruleId\": \"SVC2002\"", scratch.Read("svclint.sarif"));
            Assert.Contains("2 findings.", scratch.Read("runner/summary"));
            Assert.Contains("--> k8s/web.yaml:10:19", scratch.Read("runner/summary"));
            Assert.Equal(["exit-status=1", "findings=2", "sarif-file=svclint.sarif"], scratch.Read("runner/output").Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
    }

    [SkippableFact]
    public void A_clean_run_passes_and_still_writes_SARIF()
    {
        var (run, scratch) = Act(s => s.Write("k8s/web.yaml", Manifests.Both("web", "http", "http")));
        using (scratch)
        {
            Assert.True(run.Status == 0, run.Output + run.Error);
            Assert.Contains("No findings.", scratch.Read("runner/summary"));
            Assert.Contains("\"results\": []", scratch.Read("svclint.sarif"));
        }
    }

    [SkippableTheory]
    [InlineData("ARGS", "--no-such-option", 2)]
    [InlineData("PATHS", "nowhere", 3)]
    [InlineData("CONFIG", "nowhere.yaml", 2)]
    public void Trouble_is_never_swallowed(string input, string value, int status)
    {
        var (run, scratch) = Act(s => s.Write("k8s/web.yaml", Manifests.Both("web", "http", "http")).Write("svclint.sarif", "{}"), (input, value), ("FAIL_ON", "never"));
        using (scratch)
        {
            Assert.Equal(status, run.Status);
            Assert.Contains($"exit status {status}", scratch.Read("runner/summary"));
            Assert.Contains($"exit-status={status}", scratch.Read("runner/output"));
            // What an earlier run left is no result of this one.
            Assert.False(File.Exists(scratch["svclint.sarif"]));
            Assert.DoesNotContain("sarif-file", scratch.Read("runner/output"));
        }
    }

    [SkippableFact]
    public void Inputs_cannot_smuggle_shell_in()
    {
        var (run, scratch) = Act(s => s.Write("k8s/web.yaml", Manifests.Both("web", "http", "http")), ("PATHS", "$(touch smuggled)\n`touch smuggled`; touch smuggled"));
        using (scratch)
        {
            Assert.Equal(3, run.Status);
            Assert.False(File.Exists(scratch["smuggled"]));
        }
    }
}
