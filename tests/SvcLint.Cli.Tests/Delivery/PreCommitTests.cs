namespace SvcLint.Cli.Tests.Delivery;

/// <summary>The hooks through the real pre-commit, in a repository of its own. One build from source serves all.</summary>
[Collection(nameof(ToolPackage))]
public sealed class PreCommitTests(PreCommitTests.HookSource source, ToolPackage tool) : IClassFixture<PreCommitTests.HookSource>
{
    private const string Ingress = "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: shop\nspec:\n  defaultBackend:\n    service:\n      name: web\n      port: { number: 80 }\n";

    private Scratch Repository(string hook = "svclint")
    {
        Skip.IfNot(Tool.Exists("pre-commit"), "no pre-commit");
        var scratch = new Scratch();
        return scratch
            .Write(".pre-commit-config.yaml", $"repos:\n  - repo: {source.Folder}\n    rev: {source.Revision}\n    hooks:\n      - id: {hook}\n")
            .Write("k8s/svc.yaml", Manifests.Service("web", "http"))
            .Write("k8s/deploy.yaml", Manifests.Deployment("web", "http"))
            .Commit();
    }

    private Run Hook(Scratch scratch, IReadOnlyDictionary<string, string>? variables = null)
    {
        scratch.Git("add", "-A");
        return Tool.Start("pre-commit", ["run", "--verbose"], scratch.Folder, variables: variables ?? source.Variables);
    }

    [SkippableFact]
    public void A_change_that_breaks_nothing_passes()
    {
        using var scratch = Repository();
        scratch.Write("k8s/deploy.yaml", "# harmless\n" + Manifests.Deployment("web", "http"));

        var run = Hook(scratch);

        Assert.True(run.Status == 0, run.Output + run.Error);
        Assert.Contains("Passed", run.Output);
    }

    [SkippableFact]
    public void An_edit_of_the_pods_alone_brings_up_the_Service()
    {
        using var scratch = Repository();
        scratch.Write("k8s/deploy.yaml", Manifests.Deployment("web", "metrics"));

        var run = Hook(scratch);

        Assert.Equal(1, run.Status);
        Assert.Contains("--> k8s/svc.yaml:10:19", run.Output);
    }

    [SkippableFact]
    public void A_commit_that_only_deletes_is_judged_too()
    {
        using var scratch = Repository();
        scratch.Write("k8s/canary.yaml", Manifests.Deployment("canary", "metrics", label: "web")).Commit();
        File.Delete(scratch["k8s/deploy.yaml"]);

        var run = Hook(scratch);

        Assert.Equal(1, run.Status);
        Assert.Contains("--> k8s/svc.yaml:10:19", run.Output);
    }

    [SkippableTheory]
    [InlineData("k8s/deploy.yaml", null, "--> k8s/svc.yaml:6:3")]
    [InlineData("k8s/svc.yaml", null, "--> k8s/ingress.yaml:8:13")]
    [InlineData("k8s/svc.yaml", "storefront", "--> k8s/ingress.yaml:8:13")]
    public void What_a_commit_deletes_or_renames_speaks_where_it_is_still_named(string file, string? newName, string place)
    {
        using var scratch = Repository();
        scratch.Write("k8s/ingress.yaml", Ingress).Commit();
        if (newName is null)
        {
            File.Delete(scratch[file]);
        }
        else
        {
            scratch.Write(file, scratch.Read(file).Replace("name: web", "name: " + newName));
        }

        var run = Hook(scratch);

        Assert.Equal(1, run.Status);
        Assert.Contains(place, run.Output);
    }

    // Words of git, commands parted by semicolons; the place where something breaks, or null.
    [SkippableTheory]
    [InlineData("rm -q k8s/svc.yaml", "--> k8s/ingress.yaml:8:13")]
    [InlineData("rm -q k8s/deploy.yaml", "--> k8s/svc.yaml:6:3")]
    [InlineData("rm -q listed/deploy.yaml", "--> listed/kustomization.yaml:1:13")]
    [InlineData("rm -q listed/kustomization.yaml", "--> overlay/kustomization.yaml:1:13")]
    [InlineData("mv listed/deploy.yaml listed/web.yaml", "--> listed/kustomization.yaml:1:13")]
    [InlineData("mv k8s/svc.yaml k8s/service.yaml", null)]
    [InlineData("mv k8s manifests", null)]
    [InlineData("rm -q k8s/svc.yaml k8s/ingress.yaml", null)]
    [InlineData("rm -q k8s/ingress.yaml", null)]
    [InlineData("rm -qr k8s listed overlay alone", null)]
    [InlineData("rm -qr k8s listed overlay; commit -q --no-verify -m less; rm -q alone/svc.yaml", null)]
    public void Only_what_a_deletion_or_a_move_breaks_stops_the_commit(string commands, string? place)
    {
        using var scratch = Repository();
        scratch
            .Write("k8s/ingress.yaml", Ingress)
            .Write("listed/deploy.yaml", Manifests.Deployment("listed", "http"))
            .Write("listed/kustomization.yaml", "resources: [deploy.yaml]\n")
            .Write("overlay/kustomization.yaml", "resources: [../listed]\n")
            .Write("alone/svc.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: alone}\nspec: {selector: {app: alone}, ports: [{port: 80}]}\n")
            .Commit();
        foreach (var command in commands.Split("; "))
        {
            scratch.Git(command.Split(' '));
        }

        var run = Hook(scratch);

        Assert.True(run.Status == (place is null ? 0 : 1), run.Output + run.Error);
        Assert.Contains(place ?? "Passed", run.Output);
    }

