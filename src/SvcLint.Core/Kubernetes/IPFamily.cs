namespace SvcLint.Kubernetes;

/// <summary>IPv4 or IPv6, as in <c>spec.ipFamilies</c> of a Service.</summary>
public enum IPFamily
{
    IPv4,
    IPv6,
}
