using SvcLint.Cluster;
using SvcLint.Findings;

namespace SvcLint.Rules.KubeProxy;

/// <summary>Ranges of a cluster's own configuration that share addresses: pods and Services.</summary>
public sealed class ClusterRangesOverlap : RepositoryRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC7030",
        Name = "cluster-ranges-overlap",
        Title = "The pod and the service range of the cluster's configuration overlap",
        Category = Category.KubeProxy,
        Severity = Severity.Error,
        Effect = "an address may be a pod's and a Service's at once; connections go to the wrong one",
    };

    public override IEnumerable<Finding> Check(Repository repository)
    {
        foreach (var network in ClusterNetwork.All(repository))
        {
            foreach (var pod in ClusterNetwork.Ranges(network.Pods))
            {
                foreach (var service in ClusterNetwork.Ranges(network.Services).Where(s => s.Range.Overlaps(pod.Range)))
                {
                    var message = $"{network.ServiceField} {service.Text.Value} overlaps {network.PodField} {pod.Text.Value}";
                    RelatedSpan[] related = [new(pod.Text.Span, "pod range")];
                    const string Help = "choose a range for Services that no pod has";
                    yield return network.Owner is { } owner ? Report(owner, service.Text.Span, message, related, help: Help) : Report(service.Text.Span, message, related, help: Help);
                }
            }
        }
    }
}
