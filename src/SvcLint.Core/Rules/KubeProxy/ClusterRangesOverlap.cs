using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Rules.KubeProxy;

/// <summary>Ranges of a kubeadm configuration that share addresses: pods and Services.</summary>
public sealed class ClusterRangesOverlap : Rule
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

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var item in context.Unit.OfType<OtherObject>().Where(o => o is { Group: "kubeadm.k8s.io", Kind.Value: "ClusterConfiguration", Node: not null }))
        {
            var networking = MappingReader.Of(item.Node!).Nested("networking");
            if (networking?.String("podSubnet") is not { } pods || networking.String("serviceSubnet") is not { } services)
            {
                continue;
            }

            foreach (var pod in Ranges(pods))
            {
                foreach (var service in Ranges(services).Where(s => s.Range.Overlaps(pod.Range)))
                {
                    yield return Report(
                        item,
                        service.Text.Span,
                        $"serviceSubnet {service.Text.Value} overlaps podSubnet {pod.Text.Value}",
                        [new RelatedSpan(pod.Text.Span, "pod range")],
                        help: "choose a range for Services that no pod has");
                }
            }
        }
    }

    private static IEnumerable<(Located<string> Text, CidrValue Range)> Ranges(Located<string> list)
    {
        for (var start = 0; start < list.Value.Length;)
        {
            var end = list.Value.IndexOf(',', start);
            end = end < 0 ? list.Value.Length : end;
            if (CidrValue.TryParse(list.Value.Substring(start, end - start).Trim(), out var range))
            {
                yield return (list.Slice(start, end), range);
            }

            start = end + 1;
        }
    }
}
