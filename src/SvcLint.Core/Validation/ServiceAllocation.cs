using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Validation;

/// <summary>
/// What the allocators of an otherwise empty cluster refuse. Node ports and the health check port come from one pool of numbers,
/// whatever their protocol. The server stops at the first refusal.
/// </summary>
internal static class ServiceAllocation
{
    /// <param name="spec">With defaults.</param>
    /// <param name="range">The node-port range, both ends included.</param>
    /// <param name="errors">Takes what is refused.</param>
    public static void NodePorts(ServiceSpec spec, (int First, int Last) range, ErrorList errors)
    {
        errors.Stage = ValidationStage.Allocation;
        var taken = new HashSet<int>();
        if (spec.Type!.Value is "NodePort" or "LoadBalancer" && !Ports(spec, range, taken, errors))
        {
            return;
        }

        if (ServiceValidation.NeedsHealthCheck(spec) && spec.HealthCheckNodePort is { Value: not 0 } check && Refusal(check.Value, range, taken) is { } refusal)
        {
            // HTTP 500: the registry does not take it for the client's mistake.
            errors.Add(ApiPath.Root(RefusalTopic.Allocation).Child("spec").Child("healthCheckNodePort"), ErrorType.InternalError, refusal, check.Span);
        }
    }

    private static bool Ports(ServiceSpec spec, (int First, int Last) range, HashSet<int> taken, ErrorList errors)
    {
        var allocates = spec.Type!.Value == "NodePort" || spec.AllocateLoadBalancerNodePorts?.Value != false;
        var items = spec.Ports?.Items ?? [];

        // Entries of one port number share their node port.
        var byPort = new Dictionary<int, int>();
        for (var i = 0; i < items.Count; i++)
        {
            var requested = items[i].NodePort?.Value ?? 0;
            if (requested == 0 && !allocates)
            {
                continue;
            }

            var port = items[i].Port?.Value ?? 0;
            var isKnown = byPort.TryGetValue(port, out var shared);
            var number = !isKnown ? FirstRequest(items, port) : requested != shared ? requested : 0;
            if (number == 0)
            {
                continue;
            }

            if (Refusal(number, range, taken) is { } refusal)
            {
                errors.Invalid(ApiPath.Root(RefusalTopic.Allocation).Child("spec").Child("ports").Index(i).Child("nodePort"), items[i].NodePort?.Span ?? items[i].KeySpan, refusal);
                return false;
            }

            if (!isKnown)
            {
                byPort.Add(port, number);
            }
        }

        return true;
    }

    private static int FirstRequest(IReadOnlyList<ServicePort> ports, int port) =>
        ports.FirstOrDefault(p => (p.Port?.Value ?? 0) == port && p.NodePort is { Value: not 0 })?.NodePort!.Value ?? 0;

    private static string? Refusal(int number, (int First, int Last) range, HashSet<int> taken) =>
        number < range.First || number > range.Last ? $"{number} is outside the node-port range {range.First}-{range.Last}"
        : taken.Add(number) ? null
        : $"{number} is already taken by another port of this Service: node ports are numbers of one pool, whatever their protocol";

    /// <summary>Cluster IPs outside the declared Service ranges, or at an end of one that is never given away.</summary>
    public static void ClusterIPs(ServiceSpec spec, IReadOnlyList<CidrValue> ranges, ErrorList errors)
    {
        errors.Stage = ValidationStage.Allocation;
        foreach (var ip in ServiceFamilyValidation.ClusterIPs(spec))
        {
            if (IPAddressValue.TryParseSloppy(ip.Value, out var address)
                && ranges.Any(r => r.Family == address.Family) && !ranges.Any(r => r.Contains(address)))
            {
                errors.Invalid(ApiPath.Root(RefusalTopic.ClusterIP).Child("spec").Child("clusterIPs"), ip.Span, $"{ip.Value} is outside the cluster's Service range {string.Join(", ", ranges)}");
                return;
            }

            foreach (var range in ranges.Where(r => r.Contains(address) && IsReserved(address, r)))
            {
                errors.Invalid(ApiPath.Root(RefusalTopic.ClusterIP).Child("spec").Child("clusterIPs"), ip.Span, $"{ip.Value} is the {(address == range.Network ? "network" : "broadcast")} address of the Service range {range}");
                return;
            }
        }
    }

    // The first address, and of IPv4 the last.
    private static bool IsReserved(IPAddressValue address, CidrValue range) =>
        address == range.Network || (range.Family == IPFamily.IPv4 && range.PrefixLength < 32 && new IPAddressValue(range.Network.High, range.Network.Low | ((1UL << (32 - range.PrefixLength)) - 1)) == address);
}
