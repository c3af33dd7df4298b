using SvcLint.Cluster;
using SvcLint.Findings;

namespace SvcLint.Rules.DotNet;

/// <summary>An Orleans silo that runs in a container and advertises the loopback address to the cluster, whatever the environment.</summary>
public sealed class AdvertisesLoopback : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC9036",
        Name = "dotnet-advertises-loopback",
        Title = "An Orleans silo in a container advertises the loopback address",
        Category = Category.DotNet,
        Severity = Severity.Warning,
        Effect = "other silos and clients are told to connect to themselves",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var container in ListeningContainer.All(context.Unit))
        {
            var project = container.Join.Project;
            foreach (var span in project.References.Append(project).SelectMany(p => p.Code).SelectMany(c => c.AdvertisesLoopback))
            {
                yield return Report(
                    container.Workload,
                    span,
                    $"project {project.Name} advertises the loopback address to its cluster",
                    [new RelatedSpan(container.Container.KeySpan, "runs in this container")],
                    help: "leave the address out, and call UseKubernetesHosting()");
            }
        }
    }
}
