using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Config;
using SvcLint.Kubernetes;
using SvcLint.Reachability.Policies;

namespace SvcLint.Reachability;

/// <summary>How an assertion fares.</summary>
public enum AssertionState
{
    Holds,
    Violated,

    /// <summary>Files do not decide.</summary>
    Unknown,

    /// <summary>One side names nothing in the cluster.</summary>
    NamesNothing,
}

/// <summary>What became of an assertion in one cluster.</summary>
/// <param name="Assertion">The assertion.</param>
/// <param name="State">How it fares.</param>
/// <param name="Message">What is so instead; null where it holds.</param>
/// <param name="Path">The lines that let the connection pass or stop it.</param>
public sealed record AssertionResult(ConnectionAssertion Assertion, AssertionState State, string? Message, IReadOnlyList<PolicyCause> Path)
{
    /// <summary>The unit in which it is so; null where there is one cluster.</summary>
    public string? Unit { get; init; }

    /// <summary>What is so instead, and in which unit.</summary>
    public string? Place => Message is null || Unit is null ? Message : $"{Message} in {Unit}";
}

/// <summary>Holds assertions against the connectivity of a cluster.</summary>
public static class AssertionCheck
{
    private const int MostUnits = 10;

    /// <summary>The first pair that violates the assertion, with the number of further ones, else the first that is unknown.</summary>
    /// <param name="assertion">The assertion.</param>
    /// <param name="cluster">The cluster.</param>
    /// <param name="unread">What cannot be read at all, and may be of this cluster.</param>
    public static AssertionResult Of(ConnectionAssertion assertion, Connectivity cluster, IReadOnlyList<UnitGap>? unread = null)
    {
        var result = OfKnown(assertion, cluster);
        return result.State is AssertionState.Holds or AssertionState.Violated && cluster.Unit.Gaps.Concat(unread ?? []).FirstOrDefault(g => g.IsDocument) is { } gap
            ? new AssertionResult(assertion, AssertionState.Unknown, $"{gap.Reason} may be a policy; without it: {result.Message ?? "holds"}", [new PolicyCause("", gap.Span)])
            : result;
    }

    /// <summary>An assertion of a unit that is not there, which would hold for ever; null where the unit is there or none is written.</summary>
    public static AssertionResult? OfUnit(ConnectionAssertion assertion, IReadOnlyList<string> units) =>
        assertion.Unit is not { } unit || units.Contains(unit) ? null : new AssertionResult(
            assertion, AssertionState.NamesNothing, $"unit '{unit}' names nothing; the units are {string.Join(", ", units.Take(MostUnits))}{(units.Count > MostUnits ? $" and {units.Count - MostUnits} more" : "")}", []);

