using SvcLint.Kubernetes;

namespace SvcLint.Model;

/// <summary>A networking.k8s.io ServiceCIDR: ranges from which cluster IPs are taken.</summary>
public sealed record ServiceCidr : KubernetesObject
{
    /// <summary>The one that the API server makes of its own flag.</summary>
    public const string DefaultName = "kubernetes";

    /// <summary>The first version whose API server allocates from these objects unless a gate says otherwise.</summary>
    public static KubernetesVersion ServedByDefault => new(33);

    public ServiceCidrSpec? Spec { get; init; }

    internal static ServiceCidr Read(ObjectHeader header, MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        ApiVersion = header.ApiVersion,
        Kind = header.Kind,
        Metadata = header.Metadata,
        Spec = reader.Object("spec", ServiceCidrSpec.Read),
    };
}

public sealed record ServiceCidrSpec : ModelNode
{
    public LocatedList<Located<string>>? Cidrs { get; init; }

    public static ServiceCidrSpec Read(MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        Cidrs = reader.Strings("cidrs"),
    };
}
