using SvcLint.Cluster;
using SvcLint.Findings;

namespace SvcLint.Rules.Wiring;

/// <summary>
/// A container that runs as another user than root, without the capability for ports below 1024, on such a port. Container runtimes differ
/// in whether they allow it all the same, so it is no more than a hint.
/// </summary>
public sealed class PrivilegedPortWithoutCapability : Rule
{
    private const int FirstUnprivileged = 1024;

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2075",
        Name = "privileged-port-as-non-root",
        Title = "A container that is not root listens on a port below 1024 without the capability for it",
        Category = Category.Wiring,
        Severity = Severity.Info,
        Confidence = Confidence.Medium,
        Effect = "where the runtime does not lower the limit, the process cannot bind the port",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var workload in context.Unit.Workloads)
        {
            var pod = workload.PodSpec?.SecurityContext;
            foreach (var container in workload.ServingContainers())
            {
                var own = container.SecurityContext;
                var user = own?.RunAsUser ?? pod?.RunAsUser;
                if (own?.DropsBind is not { } drops || !(user?.Value > 0 || (user is null && (own.RunAsNonRoot ?? pod?.RunAsNonRoot)?.Value == true))
                    || own.AddedCapabilities.Any(c => c.Value is "NET_BIND_SERVICE" or "CAP_NET_BIND_SERVICE" or "ALL") || pod?.UnprivilegedPortStart is not null)
                {
                    continue;
                }

                foreach (var port in PortUse.Of(workload, container, context.Unit).Where(u => u.Port < FirstUnprivileged && (u.User == PortUser.Service || IsKnown(context, workload, container, u.Port))).GroupBy(u => u.Port))
                {
                    var declared = (container.Ports?.Items ?? []).FirstOrDefault(p => p.Number?.Value == port.Key);
                    yield return Report(
                        workload,
                        declared?.Number?.Span ?? port.First().Span,
                        $"container {container.Name?.Value} does not run as root and may not bind port {port.Key}",
                        [new RelatedSpan(drops.Span, "drops the capability"), .. user is null ? [] : (RelatedSpan[])[new RelatedSpan(user.Span, "user")]],
                        help: $"listen on a port above 1023, or set sysctl net.ipv4.ip_unprivileged_port_start to {port.Key}");
                }
            }
        }
    }

    private static bool IsKnown(RuleContext context, Model.Workload workload, Model.Container container, int port) =>
        Cluster.Listening.ContainerListeners.Of(container, workload, context.Unit).Listeners.Any(l => l.Port == port);
}
