using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>
/// <c>grpc</c> or <c>h2c</c> as appProtocol, which neither the registry of service names nor Kubernetes knows. Meshes read such words, and any controller may,
/// so it is hidden by default and silent where a mesh shows.
/// </summary>
public sealed class AppProtocolWord : Rule
{
    private static readonly string[] MeshGroups = ["networking.istio.io", "security.istio.io", "telemetry.istio.io", "install.istio.io", "kuma.io", "consul.hashicorp.com", "policy.linkerd.io", "linkerd.io"];

    private static readonly string[] MeshMarks = ["istio.io/", "istio-injection", "kuma.io/", "consul.hashicorp.com/", "linkerd.io/", "openservicemesh.io/"];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2025",
        Name = "app-protocol-word",
        Title = "appProtocol is a word that only some implementations know",
        Category = Category.Wiring,
        Severity = Severity.Info,
        Confidence = Confidence.Low,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var item in context.Unit.Objects)
        {
            foreach (var protocol in Protocols(item))
            {
                if (protocol is { Value: "grpc" or "h2c" } && !HasMesh(context))
                {
                    yield return Report(
                        item,
                        protocol.Span,
                        $"appProtocol '{protocol.Value}' is not a registered name; Kubernetes defines 'kubernetes.io/h2c' for HTTP/2",
                        effect: "implementations that do not know the word use HTTP/1.1 for this port",
                        help: $"write kubernetes.io/h2c, unless a mesh in the cluster reads '{protocol.Value}'");
                }
            }
        }
    }

    private static IEnumerable<Located<string>?> Protocols(KubernetesObject item) => item switch
    {
        Service service => (service.Spec?.Ports?.Items ?? []).Select(p => p.AppProtocol),
        EndpointSlice slice => (slice.Ports?.Items ?? []).Select(p => p.AppProtocol),
        _ => [],
    };

    private static bool HasMesh(RuleContext context) =>
        MeshGroups.Any(context.Repository.HasGroup) || context.Unit.Objects.Any(o => IsInMesh(o.Metadata) || (o is Workload workload && IsInMesh(workload.Template.Metadata)));

    private static bool IsInMesh(ObjectMeta? meta) => Keys(meta?.Labels).Concat(Keys(meta?.Annotations)).Any(k => MeshMarks.Any(m => k.IndexOf(m, StringComparison.Ordinal) >= 0));

    private static IEnumerable<string> Keys(StringMap? map) => (map?.Entries ?? []).Select(e => e.Key.Value);
}
