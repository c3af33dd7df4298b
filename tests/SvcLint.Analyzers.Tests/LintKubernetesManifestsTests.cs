using SvcLint.Analyzers.Tests.Hosts;

namespace SvcLint.Analyzers.Tests;

public sealed class LintKubernetesManifestsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Says_its_findings_again_when_nothing_changed()
    {
        var files = Shop();
        var first = TaskHost.Run(_folder.Path, files, t => t.CacheFile = Cache);
        var written = File.ReadAllText(Cache);
        // Were it to lint again, it would overwrite this.
        File.WriteAllText(Cache, written.Replace("SVC2002", "SVC2004", StringComparison.Ordinal));

        var second = TaskHost.Run(_folder.Path, files, t => t.CacheFile = Cache);

        Assert.Equal(["SVC2002", "SVC2003", "SVC2022"], first.Findings.Select(f => f.Rule));
        Assert.Equal(["SVC2004", "SVC2003", "SVC2022"], second.Findings.Select(f => f.Rule));
        Assert.Equal(first.Findings.Select(f => f with { Rule = "" }), second.Findings.Select(f => f with { Rule = "" }));
    }

    [Fact]
    public void Lints_again_when_a_file_a_role_or_a_setting_changed()
    {
        var files = Shop();
        TaskHost.Run(_folder.Path, files, t => t.CacheFile = Cache);

        var otherSetting = TaskHost.Run(_folder.Path, files, t => (t.CacheFile, t.KubernetesVersion) = (Cache, "1.33"));
        Assert.Equal(3, otherSetting.Findings.Count);
        var asReference = files.Select(f => f.FullPath.EndsWith("web.yaml", StringComparison.Ordinal) ? f with { Role = ProjectFileRole.Reference } : f).ToArray();
        Assert.Empty(TaskHost.Run(_folder.Path, asReference, t => t.CacheFile = Cache).Findings);
        _folder.Write("web.yaml", Manifests.Web.Replace("htp", "http", StringComparison.Ordinal));
        Assert.Equal(["SVC2003", "SVC2022"], TaskHost.Run(_folder.Path, files, t => t.CacheFile = Cache).Findings.Select(f => f.Rule));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a cache")]
    public void A_damaged_cache_is_no_cache(string line)
    {
        var files = Shop();
        TaskHost.Run(_folder.Path, files, t => t.CacheFile = Cache);
        File.AppendAllText(Cache, line + "\n");

        Assert.Equal(3, TaskHost.Run(_folder.Path, files, t => t.CacheFile = Cache).Findings.Count);
    }

    [Fact]
    public void Warnings_become_errors_as_compilers_make_them()
    {
        var files = Shop();
        _folder.Write("svclint.yaml", "rules:\n  SVC2002: warning\n  SVC2022: warning\n");
        files = [.. files, new ProjectFile(Path.Combine(_folder.Path, "svclint.yaml"), ProjectFileRole.Configuration)];

        var asWritten = TaskHost.Run(_folder.Path, files);
        var raised = TaskHost.Run(_folder.Path, files, t => t.TreatWarningsAsErrors = true);
        var except = TaskHost.Run(_folder.Path, files, t => (t.TreatWarningsAsErrors, t.WarningsNotAsErrors, t.NoWarn) = (true, "CS1591;SVC2022", "svc2002"));

        Assert.Equal(["warning", "info", "warning"], asWritten.Findings.Select(f => f.Severity));
        Assert.True(asWritten.Succeeded);
        Assert.Equal(["error", "info", "error"], raised.Findings.Select(f => f.Severity));
        Assert.False(raised.Succeeded);
        Assert.Equal(["warning", "info", "warning"], except.Findings.Select(f => f.Severity));
    }

    [Fact]
    public void A_file_that_cannot_be_read_fails_the_task()
    {
        var result = TaskHost.Run(_folder.Path, [.. Shop(), new ProjectFile(Path.Combine(_folder.Path, "gone.yaml"), ProjectFileRole.Manifest)], t => t.CacheFile = Cache);

        Assert.False(result.Succeeded);
        Assert.False(File.Exists(Cache));
    }

    private string Cache => Path.Combine(_folder.Path, "obj", "svclint.cache");

    private ProjectFile[] Shop() =>
    [
        new(_folder.Write("stock.yaml", Manifests.Stock), ProjectFileRole.Manifest),
        new(_folder.Write("web.yaml", Manifests.Web), ProjectFileRole.Manifest),
    ];
}
