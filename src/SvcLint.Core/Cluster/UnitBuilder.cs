using SvcLint.Cluster.Applications;
using SvcLint.Kustomize;
using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Cluster;

/// <summary>The units of an input.</summary>
/// <param name="Units">In the order of finding: named ones, streams, kustomizations, folders, code.</param>
/// <param name="Files">The input, and what kustomizations brought in from outside it.</param>
/// <param name="Written">Objects as the files declare them; parts of objects (patches) are none.</param>
/// <param name="Rendered">Charts that were rendered, by the host or for an application.</param>
/// <param name="Deployments">What GitOps applications deploy.</param>
/// <param name="Projects">The .NET projects, and which container runs which of them.</param>
internal sealed record UnitSet(
    IReadOnlyList<DeploymentUnit> Units,
    IReadOnlyList<ParsedFile> Files,
    IReadOnlyList<KubernetesObject> Written,
    IReadOnlyList<RenderedUnit> Rendered,
    DeploymentSet Deployments,
    ProjectJoin Projects);

/// <summary>
/// Sorts files into deployment units: named ones, streams, kustomization roots, the plain manifests of each folder, and C# files that
/// make objects; files of a folder that declare the same object are alternatives of one another. A file that a kustomization reaches
/// forms no folder unit. What could not be read (a template, a broken document, what a kustomization does not handle) is a gap: the unit is
/// then not fully known.
/// </summary>
internal sealed class UnitBuilder
{
    private readonly UnitOptions _options;
    private readonly FileSet _files;
    private readonly IReadOnlyList<ParsedFile> _input;
    private readonly KustomizationRoots _kustomizations;
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly List<DeploymentUnit> _units = [];

    private const int MostRepeated = 100_000;

    private readonly HashSet<YamlNode> _fragments;
    private readonly ProjectJoin _projects;

    private UnitBuilder(IReadOnlyList<ParsedFile> files, UnitOptions options)
    {
        _options = options;
        _input = files;
        _files = new FileSet(files, path => options.Configuration.IsExcluded(path) ? null : options.ReadFile?.Invoke(path), options.Engine);
        _kustomizations = new KustomizationRoots(_files);
        _fragments = ObjectFragments.Of(files);
        _projects = new ProjectJoin(files, options.Configuration);
    }

    public static UnitSet Build(IReadOnlyList<ParsedFile> files, UnitOptions options)
    {
        var builder = new UnitBuilder(files, options);
        builder.AddNamed();
        builder.AddStreams();
        builder.AddRendered();
        builder.AddKustomizations();
        builder.AddFolders();
        builder.AddCode();
        var rendered = options.Rendered;
        var deployments = builder.Deploy(ref rendered);
        var written = builder._files.All.Where(f => !builder._kustomizations.IsOnlyPatch(f.Path)).SelectMany(f => f.Objects).Where(o => !builder.IsFragment(o)).ToArray();
        return new UnitSet(builder._units, builder._files.All, written, rendered, deployments, builder._projects);
    }

    // What an application deploys is judged as deployed, and not once more by itself.
    private DeploymentSet Deploy(ref IReadOnlyList<RenderedUnit> rendered)
    {
        var hasApplications = ApplicationFiles.Any(_input) || _units.Any(u => u.Objects.Any(Deployer.IsApplication));
        if (!hasApplications && _files.Rendered.Count + _files.ChartProblems.Count == 0)
        {
            return DeploymentSet.None;
        }

        var (deployments, reached) = hasApplications ? Deployer.Run(_files, _units, _options, _projects) : (DeploymentSet.None, []);
        IReadOnlyList<RenderedUnit> installed = [.. deployments.Rendered, .. _files.Rendered];
        var charts = new HashSet<string>(installed.Where(r => r.Gaps.Count == 0 || r.Manifests.Count > 0).SelectMany(r => r.Files).Where(f => RelativePath.FileName(f) == "Chart.yaml"), StringComparer.Ordinal);
        var byFiles = new HashSet<string>(rendered.Where(r => r.Files.Any(charts.Contains)).Select(r => r.Name), StringComparer.Ordinal);
        var unread = deployments.All.Where(d => d is { Tool: DeploymentTool.Helmfile, Kind: "helmfile", Gaps.Count: > 0 }).Select(d => RelativePath.Folder(d.Span.Source.Path)).Distinct().ToArray();
        rendered = [.. rendered.Where(r => !byFiles.Contains(r.Name)).Select(r => WithoutDefaultFailure(r, unread)), .. installed];
        _units.RemoveAll(u => u.Kind is UnitKind.Kustomization or UnitKind.Folder or UnitKind.File && u.Files.All(reached.Contains) || (u.Kind == UnitKind.Chart && byFiles.Contains(u.Name)));
        _units.AddRange(deployments.All.Select(d => d.Unit).OfType<DeploymentUnit>());
        return _files.ChartProblems.Count == 0 ? deployments : deployments with { Problems = [.. deployments.Problems, .. _files.ChartProblems] };
    }

