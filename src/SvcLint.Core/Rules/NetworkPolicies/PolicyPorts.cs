using SvcLint.Cluster;
using SvcLint.Cluster.Listening;
using SvcLint.Model;

namespace SvcLint.Rules.NetworkPolicies;

/// <summary>What is known of the ports that a policy's pods listen on.</summary>
internal static class PolicyPorts
{
    /// <summary>True when a pod declares the number, a Service sends to it, or anything else suggests that a process listens there.</summary>
    public static bool MayListen(RuleContext context, IReadOnlyList<Workload> pods, int number)
    {
        var declared = pods.Count == 1 ? new DeclaredPorts(pods) : context.PortsOf(pods);
        return declared.Numbered(number).Count > 0 || context.Unit.Lookup.SuggestedBy(pods).Holds(number)
            || ServicePorts(context.Unit, pods).Any(p => PortResolution.Target(p) is { } target
                && (target.Int == number || (target.Int is null && declared.Targeted(target).Any(d => d.Number?.Value == number && PortResolution.Protocol(d) == PortResolution.Protocol(p)))));
    }

    /// <summary>True when it is known of every container where it listens.</summary>
    public static bool AllListen(DeploymentUnit unit, IReadOnlyList<Workload> pods) =>
        pods.All(w => !ListeningEvidence.HasInjectedContainers(w) && w.ServingContainers().Any() && w.ServingContainers().All(c => ContainerListeners.Of(c, w, unit) is { IsComplete: true, Listeners.Count: > 0 }));

    /// <summary>The ports on which they listen, for messages.</summary>
    public static string Listening(DeploymentUnit unit, IReadOnlyList<Workload> pods) =>
        string.Join(", ", pods.SelectMany(w => w.ServingContainers().SelectMany(c => ContainerListeners.Of(c, w, unit).Listeners)).Select(l => l.Port).Distinct().OrderBy(n => n).Take(6));

    /// <summary>The ports of the Services in front of the pods.</summary>
    public static IEnumerable<ServicePort> ServicePorts(DeploymentUnit unit, IReadOnlyList<Workload> pods) =>
        unit.ServicesInFront(pods).SelectMany(s => s.Spec?.Ports?.Items ?? []);
}
