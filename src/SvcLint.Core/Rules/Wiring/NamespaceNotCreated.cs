using SvcLint.Cluster;
using SvcLint.Cluster.Applications;
using SvcLint.Findings;
using SvcLint.Model.GitOps;
using SvcLint.Text;

namespace SvcLint.Rules.Wiring;

/// <summary>A destination namespace that no manifest declares and no application creates.</summary>
public sealed class NamespaceNotCreated : ApplicationRule
{
    private static readonly string[] AlwaysThere = ["default", "kube-system", "kube-public", "kube-node-lease", "argocd", "flux-system", "cattle-fleet-system"];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2109",
        Name = "namespace-not-created",
        Title = "An application deploys to a namespace that nobody creates",
        Effect = "the objects are rejected until somebody creates the namespace",
        Category = Category.Wiring,
        Severity = Severity.Info,
        Confidence = Confidence.Medium,
    };

    /// <summary>Namespaces that a cluster, or the tool itself, has from the beginning.</summary>
    internal static bool IsAlwaysThere(string name) => AlwaysThere.Contains(name);

    protected override IEnumerable<Finding> CheckApplications(Repository repository)
    {
        var declared = new HashSet<string>(repository.Units.SelectMany(u => u.Namespaces).Select(n => n.Name).OfType<string>(), StringComparer.Ordinal);
        foreach (var cluster in repository.Deployments.Clusters)
        {
            var created = new HashSet<string>(cluster.Deployments.Where(d => d.CreatesNamespace).Select(d => d.Destination?.Value).OfType<string>(), StringComparer.Ordinal);
            var said = new HashSet<string>(StringComparer.Ordinal);
            // One template may make hundreds.
            var places = new HashSet<SourceSpan>();
            foreach (var deployment in cluster.Deployments.Where(d => d is { Destination: not null, CreatesNamespace: false } && !IsAlwaysThere(d.Destination.Value)))
            {
                var name = deployment.Destination!.Value;
                var isUsed = (deployment.Unit?.Objects ?? []).Any(o => o.Namespace == name);
                if (isUsed && !declared.Contains(name) && !created.Contains(name) && said.Add(name) && places.Add(deployment.Destination.Span))
                {
                    yield return Of(
                        Report(
                            deployment.Destination.Span,
                            $"namespace '{name}' is not created by any manifest or application",
                            [Named(deployment)],
                            confidence: cluster.IsFullyKnown ? Confidence.Medium : Confidence.Low,
                            help: deployment.Tool switch
                            {
                                DeploymentTool.ArgoCD => "add the sync option CreateNamespace=true, or declare the Namespace",
                                DeploymentTool.Flux when deployment.Object is FluxHelmRelease { TargetNamespace: not null } => "set install.createNamespace, or declare the Namespace",
                                _ => "declare the Namespace",
                            }),
                        deployment);
                }
            }
        }
    }
}
