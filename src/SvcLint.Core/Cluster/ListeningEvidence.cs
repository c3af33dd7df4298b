using System.Globalization;
using SvcLint.Cluster.Listening;
using SvcLint.Model;

namespace SvcLint.Cluster;

/// <summary>Whether something beside the declared ports suggests that a pod listens on a number.</summary>
public static class ListeningEvidence
{
    private static readonly string[] InjectionMarks = ["sidecar.istio.io/inject", "dapr.io/enabled", "linkerd.io/inject", "kuma.io/sidecar-injection", "consul.hashicorp.com/connect-inject"];

    /// <summary>True when the number stands in a command, an argument, a probe, the environment or a ConfigMap of the pod, or when containers are injected.</summary>
    public static bool Suggests(Workload workload, int port, DeploymentUnit unit) => unit.Lookup.SuggestedBy(workload).Holds(port);

    /// <summary>Whether another container of the pod may answer at a port: a probe asks the pod's address.</summary>
    public static bool IsAnsweredByOther(Workload workload, Container container, int port, DeploymentUnit unit) => workload.AllContainers().Any(c => c != container
        && ((c.Ports?.Items ?? []).Any(p => p.Number?.Value == port) || ContainerListeners.Of(c, workload, unit) is var other
            && (other.Listeners.Any(l => l.Port == port) || (c.Ports is not { Count: > 0 } && !other.IsComplete))));

    /// <summary>True when the number stands in a command, an argument, the environment or a ConfigMap of the pod.</summary>
    public static bool IsConfigured(Workload workload, int port, DeploymentUnit unit)
    {
        var number = port.ToString(CultureInfo.InvariantCulture);
        return workload.ServingContainers().Any(c => Mentions(c, number)) || ConfigMaps(workload, unit).Any(m => m.Data?.Entries.Any(e => HasNumber(e.Value.Value, number)) ?? false);
    }

    /// <summary>True when a mesh or operator adds containers that the manifest does not show.</summary>
    public static bool HasInjectedContainers(Workload workload)
    {
        foreach (var mark in InjectionMarks)
        {
            if ((workload.Template.Metadata?.Annotations?[mark] ?? workload.PodLabels?[mark]) is { } value && value is not ("false" or "disabled"))
            {
                return true;
            }
        }

        // Istio's gateways open their listeners at run time.
        return workload.ServingContainers().Any(c => c.Image?.Value is "auto" || c.Name?.Value == "istio-proxy");
    }

    /// <summary>True when the number stands in the container's own command, arguments or environment.</summary>
    public static bool IsMentioned(Container container, int port) => Mentions(container, port.ToString(CultureInfo.InvariantCulture));

    private static bool Mentions(Container container, string number) => Texts(container).Any(t => HasNumber(t, number));

    /// <summary>The texts of a container that may say where it listens.</summary>
    internal static IEnumerable<string> Texts(Container container) => (container.Command?.Items ?? []).Concat(container.Args?.Items ?? []).Select(a => a.Value)
        .Concat((container.Env?.Items ?? []).Where(e => e.Value is not null && !IsAdvertised(e.Name?.Value)).Select(e => e.Value!.Value));

    // What others are told says nothing of where the process is bound.
    private static bool IsAdvertised(string? variable) => variable?.IndexOf("ADVERTISED", StringComparison.Ordinal) >= 0;

    /// <summary>The unit's ConfigMaps that a workload's pods mount or read as environment, with the keys that a container sees.</summary>
    public static IEnumerable<ConfigMap> ConfigMaps(Workload workload, DeploymentUnit unit)
    {
        var uses = ConfigMapUse.Of(workload);
        if (uses.Count == 0)
        {
            yield break;
        }

        foreach (var map in uses.SelectMany(u => unit.Lookup.ConfigMaps(u.Key, workload.Namespace)).OrderBy(m => m.Span))
        {
            // Most see all of it: then it is the same ConfigMap, of which much is known already.
            yield return map.Data is not { } data || uses[map.Name!].Any(u => u.ShowsAll) || data.Entries.All(IsShown) ? map : map with { Data = data with { Entries = [.. data.Entries.Where(IsShown)] } };

            bool IsShown(StringMapEntry entry) => uses[map.Name!].Any(u => u.Shows(entry.Key.Value));
        }
    }

    private static IEnumerable<Probe> Probes(Container container)
    {
        foreach (var probe in (Probe?[])[container.LivenessProbe, container.ReadinessProbe, container.StartupProbe])
        {
            if (probe is not null)
            {
                yield return probe;
            }
        }
    }

    internal static IEnumerable<int> ProbePorts(Container container) => Probes(container).Select(PortOf).OfType<int>();

    private static int? PortOf(Probe probe) => (probe.HttpGet?.Port ?? probe.TcpSocket?.Port ?? probe.Grpc?.Port)?.Value.Int;

    /// <summary>True when the digits stand in the text and are no part of a longer number.</summary>
    public static bool HasNumber(string text, string number)
    {
        var at = -1;
        while ((at = text.IndexOf(number, at + 1, StringComparison.Ordinal)) >= 0)
        {
            var end = at + number.Length;
            if ((at == 0 || !char.IsDigit(text[at - 1])) && (end == text.Length || !char.IsDigit(text[end])))
            {
                return true;
            }
        }

        return false;
    }
}
