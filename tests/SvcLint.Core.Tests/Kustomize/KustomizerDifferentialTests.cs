using System.Collections.Concurrent;
using SvcLint.Kustomize;
using SvcLint.Text;
using SvcLint.Yaml;
using Xunit.Abstractions;

namespace SvcLint.Core.Tests.Kustomize;

/// <summary>Every kustomization of real repositories, built by kubectl and by svclint, compared field by field.</summary>
public class KustomizerDifferentialTests(ITestOutputHelper output)
{
    [SkippableFact]
    public void Agrees_with_kubectl_on_the_corpus() =>
        Compare(Path.Combine(SharedFolder.Require("corpus"), "manifests"), fullyKnownShare: 0.9);

    [SkippableFact]
    public void Agrees_with_kubectl_on_the_samples() => Compare(Path.Combine(RepositoryRoot.Path, "samples"), fullyKnownShare: 0);

    public static TheoryData<string> Cases { get; } = new(KustomizeCases.All.Keys);

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void Agrees_with_kubectl_on_each_feature(string name)
    {
        Skip.IfNot(Kubectl.IsAvailable, "kubectl is not installed");
        var repository = new TestRepository(KustomizeCases.All[name]);
        var folder = Directory.CreateTempSubdirectory("svclint-kustomize-").FullName;
        try
        {
            repository.WriteTo(folder);
            var build = repository.BuildKnown();
            var printed = Kubectl.Kustomize(Path.Combine(folder, Path.GetDirectoryName(repository.Root)!));
            Assert.NotNull(printed);
            Assert.Null(SemanticDiff.Between(Objects(printed), [.. build.Objects.Select(o => o.Root)]));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void Compare(string folder, double fullyKnownShare)
    {
        Skip.IfNot(Directory.Exists(folder), folder + " is not there");
        Skip.IfNot(Kubectl.IsAvailable, "kubectl is not installed");
        var paths = Kustomizer.FileNames.SelectMany(name => Directory.EnumerateFiles(folder, name, SearchOption.AllDirectories)).Order(StringComparer.Ordinal).ToList();
        Skip.If(paths.Count == 0, "no kustomizations in " + folder);

        var outcomes = new ConcurrentBag<Outcome>();
        Parallel.ForEach(paths, path => outcomes.Add(Build(folder, path)));
        var buildable = outcomes.Where(o => o.IsBuildable).ToList();
        var known = buildable.Where(o => o.Build.IsFullyKnown).ToList();
        Report(outcomes, buildable, known);

        Assert.Empty(known.Where(o => o.Difference is not null).Select(o => o.Path + " " + o.Difference));
        Assert.True(known.Count >= fullyKnownShare * buildable.Count, $"{known.Count} of {buildable.Count} fully known");
    }

    private sealed record Outcome(string Path, KustomizeBuild Build, bool IsBuildable, string? Difference);

    private static Outcome Build(string folder, string path)
    {
        var relative = Path.GetRelativePath(folder, path).Replace('\\', '/');
        var build = Kustomizer.Build(relative, new KustomizeFiles(name => Read(Path.Combine(folder, name), name)));
        // What is not there kubectl cannot build either, and it would try to clone it.
        var isMissing = build.NotHandled.Any(n => n.Kind == NotHandledKind.Missing);
        if (isMissing || Kubectl.Kustomize(Path.GetDirectoryName(path)!) is not { } printed)
        {
            return new Outcome(relative, build, IsBuildable: false, null);
        }

        return new Outcome(relative, build, IsBuildable: true, SemanticDiff.Between(Objects(printed), [.. build.Objects.Select(o => o.Root)]));
    }

    private static IReadOnlyList<YamlMapping> Objects(string printed) =>
        [.. YamlStream.Split(new SourceText("kubectl", printed)).Select(p => YamlReader.Read(p.Slice).Root).OfType<YamlMapping>()];

    private static SourceText? Read(string file, string name) => File.Exists(file) ? SourceText.FromBytes(name, File.ReadAllBytes(file)) : null;

    private void Report(ConcurrentBag<Outcome> all, List<Outcome> buildable, List<Outcome> known)
    {
        output.WriteLine($"{all.Count} kustomizations, {buildable.Count} that kubectl builds offline, {known.Count} of them fully known, {known.Count(o => o.Difference is null)} equal");
        output.WriteLine($"not fully known yet equal: {buildable.Except(known).Count(o => o.Difference is null)}");
        output.WriteLine($"fully known though kubectl refuses: {string.Join(" ", all.Where(o => !o.IsBuildable && o.Build.IsFullyKnown).Select(o => o.Path))}");
        foreach (var reason in all.SelectMany(o => o.Build.NotHandled).GroupBy(n => n.Kind + ": " + n.Reason.Split(':')[0]).OrderByDescending(g => g.Count()))
        {
            output.WriteLine($"{reason.Count(),5} {reason.Key}");
        }

        foreach (var outcome in known.Where(o => o.Difference is not null))
        {
            output.WriteLine($"{outcome.Path}: {outcome.Difference}");
        }

        foreach (var outcome in buildable.Where(o => !o.Build.IsFullyKnown))
        {
            output.WriteLine($"{outcome.Path}: {outcome.Build.NotHandled[0].Reason}");
        }
    }
}
