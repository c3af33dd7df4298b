using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Names;

namespace SvcLint.Rules.Wiring;

/// <summary>A public host of two labels that is a Service of the cluster, too: the search list finds the Service first.</summary>
public sealed class ServiceShadowsPublicHost : Rule
{
    // What is often the name of a namespace, and a public domain. Others would be guesses.
    private static readonly string[] Domains = ["app", "cloud", "com", "dev", "io", "net", "org"];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2143",
        Name = "service-shadows-public-host",
        Title = "A host may be meant as a public one, and a Service of the cluster has the name",
        Category = Category.Wiring,
        Severity = Severity.Info,
        Effect = "the search list of the pod is tried first, so that the connection goes to the Service",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var configured in context.Unit.Addresses)
        {
            // https without a port, while the Service serves no 443, is what a public host looks like.
            if (configured is not { Workload: { } workload, Address: { Scheme: "https", Port: 443 } address, HasImpliedPort: true, Name: { Namespace: { } ns, Hostname: null, Domain: null, IsQualified: false } name }
                || Array.IndexOf(Domains, ns) < 0 || address.Host.EndsWith(".", StringComparison.Ordinal))
            {
                continue;
            }

            var service = context.Unit.FindServices(name.Name, ns).FirstOrDefault(s => s.Namespace == ns);
            var resolver = PodResolver.Of(workload.PodSpec, ns, context.Facts.ClusterDomain);
            if (service is not null && resolver is { AsksNode: false, AsksOthers: false, Ndots: > 1 } && !ServicePorts.Accepts(service, 443, context.WorkloadsBehind(service)))
            {
                yield return Report(
                    workload,
                    configured.HostSpan,
                    $"'{address.Host}' may be meant as a public host, and it resolves to Service {service.Name} of namespace {ns}",
                    [new RelatedSpan(service.NameSpan, "the Service")],
                    help: $"write '{address.Host}.' with a final dot, or rename the Service");
            }
        }
    }
}
