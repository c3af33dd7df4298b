using SvcLint.Model;
using SvcLint.Model.GitOps;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Cluster.Applications;

/// <content>Argo CD.</content>
internal sealed partial class Deployer
{
    private const string InCluster = "in-cluster";

    private int _unknownClusters;
    private Dictionary<string, (string Name, string Server)>? _clusterSecrets;

    /// <summary>True for what Argo CD calls the cluster that it runs in.</summary>
    public static bool IsOwnCluster(string nameOrServer) => nameOrServer is InCluster or "https://kubernetes.default.svc" or "https://kubernetes.default.svc/" or "https://kubernetes.default";

    private void Deploy(ArgoApplication application, Deployment? parent, DeploymentCluster scope, int depth)
    {
        var deployment = Start(DeploymentTool.ArgoCD, application, scope, ClusterOf(application.Destination, scope), parent);
        deployment.Destination = application.Destination?.Namespace is { Value.Length: > 0 } target && !Placeholder.Is(target.Value) ? target : null;
        deployment.CreatesNamespace = application.CreatesNamespace;
        var content = new UnitContent();
        CheckProject(deployment, application.Project);
        var roots = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var source in application.Sources)
        {
            if (source.Ref is { } reference)
            {
                roots["$" + reference.Value] = source.RepoUrl is { } url ? _repositories.RootOf(_repositories.Key(url.Value, source.TargetRevision?.Value)) : null;
            }
        }

        foreach (var source in application.Sources)
        {
            Add(deployment, content, application, source, roots);
        }