    // A helmfile that cannot be evaluated gives the charts beside it values that nobody knows here.
    private static RenderedUnit WithoutDefaultFailure(RenderedUnit chart, IReadOnlyList<string> unreadHelmfiles) =>
        chart.Problems.Any(p => p.DependsOnValues) && unreadHelmfiles.Any(folder => chart.Files.Any(f => RelativePath.IsSameOrInside(RelativePath.Folder(f), folder)))
            ? chart with { Problems = [.. chart.Problems.Where(p => !p.DependsOnValues)] }
            : chart;

    private void AddNamed()
    {
        foreach (var (name, belongs) in NamedUnits())
        {
            var members = _input.Where(f => belongs(f.Path)).ToArray();
            if (members.Length == 0)
            {
                continue;
            }

            var builds = _kustomizations.Build(KustomizationsOf(members)).Select(b => b.Build).ToArray();
            var built = new HashSet<string>(builds.SelectMany(b => b.Files).Select(f => f.Path), StringComparer.Ordinal);
            var plain = members.Where(m => !built.Contains(m.Path) && !m.IsKustomization).ToArray();
            _taken.UnionWith(members.Select(m => m.Path));
            Add(name, UnitKind.Named, plain, builds);
        }
    }

    // A unit that the host names replaces the configuration's of the same name, and keeps its cluster.
    private IEnumerable<(string Name, Func<string, bool> Belongs)> NamedUnits()
    {
        foreach (var (name, paths) in _options.NamedUnits)
        {
            var set = new HashSet<string>(paths, StringComparer.Ordinal);
            yield return (name, set.Contains);
        }

        foreach (var unit in _options.Configuration.Units)
        {
            if (!_options.NamedUnits.Any(u => u.Name == unit.Name))
            {
                yield return (unit.Name, path => _options.Configuration.IsMatch(unit.Paths, path));
            }
        }
    }

    private void AddStreams()
    {
        foreach (var file in _input)
        {
            if (_options.Streams.Contains(file.Path) && _taken.Add(file.Path))
            {
                Add(file.Path, UnitKind.Stream, [file], []);
            }
        }
    }

    private void AddRendered()
    {
        foreach (var rendered in _options.Rendered)
        {
            _taken.UnionWith(rendered.Files);
            Add(rendered.Name, UnitKind.Chart, [.. rendered.Manifests.Select(m => m.File)], [], rendered.Gaps, rendered.Files);
        }
    }

    private void AddKustomizations()
    {
        foreach (var (path, build) in _kustomizations.Build(KustomizationsOf(_input)))
        {
            if (_taken.Add(path))
            {
                Add(Folder(path), UnitKind.Kustomization, [], [build]);
            }
        }

        _taken.UnionWith(_kustomizations.Reached);
    }

    private void AddFolders()
    {
        var charts = new HashSet<string>(_input.Where(f => RelativePath.FileName(f.Path) == "Chart.yaml").Select(f => RelativePath.Folder(f.Path)), StringComparer.Ordinal);
        var folders = _input.Where(f => !_taken.Contains(f.Path) && !f.IsKustomization && f.Code is null).GroupBy(f => RelativePath.Folder(f.Path));
        foreach (var folder in folders.Where(f => f.Any(HasObjects)))
        {
            var inChart = RelativePath.FileName(folder.Key) == "templates" && charts.Contains(RelativePath.Folder(folder.Key));
            var gaps = folder.Where(f => f.Skipped is not null || inChart)
                .Select(f => f.Skipped is null ? new UnitGap(f.Source.Span(0, 0), "part of a Helm chart") : UnitGap.OfTemplate(f.Source.Span(0, 0)))
                .ToArray();
            AddFolder(Folder(folder.First().Path), folder.Where(HasObjects).ToArray(), gaps);
        }
    }

    private void AddCode()
    {
        foreach (var file in _input.Where(f => f.Code is not null && HasObjects(f) && _taken.Add(f.Path)))
        {
            Add(file.Path, UnitKind.Code, [file], []);
        }
    }

