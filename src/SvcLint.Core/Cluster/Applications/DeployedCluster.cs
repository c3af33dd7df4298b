using SvcLint.Model;

namespace SvcLint.Cluster.Applications;

/// <summary>What applications bring to one cluster, by what is asked for.</summary>
public sealed class DeployedCluster
{
    // Names are compared with each of them.
    private const int MostServices = 200;

    private readonly Dictionary<string, List<(Service Service, Deployment Deployment)>> _services = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Service>> _servicesIn = new(StringComparer.Ordinal);
    private readonly HashSet<string> _namespaces = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unknownIn = new(StringComparer.Ordinal);
    private readonly bool _isUnknownAnywhere;

    private DeployedCluster(DeploymentCluster cluster, IReadOnlyList<Deployment> deployments)
    {
        Cluster = cluster;
        Deployments = deployments;
        foreach (var deployment in deployments)
        {
            foreach (var service in deployment.Unit?.Services ?? [])
            {
                if (!_services.TryGetValue(service.Name ?? "", out var same))
                {
                    _services.Add(service.Name ?? "", same = []);
                }

                same.Add((service, deployment));
                if (service is { Namespace: { } place, Name: not null })
                {
                    if (!_servicesIn.TryGetValue(place, out var beside))
                    {
                        _servicesIn.Add(place, beside = []);
                    }

                    beside.Add(service);
                }
            }

            _namespaces.UnionWith((deployment.Unit?.Objects ?? []).Select(o => o.Namespace).Concat(deployment.Unit?.Namespaces.Select(n => n.Name) ?? []).OfType<string>());
            if (deployment.Destination is { } destination)
            {
                _namespaces.Add(destination.Value);
            }

            // What is not known of an application mostly goes where the application goes.
            if (!deployment.IsFullyKnown && deployment.Destination is { } target)
            {
                _unknownIn.Add(target.Value);
            }
            else
            {
                _isUnknownAnywhere |= !deployment.IsFullyKnown;
            }
        }
    }

    public DeploymentCluster Cluster { get; }

    public IReadOnlyList<Deployment> Deployments { get; }

    /// <summary>Nothing else is known to be deployed there.</summary>
    public bool IsFullyKnown => !_isUnknownAnywhere && _unknownIn.Count == 0;

    /// <summary>The clusters that are known, in the order of their first application.</summary>
    public static IReadOnlyList<DeployedCluster> Of(DeploymentSet set) =>
        [.. set.All.Where(d => d.Cluster.IsKnown).GroupBy(d => d.Cluster.Key, StringComparer.Ordinal).Select(g => new DeployedCluster(g.First().Cluster, g.ToArray()))];

    public IReadOnlyList<(Service Service, Deployment Deployment)> ServicesNamed(string name) => _services.TryGetValue(name, out var found) ? found : [];

    /// <summary>The Services of a namespace; of very many none is told.</summary>
    public IReadOnlyList<Service> ServicesIn(string @namespace) => _servicesIn.TryGetValue(@namespace, out var found) && found.Count <= MostServices ? found : [];

    /// <summary>True when an application deploys to the namespace.</summary>
    public bool HasNamespace(string name) => _namespaces.Contains(name);

    /// <summary>True when what is not known of an application may lie in the namespace.</summary>
    public bool MayHoldMore(string @namespace) => _isUnknownAnywhere || _unknownIn.Contains(@namespace);
}
