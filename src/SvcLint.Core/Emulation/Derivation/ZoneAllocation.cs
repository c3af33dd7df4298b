using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Emulation.Derivation;

/// <summary>
/// How topology-mode Auto spreads endpoints over zones: each zone gets a share by the CPU of its nodes, and endpoints of zones that have
/// too many are lent to zones that have too few. Which endpoint is lent, the controller leaves to chance; here it is the first.
/// </summary>
internal sealed class ZoneAllocation
{
    /// <summary>How much more than its share an endpoint may get.</summary>
    private const double Overload = 0.2;

    private readonly SortedDictionary<string, double> _ratios;

    private ZoneAllocation(SortedDictionary<string, double> ratios) => _ratios = ratios;

    /// <summary>The shares of the zones; null where a node lacks its zone or CPU, or there is one zone only.</summary>
    public static ZoneAllocation? Of(IEnumerable<Node> nodes)
    {
        var cpu = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            var labels = node.Metadata.Labels;
            var isControlPlane = labels?.Find("node-role.kubernetes.io/control-plane") is not null || labels?.Find("node-role.kubernetes.io/master") is not null;
            if (isControlPlane || node.Status?.Conditions?.Items.FirstOrDefault(c => c.Type?.Value == "Ready")?.Status?.Value != "True")
            {
                continue;
            }

            if (labels?[ProxyNode.ZoneLabel] is not { Length: > 0 } zone || Quantity.Amount(node.Status.AllocatableCpu?.Value) is not { } amount || amount <= 0)
            {
                return null;
            }

            cpu[zone] = (cpu.TryGetValue(zone, out var sum) ? sum : 0) + amount;
        }

        if (cpu.Count < 2)
        {
            return null;
        }

        var total = cpu.Values.Sum();
        return new ZoneAllocation(new SortedDictionary<string, double>(cpu.ToDictionary(z => z.Key, z => z.Value / total), StringComparer.Ordinal));
    }

    /// <summary>The zone that each endpoint is to serve; null where the shares cannot be held.</summary>
    /// <param name="zones">Where the ready endpoints are.</param>
    public IReadOnlyList<string>? Assign(IReadOnlyList<string> zones)
    {
        if (_ratios.Count > zones.Count)
        {
            return null;
        }

        var desired = new SortedDictionary<string, double>(StringComparer.Ordinal);
        var left = zones.Count;
        foreach (var zone in _ratios)
        {
            var wanted = zone.Value * zones.Count;
            var minimum = (int)Math.Ceiling(wanted * (1 / (1 + Overload)));
            desired.Add(zone.Key, Math.Max(wanted, minimum));
            left -= minimum;
        }

        return left < 0 ? null : Redistribute(zones, desired);
    }

    private static string[] Redistribute(IReadOnlyList<string> zones, SortedDictionary<string, double> desired)
    {
        var surplus = desired.ToDictionary(z => z.Key, z => zones.Count(own => own == z.Key) - z.Value, StringComparer.Ordinal);
        var giving = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var receiving = new SortedDictionary<string, int>(StringComparer.Ordinal);
        while (true)
        {
            var most = surplus.OrderByDescending(z => z.Value).ThenBy(z => z.Key, StringComparer.Ordinal).First();
            var least = surplus.OrderBy(z => z.Value).ThenBy(z => z.Key, StringComparer.Ordinal).First();
            var (gives, needs) = (most.Value, -least.Value);
            if ((gives < 1 && needs < 1) || gives < 0.5 || needs < 0.5)
            {
                break;
            }

            giving[most.Key] = (giving.TryGetValue(most.Key, out var given) ? given : 0) + 1;
            receiving[least.Key] = (receiving.TryGetValue(least.Key, out var got) ? got : 0) + 1;
            surplus[most.Key]--;
            surplus[least.Key]++;
        }

        var assigned = zones.ToArray();
        for (var i = 0; i < assigned.Length; i++)
        {
            if (giving.TryGetValue(zones[i], out var left) && left > 0 && receiving.FirstOrDefault(z => z.Value > 0) is { Value: > 0 } taker)
            {
                giving[zones[i]] = left - 1;
                receiving[taker.Key]--;
                assigned[i] = taker.Key;
            }
        }

        return assigned;
    }
}
