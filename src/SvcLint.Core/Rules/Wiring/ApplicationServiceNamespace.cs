using SvcLint.Cluster;
using SvcLint.Cluster.Addresses;
using SvcLint.Cluster.Applications;
using SvcLint.Findings;

namespace SvcLint.Rules.Wiring;

/// <summary>An address of one application that names a Service of another one in a namespace to which none deploys it.</summary>
public sealed class ApplicationServiceNamespace : ApplicationRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2103",
        Name = "application-service-namespace",
        Title = "An application looks for a Service in a namespace to which no application deploys it",
        Effect = "the name does not resolve",
        Category = Category.Wiring,
        Severity = Severity.Warning,
    };

    protected override IEnumerable<Finding> CheckApplications(Repository repository)
    {
        foreach (var cluster in repository.Deployments.Clusters)
        {
            foreach (var deployment in cluster.Deployments.Where(d => d.Unit is not null))
            {
                foreach (var configured in deployment.Unit!.Addresses.Where(a => a.IsCertain))
                {
                    if (Check(repository, cluster, deployment, configured) is { } finding)
                    {
                        yield return Of(finding, deployment);
                    }
                }
            }
        }
    }

    private Finding? Check(Repository repository, DeployedCluster cluster, Deployment deployment, ConfiguredAddress configured)
    {
        var name = configured.Name.Name;
        if (configured.Namespace is not { } asked || deployment.Unit!.ServicesNamed(name).Count > 0 || repository.Externals.DeclaresService(name, asked) || configured.Pod is not null)
        {
            return null;
        }

        var services = cluster.ServicesNamed(name);
        if (services.Count == 0 || services.Any(s => NamespaceComparer.MayBeSame(s.Service.Namespace, asked)) || !IsOfCluster(cluster, configured, asked))
        {
            return null;
        }

        // A short name may be a host beyond the cluster, or a container beside.
        var isShort = configured.Name.Namespace is null;
        if (isShort && (configured.Workload?.PodSpec?.DnsConfig is not null || configured.Address.Port is null || !services.All(s => ServicePorts.Accepts(s.Service, configured.Address.Port.Value, s.Deployment.Unit!.WorkloadsBehind(s.Service)))))
        {
            return null;
        }

        var (service, owner) = services.FirstOrDefault(s => s.Service.Namespace == configured.Owner.Namespace) is { Service: not null } beside ? beside : services[0];
        var place = service.Metadata.Namespace!;
        var isOfApplication = owner.Destination is { } destination && destination.Span == place.Span;
        var meant = owner.Namespace == asked && isOfApplication && owner.Tool == DeploymentTool.ArgoCD;
        var start = configured.Address.HostSpan.Start + configured.Name.NameEnd + 1;
        return Report(
            configured.Owner,
            isShort ? configured.NameSpan : configured.Value.Part(start, start + asked.Length),
            $"'{configured.Key}' looks for Service {name} in namespace {asked}; {owner.Title} deploys it to {service.Namespace}",
            [new RelatedSpan(place.Span, "deployed to"), Named(owner)],
            confidence: cluster.MayHoldMore(asked) ? Confidence.Low : Confidence.High,
            help: meant ? $"set destination.namespace: {asked}; metadata.namespace is where the Application itself lives" : $"write {name}.{service.Namespace}, or deploy {owner.Name} to {asked}");
    }

    private static bool IsOfCluster(DeployedCluster cluster, ConfiguredAddress configured, string asked) => configured.Name.IsQualified || cluster.HasNamespace(asked);
}
