using SvcLint.Cluster;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.DotNet;

/// <summary>The Service that is meant by a host which is none.</summary>
internal static class MisspeltHost
{
    /// <summary>The Service of that name, where the domain behind it is misspelled.</summary>
    public static Service? ByName(Repository repository, ServiceDnsName written) =>
        repository.ServicesNamed(written.Name).FirstOrDefault(s => NamespaceComparer.MayBeSame(s.Namespace, written.Namespace));

    /// <summary>The Service whose name is nearest, of those that <paramref name="fits"/> takes; null where something has the name as written.</summary>
    public static Service? Nearest(Repository repository, ServiceDnsName written, Func<Service, bool> fits)
    {
        if (IsKnown(repository, written))
        {
            return null;
        }

        var candidates = repository.ServiceNames.SelectMany(repository.ServicesNamed)
            .Where(s => NamespaceComparer.MayBeSame(s.Namespace, written.Namespace) && fits(s))
            .ToArray();
        var name = NearMiss.Nearest(written.Name, candidates.Select(s => s.Name!));
        return name is null ? null : candidates.First(s => s.Name == name);
    }

    // What runs under that name may be reached by other means than a Service.
    private static bool IsKnown(Repository repository, ServiceDnsName name) =>
        repository.ServicesNamed(name.Name).Count > 0
        || ServicePorts.IsMadeByOperator(name.Name)
        || repository.Externals.DeclaresService(name.Name, name.Namespace)
        || repository.Workloads.Any(w => w.Name == name.Name);
}