        Finish(deployment, content, deployment.Destination, depth);
    }

    // Projects may be made elsewhere: only a slip is told.
    private void CheckProject(Deployment deployment, Located<string>? project)
    {
        const string Default = "default";
        if (project is { Value: not ("" or Default) } && !_index.Has("AppProject", project.Value) && (NearMiss.IsSlip(project.Value, Default) ? Default : _index.Nearest("AppProject", project.Value)) is { } near)
        {
            deployment.Add(new ChartProblem(ApplicationProblem.ReferenceUnknown, project.Span, $"AppProject '{project.Value}' is not defined; did you mean '{near}'?"));
        }
    }

    private void Add(Deployment deployment, UnitContent content, ArgoApplication application, ArgoSource source, Dictionary<string, string?> roots)
    {
        if (source.Chart is { } chart)
        {
            deployment.Add(new DeploymentSource($"chart {chart.Value} of {source.RepoUrl?.Value}", null, chart.Span));
            content.Gap(chart.Span, $"chart {chart.Value} of {source.RepoUrl?.Value} is not in this repository");
            // Its values may be of this one.
            _ = ValueFiles(deployment, source, null, roots);
            return;
        }

        var path = source.Path ?? (source.Ref is null && source.RepoUrl is { } place ? new Located<string>(".", place.Span, IsDefault: true) : null);
        if (path is null || source.RepoUrl is not { } url || FolderOf(deployment, content, _repositories.Key(url.Value, source.TargetRevision?.Value), url.Value, path) is not { } folder)
        {
            return;
        }

        content.HasSource = true;
        if (source.HasPlugin)
        {
            content.Gap(path.Span, "a plugin makes the manifests");
        }
        else if (source.Helm is not null || (source.Kustomize is null && source.Directory is null && _sources.HasChart(folder)))
        {
            if (!_sources.HasChart(folder))
            {
                Missing(deployment, content, path, $"'{path.Value}' has no Chart.yaml, but the source has helm values", null, path.Span);
                return;
            }

            AddChart(deployment, content, application, source, folder, roots, path.Span);
        }
        else if (source.Kustomize is not null || (source.Directory is null && _sources.KustomizationOf(folder) is not null))
        {
            if (_sources.KustomizationOf(folder) is null)
            {
                Missing(deployment, content, path, $"'{path.Value}' has no kustomization, but the source has kustomize options", null, path.Span);
                return;
            }

            _sources.AddKustomization(content, folder, ArgoOverlay.Of(source.Kustomize, folder), null);
        }
        else
        {
            if (source.Directory?.HasJsonnet == true)
            {
                content.Gap(source.Directory.KeySpan, "Jsonnet makes the manifests");
            }

            _sources.AddDirectory(content, folder, source.Directory?.Recurses == true, source.Directory?.Include, source.Directory?.Exclude, path.Span);
        }
    }

    private void AddChart(Deployment deployment, UnitContent content, ArgoApplication application, ArgoSource source, string folder, Dictionary<string, string?> roots, SourceSpan place)
    {
        var layers = ValueFiles(deployment, source, folder, roots).ToList();
        if (source.Helm is { } helm)
        {
            if ((helm.ValuesObject ?? EmbeddedValues.Of(helm.Values, application.Generator is not null)) is { } values)
            {
                layers.Add(new ValuesLayer(null, values));
            }

            layers.AddRange(helm.Parameters.Select(p => new ValuesLayer(null, null, new ReleaseParameter(p.Name, p.Value, p.IsText))));
            foreach (var parameter in helm.FileParameters)
            {
                if (PathOf(parameter.Value, source, folder) is { } path && _sources.Text(path) is { } text)
                {
                    layers.Add(new ValuesLayer(null, null, new ReleaseParameter(parameter.Name, new Located<string>(text.Content, parameter.Value.Span), IsText: true)));
                }
                else
                {
                    content.Gap(parameter.Value.Span, $"parameter file {parameter.Value.Value} is not known");
                }
            }
        }

        deployment.Release = source.Helm?.ReleaseName?.Value ?? deployment.Name;
        var target = source.Helm?.Namespace?.Value ?? deployment.Destination?.Value ?? "default";
        _sources.AddChart(content, new ReleaseRequest(deployment.Title, folder, deployment.Release, target, layers, source.Helm?.KubeVersion?.Value ?? FactsFor(deployment.Cluster).Version?.ToString()) { LacksValues = content.Gaps.Count > 0 }, place);
        content.Reached.UnionWith(content.Files);
    }

    // Files that are not there, and that nobody allowed to be missing, keep the application from being rendered.
    private IReadOnlyList<ValuesLayer> ValueFiles(Deployment deployment, ArgoSource source, string? folder, Dictionary<string, string?> roots)
    {
        var layers = new List<ValuesLayer>();
        foreach (var file in source.Helm?.ValueFiles?.Items ?? [])
        {
            var written = file.Value;
            string? path = null;
            if (written.Length == 0 || RelativePath.IsRemote(written))
            {
                deployment.Add(new UnitGap(file.Span, $"values file {written} is not followed"));
            }
            else if (written[0] == '$')
            {
                var slash = written.IndexOf('/');
                var name = slash < 0 ? written : written.Substring(0, slash);
                if (!roots.TryGetValue(name, out var root))
                {
                    if (!Placeholder.Is(name) || NearMiss.Nearest(name, roots.Keys) is not null)
                    {
                        deployment.Add(new ChartProblem(ApplicationProblem.ReferenceUnknown, file.Span, $"no source of the Application has ref '{name.Substring(1)}'{Hint(name, roots.Keys)}"));
                    }

                    continue;
                }

                path = root is null ? null : RelativePath.Resolve(root, slash < 0 ? "." : written.Substring(slash + 1));
                if (root is null)
                {
                    deployment.Add(new UnitGap(file.Span, $"values file {written} is in another repository"));
                    continue;
                }
            }
            else if (Placeholder.Is(written))
            {
                deployment.Add(new UnitGap(file.Span, $"values file {written} is not known"));
            }
            else if (folder is not null)
            {
                path = PathOf(file, source, folder);
            }

            if (path is null)
            {
                continue;
            }

            if (path.IndexOfAny(['*', '?', '[']) >= 0)
            {
                var matching = PathGlob.Files(_folders, path).Select(_sources.Text).OfType<SourceText>().ToArray();
                layers.AddRange(matching.Select(t => new ValuesLayer(t)));
                if (matching.Length == 0)
                {
                    deployment.Add(new UnitGap(file.Span, $"no values file matches {written}"));
                }
            }
            else if (_sources.Text(path) is { } text)
            {
                layers.Add(new ValuesLayer(text));
            }
            else if (source.Helm!.IgnoresMissingValueFiles)
            {
                continue;
            }
            else
            {
                deployment.Add(new UnitGap(file.Span, "a values file that does not exist"));
                var near = MissingPath.Nearest(_folders, path);
                deployment.Add(new ChartProblem(
                    ApplicationProblem.ValuesMissing,
                    file.Span,
                    $"values file '{written}' does not exist" + (near is null ? "" : $"; there is {Short(near)}"),
                    near is null ? "name a file that exists, or set ignoreMissingValueFiles" : $"write the path of {Short(near)}"));
            }
        }

        return layers;
    }

    // From the source's path, or from the repository's root.
    private string? PathOf(Located<string> written, ArgoSource source, string folder) => Placeholder.Is(written.Value) ? null
        : written.Value.StartsWith("/", StringComparison.Ordinal) ? RelativePath.Resolve(_repositories.RootOf(_repositories.Key(source.RepoUrl!.Value, source.TargetRevision?.Value)) ?? "", written.Value.TrimStart('/'))
        : RelativePath.Resolve(folder, written.Value);

    private static string Hint(string written, IEnumerable<string> known) => NearMiss.Nearest(written, known) is { } near ? $"; did you mean '{near.TrimStart('$')}'?" : "";

    /// <summary>The end of a long path: a message has one line.</summary>
    private static string Short(string path) => path.Length <= 60 ? path : "…" + path.Substring(path.Length - 59);

    private DeploymentCluster ClusterOf(ArgoDestination? destination, DeploymentCluster scope)
    {
        var written = destination?.Name is { Value.Length: > 0 } byName ? byName : destination?.Server;
        if (written is null || Placeholder.Is(written.Value))
        {
            return new DeploymentCluster("unknown:" + (++_unknownClusters).ToString(System.Globalization.CultureInfo.InvariantCulture), "unknown", IsKnown: false);
        }

        if (IsOwnCluster(written.Value))
        {
            return scope;
        }

        var isServer = ReferenceEquals(written, destination!.Server);
        var declared = isServer ? _options.Configuration.Clusters.FirstOrDefault(c => c.Server is { } server && DeploymentCluster.KeyOf(server) == DeploymentCluster.KeyOf(written.Value))
            : _options.Configuration.Clusters.FirstOrDefault(c => c.Name == written.Value && c.Server is not null);
        return declared is not null ? new DeploymentCluster(DeploymentCluster.KeyOf(declared.Server!), declared.Name)
            : SecretOf(written.Value, isServer) is { } joined ? new DeploymentCluster(DeploymentCluster.KeyOf(joined.Server), joined.Name)
            : isServer ? new DeploymentCluster(DeploymentCluster.KeyOf(written.Value), written.Value.Replace("https://", ""))
            : new DeploymentCluster("name:" + written.Value, written.Value);
    }

    // The Secret of a cluster joins its name and its server.
    private (string Name, string Server)? SecretOf(string written, bool isServer)
    {
        if (_clusterSecrets is null)
        {
            _clusterSecrets = new(StringComparer.Ordinal);
            foreach (var secret in _index.Clusters)
            {
                var data = ObjectData.Of(secret) ?? [];
                if (data.LastOrDefault(d => d.Key == "name").Value?.Value is { Length: > 0 } name && data.LastOrDefault(d => d.Key == "server").Value?.Value is { Length: > 0 } server)
                {
                    _clusterSecrets["name:" + name] = (name, server);
                    _clusterSecrets[DeploymentCluster.KeyOf(server)] = (name, server);
                }
            }
        }

        return _clusterSecrets.TryGetValue(isServer ? DeploymentCluster.KeyOf(written) : "name:" + written, out var found) ? found : null;
    }

    private void Deploy(ArgoApplicationSet set, Deployment? parent, DeploymentCluster scope, int depth)
    {
        var owner = Start(DeploymentTool.ArgoCD, set, scope, scope, parent);
        var text = new ParameterText(set, _options.Engine);
        var generators = new Generators(_sources, _repositories, text, _index.Clusters);
        var generated = generators.Run(set.Generators);
        foreach (var gap in generators.Gaps)
        {
            owner.Add(gap);
        }

        foreach (var refused in generators.Problems)
        {
            owner.Add(refused);
        }

        if (generators.IsCut)
        {
            owner.Add(new UnitGap(set.NameSpan, $"more than {Generators.Most} sets of parameters"));
            owner.Add(new ChartProblem(ApplicationProblem.NotFollowed, set.NameSpan, $"the generators make more than {Generators.Most} Applications; the rest is not followed"));
        }

        if (set.Template is not { } template)
        {
            return;
        }

        foreach (var parameters in generated)
        {
            var application = (YamlMapping)text.Fill(parameters.Template is { } own ? Generators.Override(template, own) : template, parameters.Values);
            if (set.TemplatePatch is { } patch)
            {
                var filled = text.Fill(patch.Value, parameters.Values, patch.Span);
                if (filled is not null && filled.Trim().Length == 0)
                {
                    // A patch that is empty for these parameters changes nothing.
                }
                else if (filled is not null && EmbeddedValues.Made(filled, patch.FirstLine) is { } merged)
                {
                    application = Generators.Union(application, merged);
                }
                else
                {
                    owner.Add(new UnitGap(patch.FirstLine, "a templatePatch that is not followed"));
                }
            }

            if (text.Problem is { } problem)
            {
                owner.Add(new UnitGap(text.ProblemSpan!.Value, "the template: " + problem));
                if (generators.Gaps.Count == 0 && _options.Engine is not null)
                {
                    // With all parameters known it fails in the cluster too.
                    owner.Add(new ChartProblem(ApplicationProblem.NotFollowed, text.ProblemSpan.Value, "template: " + problem) { Effect = "Argo CD makes no Application of it" });
                }

                return;
            }

            var made = ArgoApplication.Read(application, set.ApiVersion, set.Kind, new Located<string>(set.Name!, parameters.From));
            made = made.Metadata.Namespace is null ? made with { Metadata = made.Metadata with { Namespace = set.Metadata.Namespace } } : made;
            // Each is found where its parameters stand.
            made = made.Metadata.Name is { } name ? made with { Metadata = made.Metadata with { Name = name with { Span = parameters.From } } } : made;
            Tell(made);
            Follow(made, owner, scope, depth + 1);
        }
    }
}