    private static AssertionResult OfKnown(ConnectionAssertion assertion, Connectivity cluster)
    {
        AssertionResult? idle = null;
        var sources = new HashSet<ReachEnd>();
        var ranges = new List<(IPAddressValue First, IPAddressValue Last)>();
        foreach (var text in assertion.Sources.Where(s => !ConnectionAssertion.IsExcluded(s)))
        {
            // Who may come is perhaps not there yet; who must come or must not is there.
            if (ReachSelection.Read(text, cluster) is { } selection)
            {
                sources.UnionWith(selection.Ends);
                ranges.AddRange(selection.Range is { } range ? [range] : selection.Ends.Select(e => e.Addresses).OfType<(IPAddressValue, IPAddressValue)>());
            }
            else if (ReachSelection.Idle(text, cluster.Unit) is { } workload)
            {
                idle ??= Idle(assertion, workload);
            }
            else if (assertion.Kind != AssertionKind.Only)
            {
                return Nothing(assertion, text);
            }
        }

        sources.ExceptWith(Excluded(assertion.Sources, cluster));
        var excluded = Excluded(assertion.Destinations, cluster);
        if (assertion.Kind == AssertionKind.Only)
        {
            // An address of a range that policies admit as a whole does not speak for the rest of it.
            sources.RemoveWhere(e => e.Kind == ReachEndKind.Outside && !AddressSpace.IsCovered(e.Addresses!.Value, ranges));
        }

        AssertionResult? unknown = null;
        AssertionResult? violated = null;
        var more = 0;
        foreach (var text in assertion.Destinations.Where(d => !ConnectionAssertion.IsExcluded(d)))
        {
            if (ReachSelection.Problem(text) is { } problem)
            {
                return new AssertionResult(assertion, AssertionState.NamesNothing, problem, []);
            }

            if (ReachSelection.Read(text, cluster) is not { NamesNoPort: false } destinations)
            {
                if (ReachSelection.Read(text, cluster) is null && ReachSelection.Idle(text, cluster.Unit) is { } workload)
                {
                    idle ??= Idle(assertion, workload);
                    continue;
                }

                return Nothing(assertion, text);
            }

            foreach (var result in destinations.Bare.Select(b => Bare(assertion, cluster, b.Service, b.Port)))
            {
                Count(result);
            }

            // From outside a Service is reached by its ways in, where it has some, and pods see another source.
            var exposed = destinations.NamedPorts.ToArray() is { Length: > 0 } named && Outside(assertion, cluster, sources, ranges) is { Count: > 0 } clients
                ? ExposedAssertion.Of(assertion, cluster, named, clients, isInternet: assertion.Sources.Any(s => s == "internet")) : null;
            foreach (var result in exposed ?? [])
            {
                Count(result);
            }

            foreach (var destination in destinations.Ends.Where(e => !excluded.Contains(e)).OrderBy(e => e.Number))
            {
                var meant = destinations.PortsOf(destination);
                foreach (var source in Tried(assertion, cluster, sources, destination).Where(e => exposed is null || e.Kind != ReachEndKind.Outside))
                {
                    var result = Pair(assertion, cluster, source, destination, meant, isAny: meant.IsAll && !destinations.IsEveryPort);
                    Count(result);
                }
            }
        }

        return more > 0 ? violated! with { Message = $"{violated.Message} (and {more.ToString(CultureInfo.InvariantCulture)} more)" } : violated ?? unknown ?? idle ?? new AssertionResult(assertion, AssertionState.Holds, null, []);

        void Count(AssertionResult result)
        {
            more += violated is not null && result.State == AssertionState.Violated ? 1 : 0;
            violated ??= result.State == AssertionState.Violated ? result : null;
            unknown ??= result.State == AssertionState.Unknown ? result : null;
        }
    }

    // Of those who are tried, the addresses outside.
    private static IReadOnlyList<(IPAddressValue First, IPAddressValue Last)> Outside(ConnectionAssertion assertion, Connectivity cluster, HashSet<ReachEnd> sources, List<(IPAddressValue First, IPAddressValue Last)> ranges)
    {
        if (assertion.Kind == AssertionKind.Only)
        {
            return AddressRanges.Joined(cluster.Ends.Where(e => e.Kind == ReachEndKind.Outside && !sources.Contains(e)).Select(e => e.Addresses!.Value));
        }

        var written = AddressRanges.Joined(ranges);
        return AddressRanges.Joined(sources.Where(e => e.Kind == ReachEndKind.Outside).SelectMany(e => AddressRanges.Within(written, e.Addresses!.Value)));
    }

    // Who is excluded and not there takes nothing away.
    private static HashSet<ReachEnd> Excluded(IEnumerable<string> texts, Connectivity cluster) =>
        [.. texts.Where(ConnectionAssertion.IsExcluded).Select(t => ReachSelection.Read(t.Substring(1), cluster)).OfType<ReachSelection>().SelectMany(s => s.Ends)];

