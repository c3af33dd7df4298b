using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Validation;

/// <summary>
/// The API server's verdict on an object that is created: pure questions and answers, no findings. An object that cannot be decoded
/// has no further errors; ask <see cref="StrictDecoder"/> first.
/// </summary>
public static class ApiValidation
{
    /// <summary>True for the kinds whose validation is known.</summary>
    public static bool Covers(KubernetesObject item) => FieldTables.Root(item.ApiVersion.Value, item.Kind.Value) is not null;

    /// <summary>Every error of a version, those of later stages included, where the server would stop at the first stage that has one.</summary>
    public static IReadOnlyList<ApiError> Validate(KubernetesObject item, KubernetesVersion version) =>
        Covers(item) ? OfStored(ApiDefaults.Apply(item, version), version) : [];

    /// <summary>The same of a kind that is known, with its defaults.</summary>
    internal static IReadOnlyList<ApiError> OfStored(KubernetesObject stored, KubernetesVersion version)
    {
        var errors = new ErrorList();
        switch (stored)
        {
            case Service service:
                ServiceValidation.Validate(service, version, errors);
                break;
            case Endpoints endpoints:
                EndpointsValidation.Validate(endpoints, version, errors);
                break;
            case EndpointSlice slice:
                EndpointSliceValidation.Validate(slice, version, errors);
                break;
            case NetworkPolicy policy:
                NetworkPolicyValidation.Validate(policy, version, errors);
                break;
            case Workload workload:
                WorkloadValidation.Validate(workload, version, errors);
                break;
            case Ingress ingress:
                IngressValidation.Validate(ingress, version, errors);
                break;
            case KubeProxyConfiguration configuration:
                KubeProxyValidation.Validate(configuration, version, errors);
                break;
        }

        return Distinct(errors.Errors);
    }

    /// <summary>What the allocators of an otherwise empty cluster refuse: node ports, and cluster IPs outside declared ranges.</summary>
    /// <param name="service">The Service.</param>
    /// <param name="version">Its cluster's version.</param>
    /// <param name="nodePorts">The node-port range, both ends included.</param>
    /// <param name="serviceRanges">The cluster's Service ranges; empty when they are not known.</param>
    public static IReadOnlyList<ApiError> Allocate(Service service, KubernetesVersion version, (int First, int Last) nodePorts, IReadOnlyList<CidrValue> serviceRanges) =>
        AllocateStored(ApiDefaults.Apply(service, version), nodePorts, serviceRanges);

    /// <summary>The same of a Service with its defaults.</summary>
    internal static IReadOnlyList<ApiError> AllocateStored(Service stored, (int First, int Last) nodePorts, IReadOnlyList<CidrValue> serviceRanges)
    {
        var errors = new ErrorList();
        var spec = stored.Spec!;
        ServiceAllocation.ClusterIPs(spec, serviceRanges, errors);
        ServiceAllocation.NodePorts(spec, nodePorts, errors);
        return errors.Errors;
    }

    /// <summary>Warnings that the server returns when it accepts the object.</summary>
    public static IReadOnlyList<ApiWarning> Warnings(KubernetesObject item, KubernetesVersion version) =>
        Covers(item) ? OnStoring(ApiDefaults.Apply(item, version), version) : [];

    /// <summary>The same of a kind that is known, with its defaults.</summary>
    internal static IReadOnlyList<ApiWarning> OnStoring(KubernetesObject stored, KubernetesVersion version) => stored switch
    {
        Service service => ServiceWarnings.For(service, version),
        Endpoints endpoints => EndpointWarnings.For(endpoints, version),
        EndpointSlice slice => EndpointWarnings.For(slice, version),
        NetworkPolicy policy => EndpointWarnings.For(policy, version),
        Workload workload => PodWarnings.For(workload, version),
        _ => [],
    };

    // The server may find one thing twice: before and during validation, or by two of its checks.
    private static IReadOnlyList<ApiError> Distinct(IReadOnlyList<ApiError> errors)
    {
        if (errors.Count < 2)
        {
            return errors;
        }

        var seen = new HashSet<(string, ErrorType, Text.SourceSpan)>();
        return errors.Where(e => seen.Add((e.Field, e.Type, e.Span))).ToArray();
    }
}
