using SvcLint.Emulation;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Rules;

/// <summary>A cluster's move to another mode of kube-proxy.</summary>
/// <param name="Proxy">kube-proxy as it is.</param>
/// <param name="From">The mode as it is; iptables where nothing tells.</param>
/// <param name="To">The mode to come, another one.</param>
public sealed record Migration(ClusterProxy Proxy, ProxyMode From, ProxyMode To)
{
    /// <summary>Undeclared, the newest: nobody moves to an old one.</summary>
    public KubernetesVersion Version => Proxy.Version ?? KubernetesVersion.Newest;

    public ProxyState Before(IPFamily family) => Proxy.StateOf(family, From);

    public ProxyState After(IPFamily family) => Proxy.StateOf(family, To);

    /// <summary>"Service a", "Services a, b and c", "Services a, b, c and 4 more".</summary>
    public static string NamesOf(IReadOnlyList<Service> services)
    {
        if (services.Count == 1)
        {
            return $"Service {services[0].Name}";
        }

        var names = services.Take(3).Select(s => s.Name).ToList();
        var last = services.Count > 3 ? $"{services.Count - 3} more" : names[names.Count - 1];
        return $"Services {string.Join(", ", services.Count > 3 ? names : names.Take(names.Count - 1))} and {last}";
    }
}
