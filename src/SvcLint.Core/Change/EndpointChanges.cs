using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Emulation;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Change;

/// <summary>The ready endpoints of a Service: by address where the input has them, else by how many each workload makes.</summary>
internal sealed class EndpointChanges
{
    private const int MostAddresses = 4;

    private readonly Dictionary<string, ListedService> _before;
    private readonly Dictionary<string, ListedService> _after;
    private readonly Func<string, string, string> _renamed;

    /// <param name="before">The cluster as it was.</param>
    /// <param name="after">As it is.</param>
    /// <param name="renamed">An owner's name now, by its namespace and its kind and name.</param>
    public EndpointChanges(DeploymentUnit before, DeploymentUnit after, Func<string, string, string> renamed)
    {
        _before = Listed(before);
        _after = Listed(after);
        _renamed = renamed;
    }

    /// <summary>How they were and how they are, and whose changes may be behind it; null where they are the same.</summary>
    public (string Before, string After, IReadOnlyList<KubernetesObject> Objects)? Of(string service)
    {
        if (!_before.TryGetValue(service, out var before) || !_after.TryGetValue(service, out var after))
        {
            return null;
        }

        var (was, now) = (Ready(before), Ready(after));
        if (was.Any(IsPlaced) || now.Any(IsPlaced))
        {
            var (earlier, later) = (Addresses(was), Addresses(now));
            var lost = earlier.Keys.Where(a => !later.ContainsKey(a)).OrderBy(a => a, StringComparer.Ordinal).ToArray();
            var gained = later.Keys.Where(a => !earlier.ContainsKey(a)).OrderBy(a => a, StringComparer.Ordinal).ToArray();
            return lost.Length + gained.Length == 0 ? null
                : (Words(was.Length, "without", lost), Words(now.Length, "with", gained), [.. lost.Select(a => earlier[a]).Concat(gained.Select(a => later[a])).OfType<KubernetesObject>()]);
        }

        var (one, other) = (Counts(was, name => _renamed(before.Namespace, name)), Counts(now, name => name));
        return one == other ? null : (one, other, [.. was.Concat(now).Select(e => e.Workload).OfType<KubernetesObject>().Distinct()]);
    }

    private static Dictionary<string, ListedService> Listed(DeploymentUnit unit)
    {
        var listed = new Dictionary<string, ListedService>(StringComparer.Ordinal);
        foreach (var service in ClusterEndpoints.Of(unit.Objects, unit.Facts.Version ?? KubernetesVersion.Newest))
        {
            listed[$"{service.Namespace}/{service.Name}"] = service;
        }

        return listed;
    }

    private static ListedEndpoint[] Ready(ListedService service) => [.. service.Slices.SelectMany(s => s.Endpoints).Where(e => e.Ready != false)];

    private static bool IsPlaced(ListedEndpoint endpoint) => endpoint.Addresses is { Count: > 0 };

    private static Dictionary<string, KubernetesObject?> Addresses(ListedEndpoint[] endpoints)
    {
        var addresses = new Dictionary<string, KubernetesObject?>(StringComparer.Ordinal);
        foreach (var endpoint in endpoints)
        {
            foreach (var address in endpoint.Addresses ?? [])
            {
                addresses[address] = endpoint.Workload;
            }
        }

        return addresses;
    }

    private static string Counts(ListedEndpoint[] endpoints, Func<string, string> renamed)
    {
        var counts = endpoints.GroupBy(e => renamed((e.Owner ?? "").Split('#')[0]), StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => $"{g.Select(e => e.Pod ?? "").Count().ToString(CultureInfo.InvariantCulture)} of {g.Key}");
        return string.Join(", ", counts) is { Length: > 0 } text ? text : "none";
    }

    private static string Words(int count, string word, string[] addresses)
    {
        var number = count == 0 ? "none" : count.ToString(CultureInfo.InvariantCulture);
        return addresses.Length == 0 ? number
            : $"{number} {word} {string.Join(", ", addresses.Take(MostAddresses))}{(addresses.Length > MostAddresses ? $" and {(addresses.Length - MostAddresses).ToString(CultureInfo.InvariantCulture)} more" : "")}";
    }
}
