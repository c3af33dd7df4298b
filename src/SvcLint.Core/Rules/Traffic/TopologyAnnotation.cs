using SvcLint.Kubernetes.Annotations;
using SvcLint.Model;

namespace SvcLint.Rules.Traffic;

/// <summary>The annotation that asks the EndpointSlice controller for topology hints, by its newer and its older name.</summary>
internal static class TopologyAnnotation
{
    // Where both are set, the controller reads the older one.
    public static StringMapEntry? Of(Service service) => service.Metadata.Annotations?.Find(KubernetesItself.TopologyHints) ?? service.Metadata.Annotations?.Find(KubernetesItself.TopologyMode);

    /// <summary>Exactly these two switch hints on.</summary>
    public static bool IsOn(string value) => value is "Auto" or "auto";

    /// <summary>Off, or for a controller of somebody else's (a value with a domain).</summary>
    public static bool IsOffOrForeign(string value) => value is "Disabled" or "disabled" or "" || value.IndexOf('/') > 0;
}
