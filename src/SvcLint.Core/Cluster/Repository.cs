using SvcLint.Config;
using SvcLint.Model;

namespace SvcLint.Cluster;

/// <summary>Everything that was read: where a reference is looked for that its own unit does not answer.</summary>
public sealed class Repository
{
    private readonly Dictionary<string, List<Service>> _servicesByName = new(StringComparer.Ordinal);
    private readonly List<Workload> _workloads = [];
    private readonly HashSet<string> _groups = new(StringComparer.Ordinal);

    /// <param name="units">The units.</param>
    /// <param name="objects">Every object of every file as written, and every object of a unit that differs from what is written.</param>
    /// <param name="externals">What the configuration declares to exist elsewhere.</param>
    public Repository(IReadOnlyList<DeploymentUnit> units, IEnumerable<KubernetesObject> objects, ExternalObjects externals)
    {
        Units = units;
        Externals = externals;
        foreach (var item in objects)
        {
            _groups.Add(item.Group);
            switch (item)
            {
                case Service { Name: { } name } service:
                    if (!_servicesByName.TryGetValue(name, out var same))
                    {
                        _servicesByName.Add(name, same = []);
                    }

                    same.Add(service);
                    break;
                case Workload workload:
                    _workloads.Add(workload);
                    break;
            }
        }
    }

    public IReadOnlyList<DeploymentUnit> Units { get; }

    public ExternalObjects Externals { get; }

    public IReadOnlyList<Workload> Workloads => _workloads;

    public IReadOnlyCollection<string> ServiceNames => _servicesByName.Keys;

    /// <summary>Services of a name, anywhere in the input.</summary>
    public IReadOnlyList<Service> ServicesNamed(string name) => _servicesByName.TryGetValue(name, out var found) ? found : [];

    /// <summary>True when the input holds an object of this API group.</summary>
    public bool HasGroup(string group) => _groups.Contains(group);
}