    // Files that declare the same object are alternatives: each is a unit together with what the folder declares only once.
    private void AddFolder(string folder, ParsedFile[] files, IReadOnlyList<UnitGap> gaps)
    {
        var alternatives = Alternatives(files);
        var common = files.Where(f => !alternatives.Contains(f)).ToArray();
        if (alternatives.Count == 0)
        {
            Add(files.Length == 1 ? files[0].Path : folder, files.Length == 1 ? UnitKind.File : UnitKind.Folder, files, [], gaps);
            return;
        }

        // Beside examples that are alternatives, the others are examples too.
        if (ExampleFolders.IsNamed(folder))
        {
            foreach (var file in files)
            {
                Add(file.Path, UnitKind.File, [file], [], gaps);
            }

            return;
        }

        // As many alternatives, each with all the others: then the others are a unit of their own.
        if ((long)alternatives.Count * common.Length > MostRepeated)
        {
            Add(folder, UnitKind.Folder, common, [], gaps);
            common = [];
        }

        foreach (var alternative in files.Where(alternatives.Contains))
        {
            Add(alternative.Path, common.Length == 0 ? UnitKind.File : UnitKind.Folder, [alternative, .. common], [], gaps);
        }
    }

    private void Add(string name, UnitKind kind, IReadOnlyList<ParsedFile> plain, IReadOnlyList<KustomizeBuild> builds, IReadOnlyList<UnitGap>? gaps = null, IReadOnlyList<string>? files = null)
    {
        var facts = _options.FactsFor(name);
        var objects = plain.SelectMany(f => f.Objects).Where(o => !IsFragment(o)).Select(o => kind == UnitKind.Chart ? WithoutUnknownNamespace(o) : o).Concat(builds.SelectMany(b => b.Objects).SelectMany(o => ManifestReader.Read(o.Root)));
        var unread = plain.SelectMany(f => f.Problems).Where(p => !p.IsForOthers).Select(p => UnitGap.OfDocument(p.Span));
        var computed = plain.Where(f => f.Code is not null && HasObjects(f)).Select(f => new UnitGap(f.Source.Span(0, 0), "objects that code makes, and may change"));
        var notHandled = builds.SelectMany(b => b.NotHandled.Select(n => new UnitGap(n.Span, n.Reason)
        {
            MissingPath = n.MissingPath,
            IsLimit = n.Kind == NotHandledKind.BeyondLimit,
            IsRefused = n.Kind == NotHandledKind.Invalid && b.HasAllObjects,
        }));
        _units.Add(new DeploymentUnit(
            name,
            kind,
            facts,
            [.. objects.Select(o => ApiDefaults.Apply(o, facts.Version))],
            [.. gaps ?? [], .. unread, .. computed, .. notHandled],
            [.. (files ?? []).Concat(plain.Select(f => f.Path)).Concat(builds.SelectMany(b => b.Files).Select(f => f.Path)).Distinct()])
        { Projects = _projects });
    }

    private static KubernetesObject WithoutUnknownNamespace(KubernetesObject item) =>
        item.Namespace == RenderedUnit.UnknownNamespace ? item with { Metadata = item.Metadata with { Namespace = null } } : item;

    // A stream that happens to bear the name is rendered already.
    private string[] KustomizationsOf(IReadOnlyList<ParsedFile> files) =>
        files.Where(f => f.IsKustomization && !_options.Streams.Contains(f.Path)).Select(f => f.Path).ToArray();

    private bool IsFragment(KubernetesObject item) => item.Node is { } node && _fragments.Contains(node);

    private bool HasObjects(ParsedFile file) => file.Objects.Any(o => !IsFragment(o));

    private HashSet<ParsedFile> Alternatives(IReadOnlyList<ParsedFile> files)
    {
        var owners = new Dictionary<(string, string, string?, string), ParsedFile>();
        var alternatives = new HashSet<ParsedFile>();
        foreach (var file in files)
        {
            foreach (var item in file.Objects.Where(o => !IsFragment(o)))
            {
                if (item.Name is not { } name)
                {
                    continue;
                }

                var key = (item.Group, item.Kind.Value, item.Namespace, name);
                if (!owners.TryGetValue(key, out var owner))
                {
                    owners.Add(key, file);
                }
                else if (owner != file)
                {
                    alternatives.Add(owner);
                    alternatives.Add(file);
                }
            }
        }

        return alternatives;
    }

    private static string Folder(string path) => RelativePath.Folder(path) is { Length: > 0 } folder ? folder : ".";
}
