using SvcLint.Text;

namespace SvcLint.Emulation.Derivation;

/// <summary>What a derived value stands for.</summary>
public enum DerivedValueKind
{
    Node,
    ClusterIP,
    NodePort,
    HealthCheckNodePort,
    LoadBalancerIP,
    Pod,
}

/// <summary>A value that the input lacks and the cluster would choose: for explanation, never for findings.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Value">The value that svclint chose, from ranges set aside for documentation and benchmarks where it is an address.</param>
/// <param name="Owner">The Service, pod or node.</param>
/// <param name="Span">The YAML that asks for it; null for a synthetic node.</param>
public sealed record DerivedValue(DerivedValueKind Kind, string Value, string Owner, SourceSpan? Span);
