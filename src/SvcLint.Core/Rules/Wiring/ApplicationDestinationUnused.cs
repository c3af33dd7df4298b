using SvcLint.Cluster;
using SvcLint.Cluster.Applications;
using SvcLint.Findings;
using SvcLint.Text;

namespace SvcLint.Rules.Wiring;

/// <summary>A destination namespace that the manifests contradict: each of them names another one.</summary>
public sealed class ApplicationDestinationUnused : ApplicationRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2102",
        Name = "application-destination-unused",
        Title = "The manifests of an application name another namespace than its destination",
        Category = Category.Wiring,
        Severity = Severity.Info,
        Confidence = Confidence.Medium,
    };

    protected override IEnumerable<Finding> CheckApplications(Repository repository)
    {
        var declared = new HashSet<string>(repository.Units.SelectMany(u => u.Namespaces).Select(n => n.Name).OfType<string>(), StringComparer.Ordinal);
        var places = new HashSet<SourceSpan>();
        foreach (var cluster in repository.Deployments.Clusters)
        {
            var created = new HashSet<string>(cluster.Deployments.Where(d => d.CreatesNamespace).Select(d => d.Destination?.Value).OfType<string>(), StringComparer.Ordinal);
            foreach (var deployment in cluster.Deployments.Where(d => d is { IsFullyKnown: true, Tool: DeploymentTool.ArgoCD, Destination: not null }))
            {
                var placed = (deployment.Unit?.Objects ?? []).Where(o => o.Namespace is not null && !Deployer.IsApplication(o)).ToArray();
                if (placed.Length == 0 || Placeholder.Is(placed[0].Namespace!) || placed.Any(o => o.Namespace == deployment.Destination!.Value) || placed.Select(o => o.Namespace).Distinct().Count() > 1 || !places.Add(deployment.Destination!.Span))
                {
                    continue;
                }

                var other = placed[0].Metadata.Namespace!;
                // The namespace that is created is not the one that is needed.
                var isNeeded = deployment.CreatesNamespace && !declared.Contains(other.Value) && !created.Contains(other.Value) && cluster.IsFullyKnown && !NamespaceNotCreated.IsAlwaysThere(other.Value);
                yield return Of(
                    Report(
                        deployment.Destination!.Span,
                        $"destination namespace '{deployment.Destination.Value}' is not used; the manifests name '{other.Value}'",
                        [new RelatedSpan(other.Span, "the manifests' namespace"), Named(deployment)],
                        isNeeded ? Severity.Warning : Severity.Info,
                        effect: isNeeded ? $"CreateNamespace creates '{deployment.Destination.Value}', and '{other.Value}' does not exist" : $"everything goes to '{other.Value}'",
                        help: $"write '{other.Value}', or take the namespace out of the manifests"),
                    deployment);
            }
        }
    }
}