    [SkippableFact]
    public void A_document_taken_out_of_a_file_is_a_deletion()
    {
        using var scratch = Repository();
        scratch.Git("rm", "-q", "k8s/svc.yaml", "k8s/deploy.yaml").Write("k8s/ingress.yaml", Ingress)
            .Write("k8s/all.yaml", Manifests.Service("web", "http") + "---\n" + Manifests.Deployment("web", "http")).Commit()
            .Write("k8s/all.yaml", Manifests.Deployment("web", "http"));

        var run = Hook(scratch);

        Assert.Equal(1, run.Status);
        Assert.Contains("--> k8s/ingress.yaml:8:13", run.Output);
    }

    // pre-commit hands file names to as many processes as they need: each would read the repository and report the same.
    [SkippableFact]
    public void Many_staged_files_are_one_run()
    {
        using var scratch = Repository();
        scratch.Write("k8s/ingress.yaml", Ingress).Commit();
        File.Delete(scratch["k8s/svc.yaml"]);
        for (var i = 0; i < 200; i++)
        {
            scratch.Write($"more/{i}/{new string('n', 150)}.yaml", $"apiVersion: v1\nkind: Namespace\nmetadata: {{name: n{i}}}\n");
        }

        var run = Hook(scratch);

        Assert.Equal(1, run.Status);
        Assert.Equal(2, run.Output.Split("--> k8s/ingress.yaml:8:13").Length);
        Assert.Equal(2, run.Output.Split("\nsvclint: ").Length);
    }

    [SkippableFact]
    public void What_was_wrong_before_does_not_stop_a_commit()
    {
        using var scratch = Repository();
        scratch.Write("k8s/svc.yaml", Manifests.Service("web", "htpp")).Commit().Write("README.md", "more\n");

        Assert.Equal(0, Hook(scratch).Status);
    }

    [SkippableFact]
    public void Changes_that_are_not_staged_do_not_count()
    {
        using var scratch = Repository();
        scratch.Write("README.md", "more\n").Git("add", "-A").Write("k8s/svc.yaml", Manifests.Service("web", "htpp"));

        var run = Tool.Start("pre-commit", ["run"], scratch.Folder, variables: source.Variables);

        Assert.True(run.Status == 0, run.Output + run.Error);
    }

    [SkippableFact]
    public void The_hook_for_an_installed_svclint_runs_what_is_on_the_PATH()
    {
        using var scratch = Repository("svclint-system");
        scratch.Write("k8s/deploy.yaml", Manifests.Deployment("web", "metrics"));

        var run = Hook(scratch);

        Assert.Equal(1, run.Status);
        Assert.Contains("--> k8s/svc.yaml:10:19", run.Output);
    }

    [SkippableFact]
    public void The_hook_for_a_tool_manifest_runs_the_version_that_it_names()
    {
        using var scratch = Repository("svclint-tool");
        var version = Path.GetFileNameWithoutExtension(Assert.Single(Directory.GetFiles(tool.Folder)))["svclint.".Length..];
        scratch
            .Write("nuget.config", $"<configuration><packageSources><clear /><add key=\"here\" value=\"{tool.Folder}\" /></packageSources></configuration>")
            .Write(".config/dotnet-tools.json", $$"""{ "version": 1, "isRoot": true, "tools": { "svclint": { "version": "{{version}}", "commands": ["svclint"] } } }""");
        // Of this package alone: an older one of that version may lie in the user's cache.
        var own = new Dictionary<string, string>(source.Variables) { ["NUGET_PACKAGES"] = source.Home + "-packages", ["DOTNET_CLI_HOME"] = source.Home };
        var restore = Tool.Start("dotnet", ["tool", "restore"], scratch.Commit().Folder, variables: own);
        Assert.True(restore.Status == 0, restore.Output + restore.Error);
        scratch.Write("k8s/deploy.yaml", Manifests.Deployment("web", "metrics"));

        var run = Hook(scratch, own);

        Assert.Equal(1, run.Status);
        Assert.Contains("--> k8s/svc.yaml:10:19", run.Output);
    }

    /// <summary>This checkout as a repository of hooks, and a cache that no other run shares.</summary>
    public sealed class HookSource : IDisposable
    {
        private readonly Scratch _scratch = new();

        public HookSource()
        {
            SourceCopy.Create(Folder);
            Tool.Start("git", ["init", "-q"], Folder);
            Tool.Start("git", ["add", "-A"], Folder);
            Tool.Start("git", ["-c", "user.name=Test", "-c", "user.email=test@example.com", "commit", "-q", "-m", "source"], Folder);
            Revision = Tool.Start("git", ["rev-parse", "HEAD"], Folder).Output.Trim();
            _scratch.Write("bin/svclint", $"#!/bin/sh\nexec dotnet '{Tool.Assembly}' \"$@\"\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(_scratch["bin/svclint"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            Variables = new Dictionary<string, string>
            {
                ["PRE_COMMIT_HOME"] = _scratch["cache"],
                ["PATH"] = _scratch["bin"] + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"),
            };
        }

        public string Folder => _scratch["source"];

        /// <summary>A home of its own for `dotnet`.</summary>
        public string Home => _scratch["home"];

        public string Revision { get; }

        public IReadOnlyDictionary<string, string> Variables { get; }

        public void Dispose() => _scratch.Dispose();
    }
}
