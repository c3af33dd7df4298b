using SvcLint.Model;

namespace SvcLint.Cluster;

/// <summary>The declared container ports of several workloads, by number and name.</summary>
public sealed class DeclaredPorts
{
    private readonly Dictionary<int, List<ContainerPort>> _byNumber = [];
    private readonly Dictionary<string, List<ContainerPort>> _byName = new(StringComparer.Ordinal);

    public DeclaredPorts(IReadOnlyList<Workload> workloads)
    {
        EachDeclares = true;
        for (var i = 0; i < workloads.Count; i++)
        {
            var any = false;
            foreach (var port in PortResolution.Declared(workloads[i]))
            {
                any = true;
                if (port.Number is { } number)
                {
                    Add(_byNumber, number.Value, port);
                }

                if (port.Name is { } name)
                {
                    Add(_byName, name.Value, port);
                }
            }

            EachDeclares &= any;
        }
    }

    /// <summary>True when every one of the workloads declares a port.</summary>
    public bool EachDeclares { get; }

    public IReadOnlyList<ContainerPort> Numbered(int number) => _byNumber.TryGetValue(number, out var found) ? found : [];

    public IReadOnlyList<ContainerPort> Named(string name) => _byName.TryGetValue(name, out var found) ? found : [];

    /// <summary>The ports that a targetPort means.</summary>
    public IReadOnlyList<ContainerPort> Targeted(IntOrString target) => target.Int is { } number ? Numbered(number) : target.String is { } name ? Named(name) : [];

    private static void Add<TKey>(Dictionary<TKey, List<ContainerPort>> index, TKey key, ContainerPort port)
        where TKey : notnull
    {
        if (!index.TryGetValue(key, out var ports))
        {
            index.Add(key, ports = []);
        }

        ports.Add(port);
    }
}
