using SvcLint.Config;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Reachability.Policies;

namespace SvcLint.Reachability;

/// <summary>An assertion about clients outside and Services that have ways in: load balancers, node ports, external IPs, Ingresses and routes.</summary>
internal static class ExposedAssertion
{
    /// <summary>One result for each port; null where some of the Services have no way in, so that policies alone decide.</summary>
    /// <param name="assertion">The assertion.</param>
    /// <param name="cluster">The cluster.</param>
    /// <param name="ports">What it names.</param>
    /// <param name="clients">The addresses outside that it is about.</param>
    /// <param name="isInternet">It says internet, which is what has the family of the Service.</param>
    public static IReadOnlyList<AssertionResult>? Of(
        ConnectionAssertion assertion, Connectivity cluster, (Service Service, ServicePort Port)[] ports, IReadOnlyList<(IPAddressValue First, IPAddressValue Last)> clients, bool isInternet)
    {
        var exposures = new Exposures(cluster, clients);
        if (!Array.TrueForAll(ports, p => exposures.Has(p.Service)))
        {
            return null;
        }

        var services = new HashSet<Service>(ports.Select(p => p.Service));
        var ways = exposures.All(services.Contains).Where(w => w.ServicePort is not null).ToLookup(w => (w.Service, w.ServicePort!));
        return [.. ports.Select(p => Result(assertion, p.Service, p.Port, [.. ways[p]], clients, isInternet))];
    }

    private static AssertionResult Result(
        ConnectionAssertion assertion, Service service, ServicePort port, Exposure[] ways, IReadOnlyList<(IPAddressValue First, IPAddressValue Last)> clients, bool isInternet)
    {
        var name = $"service/{service.Namespace ?? "default"}/{service.Name}:{port.Port?.Value}";
        var working = Array.FindAll(ways, w => w.State is ServiceState.Works);
        var partly = Array.Find(ways, w => w.State is ServiceState.SomeEndpoints);
        var open = Array.FindAll(ways, w => w.State is ServiceState.Unknown);
        if (assertion.Kind != AssertionKind.Allow)
        {
            return (working.Length > 0 ? working[0] : partly) is { } way ? new AssertionResult(assertion, AssertionState.Violated, $"{way.SourceName} reaches {name} by {By(way)}", way.Because)
                : open.Length > 0 ? Undecided(open[0]) : Holds();
        }

        var families = new HashSet<IPFamily>(ways.SelectMany(w => w.Sources).Select(s => s.First.Family));
        var meant = clients.Where(c => !isInternet || families.Count == 0 || families.Contains(c.First.Family)).ToArray();
        return AreCovered(working) ? Holds()
            : open.Length > 0 && AreCovered([.. working, .. open]) ? Undecided(open[0])
            : new AssertionResult(
                assertion, AssertionState.Violated, $"{AddressRanges.Text(meant)} does not reach {name}{(ways.FirstOrDefault(w => w.State != ServiceState.Works) is { } by ? $" by {By(by)}: {by.Why}" : "")}", ways.FirstOrDefault(w => w.State != ServiceState.Works)?.Because ?? Of(service));

        bool AreCovered(Exposure[] by) => AddressRanges.Joined(by.SelectMany(w => w.Sources)) is var sources && Array.TrueForAll(meant, m => AddressSpace.IsCovered(m, sources));

        AssertionResult Holds() => new(assertion, AssertionState.Holds, null, []);

        AssertionResult Undecided(Exposure way) => new(
            assertion, AssertionState.Unknown, $"files do not decide whether {way.SourceName} reaches {name} by {By(way)}{(way.Why is null ? "" : ": " + way.Why)}", way.Because);
    }

    private static string By(Exposure way) => way.Entry is { } entry ? $"{way.Via} {entry.Name}" : $"{way.Via}, port {way.Port}";

    private static IReadOnlyList<PolicyCause> Of(Service service) => [new PolicyCause($"Service {service.Namespace ?? "default"}/{service.Name}", service.NameSpan)];
}
