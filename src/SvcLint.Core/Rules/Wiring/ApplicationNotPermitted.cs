using SvcLint.Cluster;
using SvcLint.Cluster.Applications;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Model.GitOps;
using SvcLint.Text;

namespace SvcLint.Rules.Wiring;

/// <summary>An Application of Argo CD outside of what its AppProject permits: its repository, its destination, or the kinds that it deploys.</summary>
public sealed class ApplicationNotPermitted : ApplicationRule
{
    private const string NotSynced = "Argo CD refuses to sync the Application";

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2113",
        Name = "application-not-permitted",
        Title = "An Application is outside of what its AppProject permits",
        Effect = "Argo CD reports an invalid Application and deploys nothing of it",
        Category = Category.Wiring,
        Severity = Severity.Error,
    };

    protected override IEnumerable<Finding> CheckApplications(Repository repository)
    {
        var projects = repository.Units.SelectMany(u => u.Objects).OfType<ArgoProject>().Where(p => p.Name is not null)
            .GroupBy(p => p.Name!, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Select(p => new ProjectLimits(p)).GroupBy(p => (p.Project.NameSpan, p.Text)).Select(p => p.First()).ToArray(), StringComparer.Ordinal);
        foreach (var deployment in projects.Count == 0 ? [] : repository.Deployments.All)
        {
            // Of several projects of one name the one is meant that permits it.
            if (deployment.Object is ArgoApplication { Project: { } name } application && projects.TryGetValue(name.Value, out var candidates)
                && candidates.Where(c => IsNear(c.Project, deployment)).Select(c => Check(application, deployment, c).ToArray()).ToArray() is { Length: > 0 } checks && checks.All(c => c.Length > 0))
            {
                foreach (var finding in checks[0])
                {
                    yield return Of(finding, deployment);
                }
            }
        }
    }

    // A project of the documentation or of a test is not that of an application beside it.
    private static bool IsNear(ArgoProject project, Deployment deployment)
    {
        var segments = project.NameSpan.Source.Path.Split('/');
        var at = Array.FindIndex(segments, s => s is "docs" or "doc" or "examples" or "example" or "samples" or "test" or "tests" or "testdata");
        return at < 0 || RelativePath.IsSameOrInside(RelativePath.Folder(deployment.Span.Source.Path), string.Join("/", segments.Take(at + 1)));
    }

    private IEnumerable<Finding> Check(ArgoApplication application, Deployment deployment, ProjectLimits limits)
    {
        var project = limits.Project;
        if (application.Namespace is { } own && !Placeholder.Is(own) && !limits.PermitsFrom(own))
        {
            yield return Say(
                application.Metadata.Namespace!.Span,
                $"Applications of namespace '{own}' may not use AppProject {project.Name}",
                project.SourceNamespaces?.KeySpan ?? project.NameSpan,
                $"add '{own}' to sourceNamespaces, or write namespace: {project.Namespace}");
            yield break;
        }

        foreach (var url in application.Sources.Select(s => s.RepoUrl).OfType<Located<string>>().Where(u => !Placeholder.Is(u.Value) && !limits.PermitsRepository(u.Value)))
        {
            yield return Say(url.Span, $"repository '{Short(url.Value)}' is not permitted by AppProject {project.Name}", project.SourceRepos?.KeySpan ?? project.NameSpan, "add the repository to sourceRepos, or use another project");
        }

        if (application.Destination is not { } destination)
        {
            yield break;
        }

        var list = project.Destinations?.KeySpan ?? project.NameSpan;
        if (!limits.PermitsCluster(destination, deployment.Cluster))
        {
            var written = (destination.Name is { Value.Length: > 0 } byName ? byName : destination.Server)!;
            yield return Say(written.Span, $"cluster '{Short(written.Value)}' is not a destination of AppProject {project.Name}", list, "add it to the project's destinations, or use another project");
            yield break;
        }

        if (deployment.Destination is { } target && !limits.PermitsNamespace(destination, deployment.Cluster, target.Value))
        {
            yield return Say(target.Span, $"namespace '{target.Value}' is not a destination of AppProject {project.Name}", list, "add it to the project's destinations, or use another namespace");
        }

        foreach (var finding in Objects(destination, deployment, limits, list))
        {
            yield return finding;
        }

        Finding Say(SourceSpan span, string message, SourceSpan place, string help) => Report(application, span, message, [new RelatedSpan(place, "AppProject"), Named(deployment)], help: help);
    }

    // Each namespace and each kind once.
    private IEnumerable<Finding> Objects(ArgoDestination destination, Deployment deployment, ProjectLimits limits, SourceSpan list)
    {
        var namespaces = new HashSet<string>(StringComparer.Ordinal);
        var kinds = new HashSet<(string, string)>();
        var project = limits.Project.Name;
        foreach (var item in deployment.Unit?.Objects ?? [])
        {
            if (item.Metadata.Namespace is { IsDefault: false } place && !ClusterScope.Holds(item) && !Placeholder.Is(place.Value) && place.Value != deployment.Destination?.Value
                && namespaces.Add(place.Value) && !limits.PermitsNamespace(destination, deployment.Cluster, place.Value))
            {
                yield return Report(
                    item,
                    place.Span,
                    $"namespace '{place.Value}' of {item.Kind.Value} {item.Name} is not a destination of AppProject {project}",
                    [new RelatedSpan(list, "AppProject"), Named(deployment)],
                    effect: NotSynced,
                    help: "add it to the project's destinations, or take the namespace out of the manifest");
            }

            if (kinds.Add((item.Group, item.Kind.Value)) && limits.Refuses(item) is var (field, span))
            {
                yield return Report(
                    item,
                    item.Kind.Span,
                    $"{item.Kind.Value} {item.Name} is not permitted by AppProject {project}",
                    [new RelatedSpan(span, field), Named(deployment)],
                    effect: NotSynced,
                    help: field.EndsWith("Whitelist", StringComparison.Ordinal) ? $"add kind {item.Kind.Value} of group '{item.Group}' to {field}" : $"take {item.Kind.Value} out of {field}, or out of the application");
            }
        }
    }

    private static string Short(string url) => url.Length <= 60 ? url : "…" + url.Substring(url.Length - 59);
}
