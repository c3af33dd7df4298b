using SvcLint.Cluster;
using SvcLint.Cluster.Addresses;
using SvcLint.Cluster.Applications;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Model.GitOps;
using SvcLint.Text;

namespace SvcLint.Rules.Wiring;

/// <summary>
/// An address of an application that names a Service which the repository has, but which no application deploys to that cluster. Where something
/// is deployed there that the files do not hold, this is a guess.
/// </summary>
public sealed class ApplicationServiceMissing : ApplicationRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2104",
        Name = "application-service-missing",
        Title = "An application needs a Service that no application deploys to its cluster",
        Effect = "the name does not resolve in that cluster",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
    };

    protected override IEnumerable<Finding> CheckApplications(Repository repository)
    {
        foreach (var cluster in repository.Deployments.Clusters)
        {
            foreach (var deployment in cluster.Deployments.Where(d => d.Unit is not null))
            {
                foreach (var configured in deployment.Unit!.Addresses.Where(a => a.IsCertain && a.Pod is null))
                {
                    if (Renamed(repository, cluster, configured) is { } release)
                    {
                        yield return Of(
                            Report(
                                configured.Owner,
                                configured.NameSpan,
                                $"'{configured.Key}' needs Service {configured.Name.Name}, but {release.Title} is installed as {release.Release}",
                                [Named(release), Named(deployment)],
                                confidence: Confidence.High,
                                help: release.Object is FluxHelmRelease { TargetNamespace: null } ? $"set spec.targetNamespace: {configured.Namespace}, or name the Service {release.Release}"
                                    : $"set spec.releaseName: {configured.Name.Name}, or name the Service {release.Release}"),
                            deployment,
                            release);
                        continue;
                    }

                    if (Near(repository, cluster, configured) is { } near)
                    {
                        yield return Of(
                            Report(
                                configured.Owner,
                                configured.NameSpan,
                                $"'{configured.Key}' needs Service {configured.Name.Name} in namespace {configured.Namespace}, which no application deploys; did you mean '{near.Name}'?",
                                [new RelatedSpan(near.NameSpan, "defined here"), Named(deployment)]),
                            deployment);
                        continue;
                    }

                    // A developer's tool deploys into a cluster that others fill as well.
                    if (deployment.Tool is not (DeploymentTool.Skaffold or DeploymentTool.Tilt) && Missing(repository, cluster, configured) is { } elsewhere)
                    {
                        yield return Of(
                            Report(
                                configured.Owner,
                                configured.NameSpan,
                                $"'{configured.Key}' needs Service {configured.Name.Name}, which no application deploys to cluster {cluster.Cluster.Name}",
                                [new RelatedSpan(elsewhere.NameSpan, "defined here"), Named(deployment)],
                                confidence: cluster.IsFullyKnown ? Confidence.Medium : Confidence.Low,
                                help: "deploy it to the cluster too, or name another Service"),
                            deployment);
                    }
                }
            }
        }
    }

    // A slip in the name of a Service of a namespace that applications fill, and nothing unknown does.
    private static Service? Near(Repository repository, DeployedCluster cluster, ConfiguredAddress configured)
    {
        var name = configured.Name.Name;
        return configured.Namespace is { } asked && configured.Name.Namespace is not null && cluster.ServicesNamed(name).Count == 0 && repository.ServicesNamed(name).Count == 0
            && cluster.HasNamespace(asked) && !cluster.MayHoldMore(asked) && !repository.Externals.DeclaresService(name, asked)
            && cluster.ServicesIn(asked).Where(s => NearMiss.IsSlip(name, s.Name!, shortest: 3)).Take(2).ToArray() is [var near]
            ? near
            : null;
    }

    // With a target namespace Flux puts it before the release's name.
    private static Deployment? Renamed(Repository repository, DeployedCluster cluster, ConfiguredAddress configured)
    {
        var name = configured.Name.Name;
        if (configured.Namespace is not { } asked || cluster.ServicesNamed(name).Count > 0 || repository.ServicesNamed(name).Count > 0 || repository.Externals.DeclaresService(name, asked))
        {
            return null;
        }

        var longer = asked + "-" + name;
        var shorter = name.StartsWith(asked + "-", StringComparison.Ordinal) ? name.Substring(asked.Length + 1) : "";
        return cluster.ServicesNamed(longer).Where(s => s.Service.Namespace == asked).Select(s => s.Deployment).FirstOrDefault(d => d.Object is FluxHelmRelease { ReleaseName: null, TargetNamespace: not null } && d.Name == name && d.Release == longer)
            ?? cluster.ServicesNamed(shorter).Select(s => s.Deployment).FirstOrDefault(d => d.Object is FluxHelmRelease { ReleaseName: null, TargetNamespace: null } && d.Name == shorter);
    }

    private static Service? Missing(Repository repository, DeployedCluster cluster, ConfiguredAddress configured)
    {
        var name = configured.Name.Name;
        if (configured.Namespace is not { } asked || cluster.ServicesNamed(name).Count > 0 || repository.Externals.DeclaresService(name, asked))
        {
            return null;
        }

        // A short name is a Service's only where another cluster has it, with that port.
        return configured.Name.IsQualified || (configured.Name.Namespace is not null && cluster.HasNamespace(asked)) ? repository.ServicesNamed(name).FirstOrDefault(Fits)
            : configured.Name.Namespace is null && configured.Address.Port is not null ? repository.Deployments.Clusters.SelectMany(c => c.ServicesNamed(name)).Select(s => s.Service).FirstOrDefault(Fits)
            : null;

        bool Fits(Service service) =>
            NamespaceComparer.MayBeSame(service.Namespace, asked) && (configured.Address.Port is not { } port || ServicePorts.Accepts(service, port, repository.WorkloadsBehind(service)));
    }
}
