
using SvcLint.Kubernetes;

namespace SvcLint.Model;

public static partial class ApiDefaults
{
    public static Workload Apply(Workload workload, KubernetesVersion? version)
    {
        var scales = workload.WorkloadKind is WorkloadKind.Deployment or WorkloadKind.ReplicaSet or WorkloadKind.StatefulSet
            or WorkloadKind.ReplicationController;
        return workload with
        {
            Template = Apply(workload.Template, workload.WorkloadKind, version),
            Replicas = workload.Replicas ?? (scales ? Default(1, workload) : null),
            Strategy = workload.WorkloadKind == WorkloadKind.Deployment ? Filled(workload.Strategy, "RollingUpdate", workload) : workload.Strategy,
            PodManagementPolicy = workload.WorkloadKind == WorkloadKind.StatefulSet
                ? Filled(workload.PodManagementPolicy, "OrderedReady", workload)
                : workload.PodManagementPolicy,
        };
    }

    private static PodTemplate Apply(PodTemplate template, WorkloadKind owner, KubernetesVersion? version)
    {
        if (template.Spec is not { } spec)
        {
            return template;
        }

        var isPod = owner == WorkloadKind.Pod;
        var fillHostPort = spec.HostNetwork?.Value == true && (isPod || version < ServerDefaults.HostPortStaysInTemplates);
        return template with
        {
            Spec = spec with
            {
                Containers = Each(spec.Containers, container => Apply(container, fillHostPort)),
                InitContainers = Each(spec.InitContainers, container => Apply(container, fillHostPort)),
                DnsPolicy = Filled(spec.DnsPolicy, "ClusterFirst", spec),
                RestartPolicy = Filled(spec.RestartPolicy, "Always", spec),
                TerminationGracePeriodSeconds = spec.TerminationGracePeriodSeconds ?? Default(30, spec),
                EnableServiceLinks = spec.EnableServiceLinks ?? (isPod ? Default(true, spec) : null),
            },
        };
    }

    private static Container Apply(Container container, bool fillHostPort) => container with
    {
        Ports = Each(container.Ports, port => port with
        {
            Protocol = Filled(port.Protocol, "TCP", port),
            HostPort = fillHostPort && port.HostPort is null or { Value: 0 } && port.Number is { } number
                ? new Located<int>(number.Value, number.Span, IsDefault: true)
                : port.HostPort,
        }),
        LivenessProbe = Apply(container.LivenessProbe),
        ReadinessProbe = Apply(container.ReadinessProbe),
        StartupProbe = Apply(container.StartupProbe),
        Lifecycle = container.Lifecycle is { } lifecycle
            ? lifecycle with { PostStart = Apply(lifecycle.PostStart), PreStop = Apply(lifecycle.PreStop) }
            : null,
    };

    private static Probe? Apply(Probe? probe) => probe is null ? null : probe with
    {
        TimeoutSeconds = Filled(probe.TimeoutSeconds, 1, probe),
        PeriodSeconds = Filled(probe.PeriodSeconds, 10, probe),
        SuccessThreshold = Filled(probe.SuccessThreshold, 1, probe),
        FailureThreshold = Filled(probe.FailureThreshold, 3, probe),
        HttpGet = Apply(probe.HttpGet),
        Grpc = probe.Grpc is { } grpc ? grpc with { Service = grpc.Service ?? Default("", grpc) } : null,
    };

    private static LifecycleHandler? Apply(LifecycleHandler? handler) =>
        handler is null ? null : handler with { HttpGet = Apply(handler.HttpGet) };

    private static HttpGetAction? Apply(HttpGetAction? action) => action is null ? null : action with
    {
        Path = Filled(action.Path, "/", action),
        Scheme = Filled(action.Scheme, "HTTP", action),
    };
}
