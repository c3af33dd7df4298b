using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Kubernetes.Annotations;
using SvcLint.Model;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>Source ranges for a load balancer whose controller never reads them: Alibaba Cloud's classic one (CLB).</summary>
public sealed class SourceRangesNotRead : Rule
{
    private const string Prefix = "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-";

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4008",
        Name = "source-ranges-not-read",
        Title = "Source ranges are set for a load balancer that does not read them",
        Category = Category.LoadBalancers,
        Severity = Severity.Warning,
        SecuritySeverity = "6.5",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services)
        {
            // A class other than none is another controller's.
            if (SourceRanges.Of(service) is not { } ranges || service.Spec?.LoadBalancerClass is not null)
            {
                continue;
            }

            var mark = service.Metadata.Annotations?.Entries.FirstOrDefault(a => AnnotationCatalog.ProviderOf(a.Key.Value) == AlibabaCloud.Provider);
            // With access control of its own the CLB is filtered after all, only not by these ranges.
            var isFiltered = HasAccessControl(service);
            if (mark is not null || context.Facts.Provider == AlibabaCloud.Provider)
            {
                yield return Report(
                    service,
                    ranges.KeySpan,
                    $"{ranges.Place} is ignored: an Alibaba Cloud CLB reads access control from annotations only",
                    mark is null ? null : [new RelatedSpan(mark.Key.Span, "an Alibaba Cloud load balancer")],
                    severity: isFiltered ? Severity.Info : null,
                    effect: isFiltered ? "the access control list of the acl- annotations alone decides who connects" : $"every client can connect to Service {service.Name}",
                    help: isFiltered ? "remove the ranges, or keep them equal to the list for readers" : "use the acl-id, acl-type and acl-status annotations, or loadBalancerClass alibabacloud.com/nlb");
            }
        }
    }

    private static bool HasAccessControl(Service service) => service.Metadata.Annotations?[Prefix + "acl-status"] == "on";
}
