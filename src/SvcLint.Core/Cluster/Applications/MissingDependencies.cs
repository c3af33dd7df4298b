using SvcLint.Findings;
using SvcLint.Model.GitOps;
using SvcLint.Text;

namespace SvcLint.Cluster.Applications;

/// <summary>
/// What objects of Flux wait for and nothing brings to their cluster. Other repositories may bring it: it is said only of a cluster that was
/// installed from this one, and of whose Kustomizations nothing is unknown.
/// </summary>
internal static class MissingDependencies
{
    // It makes Kustomizations that stand in no file.
    private const string Operator = "fluxcd.controlplane.io";

    public static void Find(IReadOnlyList<Deployment> all)
    {
        var homes = all.Where(d => d.Tool == DeploymentTool.Flux && HomeOf(d) is not null).GroupBy(d => HomeOf(d)!, StringComparer.Ordinal).ToLookup(g => IsClosed(g));
        var loose = new HashSet<(string, string)>(homes[false].SelectMany(g => g).Select(d => (d.Kind, d.Name)));
        foreach (var cluster in homes[true])
        {
            var known = cluster.ToLookup(d => (d.Kind, d.Name));
            // What it waits for lies in the repository and no cluster installs it: a script does, and who knows what else.
            if (cluster.SelectMany(DependencyCircles.References, (d, r) => (d.Kind, r.Name.Value)).Any(r => !known.Contains(r) && loose.Contains(r)))
            {
                continue;
            }

            foreach (var deployment in cluster.Where(d => d.Namespace is not null))
            {
                foreach (var reference in DependencyCircles.References(deployment).Where(r => !Placeholder.Is(r.Name.Value) && deployment.Problems.All(p => p.Span != r.Name.Span)))
                {
                    var asked = reference.Namespace?.Value ?? deployment.Namespace!;
                    var same = known[(deployment.Kind, reference.Name.Value)].ToArray();
                    if (!Placeholder.Is(asked) && same.All(d => d.Namespace is { } place && place != asked))
                    {
                        deployment.Add(Problem(deployment, reference, asked, same.FirstOrDefault()));
                    }
                }
            }
        }
    }

    private static ChartProblem Problem(Deployment deployment, FluxReference reference, string asked, Deployment? elsewhere) => new(
        ApplicationProblem.ReferenceUnknown,
        reference.Name.Span,
        elsewhere is null ? $"{deployment.Kind} '{reference.Name.Value}' in dependsOn is not defined in cluster {deployment.Cluster.Name}"
            : $"{deployment.Kind} '{reference.Name.Value}' in dependsOn is in namespace '{elsewhere.Namespace}', not '{asked}'",
        elsewhere is null ? "name one that the cluster gets, or take it out of dependsOn" : $"write namespace: {elsewhere.Namespace}",
        elsewhere is null ? [] : [new RelatedSpan(elsewhere.Span, "defined here")])
    {
        Effect = $"{deployment.Title} waits for it and is never applied",
        Severity = elsewhere is null ? Severity.Warning : Severity.Error,
        Confidence = elsewhere is null ? Confidence.Medium : Confidence.High,
    };

    // The cluster that holds the object itself, wherever it deploys to.
    private static string? HomeOf(Deployment deployment) => deployment.Parent is { } parent ? parent.Cluster.Key : HasKubeConfig(deployment) ? null : deployment.Cluster.Key;

    private static bool HasKubeConfig(Deployment deployment) => deployment.Object is FluxKustomization { KubeConfig: not null } or FluxHelmRelease { KubeConfig: not null };

    private static bool IsClosed(IEnumerable<Deployment> cluster)
    {
        var kustomizations = cluster.Where(d => d.Object is FluxKustomization).ToArray();
        return kustomizations.Any(DeploysItself)
            && kustomizations.All(d => d is { IsFullyKnown: true, Unit: not null } && !Placeholder.Is(d.Name) && !d.Unit!.Objects.Any(o => o.Group == Operator));
    }

    private static bool DeploysItself(Deployment deployment) =>
        deployment is { Parent: null, Sources: [{ Folder: { } folder }, ..] } && RelativePath.IsSameOrInside(RelativePath.Folder(deployment.Span.Source.Path), folder);
}
