using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Model.GitOps;

namespace SvcLint.Rules.Wiring;

/// <summary>An Application of Argo CD whose objects get no namespace: neither they nor the destination name one.</summary>
public sealed class ApplicationNamespaceMissing : ApplicationRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2112",
        Name = "application-namespace-missing",
        Title = "Neither an Application's destination nor its manifests name a namespace",
        Effect = "Argo CD does not apply the object: its namespace is missing",
        Category = Category.Wiring,
        Severity = Severity.Error,
    };

    protected override IEnumerable<Finding> CheckApplications(Repository repository)
    {
        foreach (var deployment in repository.Deployments.All)
        {
            if (deployment.Object is not ArgoApplication { Destination: { } destination } application || destination.Namespace is { Value.Length: > 0 })
            {
                continue;
            }

            // Kinds that are known to be in a namespace.
            var items = (deployment.Unit?.Objects ?? []).Where(o => o is Service or Workload or Ingress or NetworkPolicy or ConfigMap or Secret && o.Namespace is null).Take(2).ToArray();
            if (items.Length > 0)
            {
                var isMeant = application.Namespace is { } own && own is not ("argocd" or "argo-cd" or "openshift-gitops");
                yield return Of(
                    Report(
                        application,
                        destination.KeySpan,
                        $"destination has no namespace, and {items[0].Kind.Value} {items[0].Name} names none",
                        [new RelatedSpan(items[0].NameSpan, "no namespace"), Named(deployment)],
                        help: $"set destination.namespace{(isMeant ? $": {application.Namespace}; metadata.namespace is where the Application lives" : "")}"),
                    deployment);
            }
        }
    }
}
