namespace SvcLint.Validation;

/// <summary>What an error is about, said where it is found. Each topic of a refused object is one rule.</summary>
public enum RefusalTopic
{
    /// <summary>What keeps the object from being read at all.</summary>
    Decoding,
    Name,
    Label,
    Annotation,
    OwnerOrFinalizer,
    Value,
    PortNumber,
    PortName,
    PortNameMissing,
    PortRepeated,
    PortsMissing,
    ServiceType,
    Headless,
    ClusterIP,
    ExternalName,
    Address,
    Cidr,
    AffinityTimeout,
    SelectorExpression,
    PolicyPeer,
    EndPort,
    EndpointShape,
    Container,
    HostPort,
    PodDns,
    TemplateSelector,
    Allocation,

    /// <summary>A field that stays as it was when the object was created.</summary>
    Change,
    KubeProxy,
    FeatureGate,
}
