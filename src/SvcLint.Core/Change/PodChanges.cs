using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Model;
using SvcLint.Reachability;

namespace SvcLint.Change;

/// <summary>What of pods themselves changes traffic, whatever their Services say: what makes them ready, and ports of their nodes that lead to them.</summary>
internal sealed class PodChanges(Connectivity before, Connectivity after, ChangeCauses causes, Func<string, string> renamed)
{
    private const int LongestCommand = 60;
    private const string OnNodes = "open at its nodes' addresses";

    private readonly (ReachEnd? Was, ReachEnd? Now)[] _pairs = [.. Pairs(before, after, renamed)];

    /// <summary>Services whose endpoints become ready by other probes or gates.</summary>
    public IEnumerable<ServiceChange> Readiness()
    {
        var changed = new Dictionary<ReachEnd, (string Was, string Now)>();
        foreach (var (was, now) in _pairs)
        {
            if (was is not null && now is not null && causes.Of(now.Workload).Count > 0 && (Readiness(was.Workload!), Readiness(now.Workload!)) is var (one, other) && one != other)
            {
                changed.Add(now, (one, other));
            }
        }

        foreach (var service in changed.Count == 0 ? [] : after.Targets.Services.Where(s => s.Spec?.PublishNotReadyAddresses?.Value != true && before.Targets.Find(s.Namespace ?? "default", s.Name!) is not null))
        {
            foreach (var end in after.Targets.Behind(service))
            {
                if (changed.TryGetValue(end, out var texts))
                {
                    yield return new ServiceChange(
                        ChangeType.Changed, $"{service.Namespace ?? "default"}/{service.Name}", "readiness", null, end.Name, texts.Was, texts.Now, [.. causes.OfProbes(end).Concat(causes.In(end.Workload, "spec.template.spec.readinessGates", "spec.readinessGates")).Distinct()]);
                }
            }
        }
    }

    /// <summary>Ports of nodes that lead to pods, or no longer.</summary>
    public IEnumerable<ExposureChange> NodePorts()
    {
        foreach (var (was, now) in _pairs)
        {
            var (earlier, later) = (OfNode(was?.Workload), OfNode(now?.Workload));
            foreach (var port in earlier.Keys.Union(later.Keys).OrderBy(p => p, StringComparer.Ordinal))
            {
                var (isOpen, willBe) = (earlier.TryGetValue(port, out var one), later.TryGetValue(port, out var other));
                if (isOpen != willBe)
                {
                    var lines = was is not null && now is not null ? causes.In(now.Workload, "spec.template.spec.hostNetwork", "spec.hostNetwork").Concat(causes.OfPorts(now)).Distinct().ToArray() : causes.Of(was?.Workload, now?.Workload);
                    yield return new ExposureChange(
                        willBe ? ChangeType.Added : ChangeType.Removed, (now ?? was)!.Name, (willBe ? other : one)!, port, isOpen ? OnNodes : null, willBe ? OnNodes : null, lines);
                }
            }
        }
    }

    private static IEnumerable<(ReachEnd?, ReachEnd?)> Pairs(Connectivity before, Connectivity after, Func<string, string> renamed)
    {
        var later = after.Ends.Where(e => e.Workload is not null).ToDictionary(e => e.Name, StringComparer.Ordinal);
        foreach (var was in before.Ends.Where(e => e.Workload is not null))
        {
            var name = renamed(was.Name);
            yield return (was, later.TryGetValue(name, out var now) ? now : null);
            later.Remove(name);
        }

        foreach (var now in later.Values)
        {
            yield return (null, now);
        }
    }

    // By protocol and number, how it leads to the pod.
    private static Dictionary<string, string> OfNode(Workload? workload)
    {
        var ports = new Dictionary<string, string>(StringComparer.Ordinal);
        var isOnHost = workload?.PodSpec?.HostNetwork?.Value == true;
        foreach (var port in workload is null ? [] : PortResolution.Declared(workload))
        {
            var number = isOnHost ? port.Number?.Value : port.HostPort?.Value;
            if (number is > 0 && port.HostIP?.Value is not ("127.0.0.1" or "::1"))
            {
                ports[PortResolution.Protocol(port) + " " + number.Value.ToString(CultureInfo.InvariantCulture)] = isOnHost ? "host network" : "hostPort";
            }
        }

        return ports;
    }

    private static string Readiness(Workload workload)
    {
        var found = new List<string>();
        foreach (var container in (workload.PodSpec?.Containers?.Items ?? []).Concat(workload.PodSpec?.InitContainers?.Items ?? []))
        {
            Add("startup ", container.StartupProbe, workload, found);
            Add("", container.ReadinessProbe, workload, found);
        }

        found.AddRange((workload.PodSpec?.ReadinessGates ?? []).Select(g => $"gate {g.Value}"));
        return found.Count == 0 ? "no probe" : string.Join(", ", found);
    }

    private static void Add(string kind, Probe? probe, Workload workload, List<string> found)
    {
        var text = probe switch
        {
            { HttpGet: { } get } => $"{(get.Scheme?.Value is "HTTPS" ? "HTTPS" : "HTTP")} {(get.Path?.Value is { Length: > 0 } path ? path : "/")} at {get.Host?.Value}{(get.Host is null ? "" : ":")}{Port(get.Port?.Value)}",
            { TcpSocket: { } tcp } => $"TCP at {tcp.Host?.Value}{(tcp.Host is null ? "" : ":")}{Port(tcp.Port?.Value)}",
            { Grpc: { } grpc } => $"gRPC{(grpc.Service?.Value is { Length: > 0 } service ? " " + service : "")} at {Port(grpc.Port?.Value)}",
            { Exec: { } exec } => Short(string.Join(" ", (exec.Command?.Items ?? []).Select(c => c.Value))),
            _ => null,
        };
        if (text is not null)
        {
            found.Add(kind + text);
        }

        // A name in place of its number asks the same.
        string Port(IntOrString? port) => port switch
        {
            { String: { } name } => PortResolution.Declared(workload).FirstOrDefault(p => p.Name?.Value == name)?.Number?.Value.ToString(CultureInfo.InvariantCulture) ?? name,
            { } number => number.ToString(),
            _ => "",
        };
    }

    private static string Short(string text) => text.Length > LongestCommand ? text.Substring(0, LongestCommand) + "..." : text;
}
