using SvcLint.Config;
using SvcLint.Model;
using SvcLint.Model.GitOps;
using SvcLint.Text;

namespace SvcLint.Cluster.Applications;

/// <summary>
/// Follows what Argo CD, Flux and their kin deploy: from the applications that stand in files to what those deploy, applications among it too.
/// Nothing is guessed: what another repository, a cluster or a secret decides is a gap of the deployment.
/// </summary>
internal sealed partial class Deployer
{
    private const int Most = 5000;
    private const int MaxDepth = 30;

    private static readonly string TooMany = $"there are more than {Most} applications; the rest is not followed";

    // Applications that each deploy the same files build as many objects as there are pairs.
    private const int MostObjects = 50_000;
    private const int MostOfEach = 8;

    private static readonly HashSet<string> Parked = new(StringComparer.Ordinal) { "archive", "archived", "deprecated", "disabled", "unused", "old", "attic", "trash", "graveyard", "parked", "retired", "backup" };

    private readonly UnitOptions _options;
    private readonly ProjectJoin _projects;
    private readonly FileSet _files;
    private readonly IReadOnlyList<DeploymentUnit> _plain;
    private readonly FolderTree _folders;
    private readonly SourceBuilder _sources;
    private readonly RepositoryMap _repositories;
    private readonly List<Deployment> _all = [];
    private readonly List<RenderedUnit> _rendered = [];
    private readonly List<ChartProblem> _problems = [];
    private readonly HashSet<string> _reached = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Cluster, string Kind, string? Namespace, string Name), Deployment> _known = [];
    private readonly SourceIndex _index = new();
    private readonly ResolvedTexts _resolved = new();
    private bool _isCut;
    private bool _hasKustomizations;
    private readonly int _most;
    private int _objects;
    private int _scopes;

    private Deployer(FileSet files, IReadOnlyList<DeploymentUnit> plain, UnitOptions options, ProjectJoin projects)
    {
        _options = options;
        _projects = projects;
        _files = files;
        _plain = plain;
        _folders = new FolderTree(files.All.Select(f => f.Path), options.ListFolder);
        _sources = new SourceBuilder(files, _folders, options.Engine);
        _repositories = new RepositoryMap(_folders, options);
        _most = MostObjects + (MostOfEach * plain.Sum(u => u.Objects.Count));
    }

    public static (DeploymentSet Set, IReadOnlyCollection<string> Reached) Run(FileSet files, IReadOnlyList<DeploymentUnit> plain, UnitOptions options, ProjectJoin projects)
    {
        var deployer = new Deployer(files, plain, options, projects);
        deployer.FollowObjects();
        DependencyCircles.Find(deployer._all);
        if (!deployer._isCut)
        {
            MissingDependencies.Find(deployer._all);
        }

        deployer.FollowFiles();
        return (new DeploymentSet(deployer._all, deployer._problems) { Rendered = deployer._rendered, Resolved = deployer._resolved.Done() }, deployer._reached);
    }

    /// <summary>True for what deploys something else.</summary>
    public static bool IsApplication(KubernetesObject item) => item is ArgoApplication or ArgoApplicationSet or FluxKustomization or FluxHelmRelease;

    private void FollowObjects()
    {
        var roots = _plain.Where(u => u.Kind != UnitKind.Code && u.Objects.Any(IsApplication) && !IsParked(FolderOf(u))).ToArray();
        if (roots.Length == 0)
        {
            return;
        }

        foreach (var unit in _plain)
        {
            Index(unit.Objects);
        }

        foreach (var item in roots.SelectMany(u => u.Objects))
        {
            Tell(item);
        }

        _hasKustomizations = roots.Any(u => u.Objects.Any(o => o is FluxKustomization));
        _scopes = roots.Select(ScopeOf).Select(s => s.Key).Distinct().Count();
        var targets = Targets(roots);
        var (first, later) = (new List<DeploymentUnit>(), new List<DeploymentUnit>());
        foreach (var unit in roots)
        {
            (IsDeployed(unit, targets) ? later : first).Add(unit);
        }

        first.ForEach(Follow);
        foreach (var unit in later.Where(u => !u.Objects.Where(IsApplication).All(o => _reached.Contains(o.Span.Source.Path) || IsOfReachedChart(u))))
        {
            Follow(unit);
        }
    }

    private void Index(IReadOnlyList<KubernetesObject> objects)
    {
        _index.Add(objects);
        foreach (var source in objects.OfType<FluxSource>())
        {
            if (source.Url is { } url)
            {
                _repositories.TellRevision(url.Value, source.Revision);
            }
        }
    }

    private bool IsOfReachedChart(DeploymentUnit unit) => unit.Kind == UnitKind.Chart && unit.Files.All(_reached.Contains);

    // Whoever deploys the folder that it lies in comes before its neighbours.
    private void Follow(DeploymentUnit unit)
    {
        var folder = FolderOf(unit);
        var scope = ScopeOf(unit);
        foreach (var item in unit.Objects.Where(IsApplication).OrderBy(o => FoldersOf(o).Any(f => RelativePath.IsSameOrInside(folder, f)) ? 0 : 1))
        {
            Follow(item, null, scope, 0);
        }
    }

    private void Follow(KubernetesObject item, Deployment? parent, DeploymentCluster scope, int depth)
    {
        // What deploys itself is listed once.
        if (item.Name is not { Length: > 0 } name || (parent?.Object is { } above && above.NameSpan == item.NameSpan && above.Name == name))
        {
            return;
        }

        var key = (scope.Key, item.Kind.Value, item.Namespace, name);
        if (_known.TryGetValue(key, out var known))
        {
            SayLoop(known, parent, item);
            return;
        }

        if (_all.Count >= Most || depth > MaxDepth)
        {
            Cut(item.NameSpan, depth > MaxDepth ? $"applications deploy one another more than {MaxDepth} levels deep" : TooMany);
            return;
        }

        switch (item)
        {
            case ArgoApplication application:
                Deploy(application, parent, scope, depth);
                break;
            case ArgoApplicationSet set:
                Deploy(set, parent, scope, depth);
                break;
            case FluxKustomization kustomization:
                Deploy(kustomization, parent, scope, depth);
                break;
            case FluxHelmRelease release:
                Deploy(release, parent, scope, depth);
                break;
        }
    }

    private void Cut(SourceSpan place, string why)
    {
        if (!_isCut)
        {
            _isCut = true;
            _problems.Add(new ChartProblem(ApplicationProblem.NotFollowed, place, why));
        }
    }

    private Deployment Start(DeploymentTool tool, KubernetesObject item, DeploymentCluster scope, DeploymentCluster cluster, Deployment? parent)
    {
        var deployment = new Deployment(tool, item.Kind.Value, item.Name!, item.NameSpan, cluster, parent) { Object = item, Namespace = item.Namespace };
        Add(deployment);
        _known[(scope.Key, item.Kind.Value, item.Namespace, item.Name!)] = deployment;
        return deployment;
    }

    private void Finish(Deployment deployment, UnitContent content, Located<string>? @namespace, int depth)
    {
        foreach (var gap in content.Gaps)
        {
            deployment.Add(gap);
        }

        _reached.UnionWith(content.Reached);
        _objects += content.Objects.Count;
        if (_objects > _most)
        {
            content.Objects.Clear();
            content.Manifests.Clear();
            deployment.Add(new UnitGap(deployment.Span, $"what applications deploy beyond {_most} objects") { IsLimit = true });
        }

        if (!content.HasSource)
        {
            return;
        }

        var name = deployment.UnitName;
        if (content.Manifests.Count + content.Problems.Count > 0)
        {
            _rendered.Add(new RenderedUnit(name, content.Manifests, content.Gaps, [.. content.Files]) { Problems = content.Problems });
        }

        var facts = FactsFor(deployment.Cluster);
        deployment.Unit = new DeploymentUnit(name, UnitKind.Application, facts, [.. content.Objects.Select(o => Placed(ApiDefaults.Apply(o, facts.Version), @namespace))], deployment.Gaps, [.. content.Files]) { Deployment = deployment, Projects = _projects };
        Index(deployment.Unit.Objects);
        foreach (var child in deployment.Unit.Objects.Where(IsApplication))
        {
            Tell(child);
        }

        foreach (var child in deployment.Unit.Objects.Where(IsApplication))
        {
            Follow(child, deployment, deployment.Cluster, depth + 1);
        }
    }

    // Whoever applies an object that names no namespace gives it the application's.
    private static KubernetesObject Placed(KubernetesObject item, Located<string>? @namespace) =>
        @namespace is null || item.Metadata.Namespace is not null || ClusterScope.Holds(item) ? item : item with { Metadata = item.Metadata with { Namespace = @namespace with { IsDefault = true } } };

    // What has no unit today has a name all the same, so that others keep theirs when it gets one.
    private void Add(Deployment deployment)
    {
        _all.Add(deployment);
        var name = deployment.Kind + "/" + (deployment.Namespace is { } own && deployment.Tool == DeploymentTool.Flux ? own + "/" : "") + deployment.Name;
        if (!_names.Add(name) && !_names.Add(name = name + "@" + deployment.Cluster.Name))
        {
            var number = 2;
            while (!_names.Add(name + "#" + number.ToString(System.Globalization.CultureInfo.InvariantCulture)))
            {
                number++;
            }

            name += "#" + number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        deployment.UnitName = name;
    }

    private ClusterFacts FactsFor(DeploymentCluster cluster)
    {
        var configuration = _options.Configuration;
        var facts = configuration.Clusters.FirstOrDefault(c => c.Name == cluster.Name || cluster.Key == DeploymentCluster.KeyOf(c.Server ?? "")) ?? configuration.DefaultCluster;
        // What meets in a cluster is told by the deployments themselves, whichever of them are declared.
        return (_options.KubernetesVersion is { } version ? facts with { Version = version } : facts) with { Name = "" };
    }

    // Itself alone is how both tools keep themselves up to date.
    private static void SayLoop(Deployment known, Deployment? parent, KubernetesObject item)
    {
        if (parent is null || ReferenceEquals(known, parent))
        {
            return;
        }

        for (var above = parent.Parent; above is not null; above = above.Parent)
        {
            if (ReferenceEquals(above, known))
            {
                parent.Add(new ChartProblem(
                    ApplicationProblem.NotFollowed,
                    item.NameSpan,
                    $"{parent.Title} deploys {known.Title}, which deploys it",
                    "let one of the two deploy the other",
                    [new Findings.RelatedSpan(parent.Span, "deployed in turn")]));
                return;
            }
        }
    }

    private Dictionary<string, HashSet<DeploymentUnit>> Targets(IReadOnlyList<DeploymentUnit> roots)
    {
        var targets = new Dictionary<string, HashSet<DeploymentUnit>>(StringComparer.Ordinal);
        foreach (var unit in roots)
        {
            foreach (var folder in unit.Objects.Where(IsApplication).SelectMany(FoldersOf))
            {
                if (!targets.TryGetValue(folder, out var owners))
                {
                    targets.Add(folder, owners = []);
                }

                owners.Add(unit);
            }
        }

        return targets;
    }

    private static bool IsDeployed(DeploymentUnit unit, Dictionary<string, HashSet<DeploymentUnit>> targets)
    {
        for (var folder = FolderOf(unit); ; folder = RelativePath.Folder(folder))
        {
            if (targets.TryGetValue(folder, out var owners) && (owners.Count > 1 || !owners.Contains(unit)))
            {
                return true;
            }

            if (folder.Length == 0)
            {
                return false;
            }
        }
    }

    // Applications that are kept without being deployed: nothing follows from them.
    private static bool IsParked(string folder) => folder.Split('/').Any(s => s.StartsWith(".", StringComparison.Ordinal) || Parked.Contains(s.TrimStart('_').ToLowerInvariant()));

    private static string FolderOf(DeploymentUnit unit) => unit.Kind == UnitKind.Kustomization ? unit.Name == "." ? "" : unit.Name
        : RelativePath.Folder(unit.Objects.First(IsApplication).Span.Source.Path);

    // By convention everything below "clusters/NAME" goes to one cluster; else what is applied together does.
    private DeploymentCluster ScopeOf(DeploymentUnit unit)
    {
        var item = unit.Objects.First(IsApplication);
        var segments = FolderOf(unit).Split('/');
        var at = Array.LastIndexOf(segments, "clusters");
        // Releases that no Kustomization brings to a cluster, where others are brought, are in no known one.
        return at < 0 && _hasKustomizations && !unit.Objects.Any(o => o is FluxKustomization or ArgoApplication or ArgoApplicationSet) ? new DeploymentCluster("here:" + unit.Name, "unknown", IsKnown: false)
            : at >= 0 && at + 1 < segments.Length
            ? new DeploymentCluster("here:" + string.Join("/", segments.Take(at + 2)), segments[at + 1])
            : new DeploymentCluster("here:" + unit.Name, item is FluxKustomization or FluxHelmRelease || _scopes > 1 ? FolderName(unit) : InCluster);
    }

    private static string FolderName(DeploymentUnit unit)
    {
        var folder = FolderOf(unit);
        folder = RelativePath.FileName(folder) == "flux-system" ? RelativePath.Folder(folder) : folder;
        return folder.Length == 0 ? InCluster : RelativePath.FileName(folder);
    }
}
