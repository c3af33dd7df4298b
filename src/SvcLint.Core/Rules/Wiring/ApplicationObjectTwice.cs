using SvcLint.Cluster;
using SvcLint.Cluster.Applications;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.Wiring;

/// <summary>Two applications that deploy the same objects to one cluster: each takes them back from the other.</summary>
public sealed class ApplicationObjectTwice : ApplicationRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2105",
        Name = "application-object-twice",
        Title = "Two applications deploy the same object to one cluster",
        Effect = "each application replaces the other's object again and again",
        Category = Category.Wiring,
        Severity = Severity.Warning,
    };

    protected override IEnumerable<Finding> CheckApplications(Repository repository)
    {
        foreach (var cluster in repository.Deployments.Clusters)
        {
            var owners = new Dictionary<(string Group, string Kind, string? Namespace, string Name), (KubernetesObject Item, Deployment Deployment)>();
            var pairs = new Dictionary<(Deployment, Deployment), int>();
            var twice = new List<(KubernetesObject First, Deployment Owner, KubernetesObject Second, Deployment Deployment)>();
            foreach (var deployment in cluster.Deployments)
            {
                foreach (var item in (deployment.Unit?.Objects ?? []).Where(Counts))
                {
                    var key = (item.Group, item.Kind.Value, item.Namespace, item.Name!);
                    if (!owners.TryGetValue(key, out var first))
                    {
                        owners.Add(key, (item, deployment));
                    }
                    else if (!IsAbove(first.Deployment, deployment) && !IsAbove(deployment, first.Deployment) && !deployment.IsAlternativeOf(first.Deployment))
                    {
                        pairs.TryGetValue((first.Deployment, deployment), out var count);
                        pairs[(first.Deployment, deployment)] = count + 1;
                        if (count == 0)
                        {
                            twice.Add((first.Item, first.Deployment, item, deployment));
                        }
                    }
                }
            }

            foreach (var (first, owner, second, deployment) in twice)
            {
                var count = pairs[(owner, deployment)];
                var isSame = first.NameSpan == second.NameSpan;
                yield return Of(
                    Report(
                        second,
                        isSame ? deployment.Span : second.NameSpan,
                        $"{second.Kind.Value} {second.Name}{(count > 1 ? $" and {count - 1} more" : "")} of {deployment.Title} {(count > 1 ? "are" : "is")} deployed by {owner.Title} too",
                        [new RelatedSpan(first.NameSpan, "also deployed"), Named(owner), Named(deployment)],
                        help: "let one application deploy it, or use another namespace or name"),
                    deployment,
                    owner);
            }
        }
    }

    // Namespaces are declared wherever they are needed, hooks come and go, and which namespace is meant must be known.
    private static bool Counts(KubernetesObject item) =>
        item.Name is { Length: > 0 } name && !Placeholder.Is(name) && item is not Namespace && !Deployer.IsApplication(item) && (item.Namespace is not null || ClusterScope.Holds(item))
        && (item.Metadata.Annotations is not { } annotations || (annotations["helm.sh/hook"] is null && annotations["argocd.argoproj.io/hook"] is null));

    private static bool IsAbove(Deployment above, Deployment below)
    {
        for (Deployment? at = below; at is not null; at = at.Parent)
        {
            if (ReferenceEquals(at, above))
            {
                return true;
            }
        }

        return false;
    }
}
