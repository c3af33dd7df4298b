using SvcLint.Cluster;
using SvcLint.Model;

namespace SvcLint.Rules.NetworkPolicies;

/// <summary>What is known of the ports that a policy's pods listen on.</summary>
internal static class PolicyPorts
{
    /// <summary>True when a pod declares the number, a Service sends to it, or anything else suggests that a process listens there.</summary>
    public static bool MayListen(DeploymentUnit unit, IReadOnlyList<Workload> pods, int number) =>
        pods.Any(w => PortResolution.Declared(w).Any(p => p.Number?.Value == number) || ListeningEvidence.Suggests(w, number, unit))
        || ServicePorts(unit, pods).Any(p => pods.Any(w => PolicyReach.TargetNumber(p, w) == number));

    /// <summary>The ports of the Services in front of the pods.</summary>
    public static IEnumerable<ServicePort> ServicePorts(DeploymentUnit unit, IReadOnlyList<Workload> pods) =>
        unit.ServicesInFront(pods).SelectMany(s => s.Spec?.Ports?.Items ?? []);
}
