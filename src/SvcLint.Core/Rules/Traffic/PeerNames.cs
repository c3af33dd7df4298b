using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Cluster.Addresses;
using SvcLint.Model;

namespace SvcLint.Rules.Traffic;

/// <summary>The pods of a StatefulSet that its own configuration names (<c>db-0.db</c>).</summary>
internal static class PeerNames
{
    /// <summary>The addresses by which each StatefulSet of the unit names its own pods, with their ordinals.</summary>
    public static ILookup<Workload, (ConfiguredAddress Address, int Ordinal)> Of(DeploymentUnit unit) =>
        (unit.Workloads.Any(w => w.WorkloadKind == WorkloadKind.StatefulSet) ? unit.Addresses : [])
            .Where(a => a.Workload is { WorkloadKind: WorkloadKind.StatefulSet, ServiceName: not null })
            .Select(a => (Workload: a.Workload!, Address: a, Ordinal: Ordinal(a, a.Workload!)))
            .Where(p => p.Ordinal is not null)
            .ToLookup(p => p.Workload, p => (p.Address, p.Ordinal!.Value), ByIdentity<Workload>.Instance);

    /// <summary>The addresses by which anything in the unit names pods of each StatefulSet.</summary>
    public static ILookup<Workload, (ConfiguredAddress Address, int Ordinal)> OfAll(DeploymentUnit unit)
    {
        var sets = unit.Workloads.Where(w => w is { WorkloadKind: WorkloadKind.StatefulSet, ServiceName: not null }).ToLookup(w => w.ServiceName!.Value, StringComparer.Ordinal);
        return (sets.Count == 0 ? [] : unit.Addresses)
            .SelectMany(a => sets[a.Name.Hostname is null ? a.Name.Namespace ?? "" : a.Name.Name].Select(w => (Workload: w, Address: a, Ordinal: Ordinal(a, w))))
            .Where(p => p.Ordinal is not null && NamespaceComparer.MayBeSame(p.Workload.Namespace, p.Address.Name.Hostname is null ? p.Address.Owner.Namespace : p.Address.Namespace))
            .ToLookup(p => p.Workload, p => (p.Address, p.Ordinal!.Value), ByIdentity<Workload>.Instance);
    }

    private static int? Ordinal(ConfiguredAddress address, Workload workload)
    {
        // "db-0.db" alone reads as Service db-0 in namespace db.
        var (pod, service) = address.Name.Hostname is { } hostname ? (hostname, address.Name.Name) : (address.Name.Name, address.Name.Namespace);
        var prefix = workload.Name + "-";
        return service == workload.ServiceName!.Value && pod.StartsWith(prefix, StringComparison.Ordinal)
            && int.TryParse(pod.Substring(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal)
                ? ordinal
                : null;
    }
}