    // Without a pod behind it, or at a port that the pods do not have, nobody reaches a Service, or files do not tell who does.
    private static AssertionResult Bare(ConnectionAssertion assertion, Connectivity cluster, Model.Service service, Model.ServicePort? port)
    {
        var (state, why, because) = ServiceReach.WithoutPods(cluster, service, port);
        var text = $"service/{service.Namespace ?? "default"}/{service.Name}: {why}";
        return state == ServiceState.Unknown ? new AssertionResult(assertion, AssertionState.Unknown, text, because)
            : assertion.Kind == AssertionKind.Allow ? new AssertionResult(assertion, AssertionState.Violated, text, because)
            : new AssertionResult(assertion, AssertionState.Holds, null, []);
    }

    // "Only" is about everybody else; a workload among its own pods is nobody else, unless nobody else is asked about.
    private static IEnumerable<ReachEnd> Tried(ConnectionAssertion assertion, Connectivity cluster, HashSet<ReachEnd> sources, ReachEnd destination)
    {
        var tried = assertion.Kind == AssertionKind.Only
            ? cluster.Ends.Where(e => e.Kind is ReachEndKind.Workload or ReachEndKind.Outside && !sources.Contains(e))
            : sources.OrderBy(e => e.Number);
        return tried.Where(e => (!ReferenceEquals(e, destination) || (sources.Count == 1 && assertion.Kind != AssertionKind.Only)) && !(e.Kind == ReachEndKind.Outside && destination.Kind == ReachEndKind.Outside));
    }

    private static AssertionResult Pair(ConnectionAssertion assertion, Connectivity cluster, ReachEnd source, ReachEnd destination, PortSet meant, bool isAny)
    {
        var answer = cluster.Between(source, destination);
        var sure = answer.Sure.Intersect(meant);
        var open = answer.Unknown.Intersect(meant);
        if (assertion.Kind == AssertionKind.Allow)
        {
            // Without ports any will do.
            var isEnough = isAny ? !sure.IsEmpty : sure.Equals(meant);
            var mayBeEnough = isAny ? !open.IsEmpty : sure.Union(open).Equals(meant);
            return isEnough ? new AssertionResult(assertion, AssertionState.Holds, null, [])
                : mayBeEnough ? Unknown(assertion, source, destination, open, answer)
                : new AssertionResult(assertion, AssertionState.Violated, $"{source} does not reach {destination}{On(meant.Except(sure))}", cluster.WhyDenied(source, destination, meant.Except(sure)));
        }

        return !sure.IsEmpty ? new AssertionResult(assertion, AssertionState.Violated, $"{source} reaches {destination}{On(sure)}", cluster.Because(source, destination))
            : !open.IsEmpty ? Unknown(assertion, source, destination, open, answer)
            : new AssertionResult(assertion, AssertionState.Holds, null, []);
    }

    // Nobody comes from there or arrives there today; what would, once there are pods, nobody has asked.
    private static AssertionResult? Idle(ConnectionAssertion assertion, Model.Workload workload) => assertion.Kind != AssertionKind.Allow ? null
        : new AssertionResult(assertion, AssertionState.Unknown, $"{workload.Namespace ?? "default"}/{workload.Name} runs no pods ({(workload.Replicas?.Value == 0 ? "replicas: 0" : "suspended")})", [new PolicyCause("", workload.NameSpan)]);

    private static AssertionResult Unknown(ConnectionAssertion assertion, ReachEnd source, ReachEnd destination, PortSet ports, ReachAnswer answer) => new(
        assertion,
        AssertionState.Unknown,
        $"files do not decide whether {source} reaches {destination}{On(ports)}",
        [.. answer.Doubts.Where(d => d.Span is not null).Select(d => new PolicyCause(d.Policy ?? "", d.Span!.Value))]);

    private static AssertionResult Nothing(ConnectionAssertion assertion, string text) =>
        new(assertion, AssertionState.NamesNothing, $"'{text}' names nothing in the cluster", []);

    private static string On(PortSet ports) => ports.IsAll ? "" : $" on {ports}";
}
