using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Cluster;

/// <summary>
/// A node port that a Service asks for by number. The API server has one pool for nodePort and healthCheckNodePort, and a number is taken
/// whatever its protocol; only ports of one Service with the same port number share one.
/// </summary>
/// <param name="Service">Who asks.</param>
/// <param name="Number">The number.</param>
/// <param name="Span">Where it stands.</param>
/// <param name="IsHealthCheck">It is the healthCheckNodePort.</param>
public sealed record NodePortClaim(Service Service, int Number, SourceSpan Span, bool IsHealthCheck)
{
    /// <summary>The numbers that a Service asks for; a live dump's numbers were allocated, yet they are taken all the same.</summary>
    public static IEnumerable<NodePortClaim> Of(Service service)
    {
        if (service.Spec?.Type?.Value is not ("NodePort" or "LoadBalancer"))
        {
            yield break;
        }

        foreach (var port in service.Spec.Ports?.Items ?? [])
        {
            if (port.NodePort is { Value: > 0 } number)
            {
                yield return new NodePortClaim(service, number.Value, number.Span, IsHealthCheck: false);
            }
        }

        if (service.Spec.HealthCheckNodePort is { Value: > 0 } healthCheck)
        {
            yield return new NodePortClaim(service, healthCheck.Value, healthCheck.Span, IsHealthCheck: true);
        }
    }

    public string Field => IsHealthCheck ? "healthCheckNodePort" : "nodePort";
}
