using SvcLint.Config;
using SvcLint.Model;
using SvcLint.Model.GitOps;
using SvcLint.Text;
using SvcLint.Yaml;

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
    public static bool IsApplication(KubernetesObject item) => (item is ArgoApplication or ArgoApplicationSet or FluxKustomization or FluxHelmRelease || IsMistyped(item)) && !IsRecorded(item);

    // As a server gave it: evidence of some day, and not what deploys.
    private static bool IsRecorded(KubernetesObject item) => item.Node?["metadata"] is YamlMapping metadata && metadata["resourceVersion"] is not null && metadata["uid"] is not null;

    // Nothing is deployed by it as it is written; what was meant is not known for sure.
    private static bool IsMistyped(KubernetesObject item) => GitOpsKinds.Meant(item) is { } kind && GitOpsKinds.Deploys(kind);

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

        _targets = Targets(roots);
        _hasKustomizations = roots.Any(u => u.Objects.Any(o => o is FluxKustomization));
        _scopes = roots.Select(ScopeOf).Select(s => s.Key).Distinct().Count();
        var (first, later) = (new List<DeploymentUnit>(), new List<DeploymentUnit>());
        foreach (var unit in roots)
        {
            (OwnerFolder(unit) is not null ? later : first).Add(unit);
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
            default:
                var meant = GitOpsKinds.Meant(item);
                Start(item.Group == "argoproj.io" ? DeploymentTool.ArgoCD : DeploymentTool.Flux, item, scope, scope, parent, meant).Add(new UnitGap(item.Kind.Span, $"no API has kind '{item.Kind.Value}'; {meant} may be meant"));
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

    private Deployment Start(DeploymentTool tool, KubernetesObject item, DeploymentCluster scope, DeploymentCluster cluster, Deployment? parent, string? kind = null)
    {
        var deployment = new Deployment(tool, kind ?? item.Kind.Value, item.Name!, item.NameSpan, cluster, parent) { Object = item, Namespace = item.Namespace };
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
}
