using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Cluster.Applications;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Model.GitOps;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Rules.Wiring;

/// <summary>Sync waves or dependsOn that bring objects to the cluster before the webhook that admits them.</summary>
public sealed class ClientBeforeWebhook : ApplicationRule
{
    private const string Wave = "argocd.argoproj.io/sync-wave";

    // What every application has: an order among them says nothing.
    private static readonly HashSet<string> Common = new(StringComparer.Ordinal) { "", "*", "apps", "batch", "rbac.authorization.k8s.io", "apiextensions.k8s.io", "admissionregistration.k8s.io" };

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2108",
        Name = "client-before-webhook",
        Title = "The order of applications brings objects before the webhook that admits them",
        Effect = "the objects are not admitted by it, or rejected when they are applied the first time",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
    };

    protected override IEnumerable<Finding> CheckApplications(Repository repository)
    {
        foreach (var cluster in repository.Deployments.Clusters)
        {
            var webhooks = new Dictionary<string, (KubernetesObject Webhook, Deployment Deployment)>(StringComparer.Ordinal);
            foreach (var deployment in cluster.Deployments)
            {
                foreach (var item in (deployment.Unit?.Objects ?? []).Where(o => o.Kind.Value is "ValidatingWebhookConfiguration" or "MutatingWebhookConfiguration"))
                {
                    foreach (var group in Groups(item).Where(g => !Common.Contains(g) && !webhooks.ContainsKey(g)))
                    {
                        webhooks.Add(group, (item, deployment));
                    }
                }
            }

            var kustomizations = webhooks.Count == 0 ? [] : cluster.Deployments.Where(d => d.Object is FluxKustomization).GroupBy(d => (d.Namespace, d.Name)).ToDictionary(g => g.Key, g => g.First());
            foreach (var deployment in webhooks.Count == 0 ? [] : cluster.Deployments)
            {
                var client = (deployment.Unit?.Objects ?? []).FirstOrDefault(o => webhooks.TryGetValue(o.Group, out var webhook) && webhook.Deployment != deployment);
                if (client is not null && webhooks[client.Group] is var (admitting, owner) && Order(deployment, owner, kustomizations) is { } place)
                {
                    yield return Of(
                        Report(
                            place,
                            $"{deployment.Title} with {client.Kind.Value} {client.Name} is applied before {owner.Title}, which has its webhook {admitting.Name}",
                            [new RelatedSpan(client.NameSpan, "admitted object"), new RelatedSpan(admitting.NameSpan, "webhook"), Named(owner)],
                            help: $"apply {deployment.Name} after {owner.Name}"),
                        deployment,
                        owner);
                }
            }
        }
    }

    private static IEnumerable<string> Groups(KubernetesObject webhook) =>
        from hook in Items(webhook.Node?["webhooks"])
        from rule in Items(hook["rules"])
        from entry in rule["apiGroups"] is YamlSequence groups ? groups.Items.OfType<YamlScalar>() : []
        select entry.Value;

    private static IEnumerable<YamlMapping> Items(YamlNode? node) => node is YamlSequence list ? list.Items.OfType<YamlMapping>() : [];

    // The place that puts the client first; null where the two are in no order, or in the right one.
    private static SourceSpan? Order(Deployment client, Deployment owner, Dictionary<(string?, string), Deployment> kustomizations)
    {
        if (client.Tool == DeploymentTool.ArgoCD && owner.Tool == DeploymentTool.ArgoCD && client.Parent is { } parent && ReferenceEquals(parent, owner.Parent))
        {
            var (first, second) = (WaveOf(client), WaveOf(owner));
            return first.Wave < second.Wave ? first.Span ?? second.Span : null;
        }

        // The webhook waits for its own client.
        return client.Kind == "Kustomization" && owner.Object is FluxKustomization ? Waits(owner, client, kustomizations) : null;
    }

    // Perhaps by way of others.
    private static SourceSpan? Waits(Deployment owner, Deployment client, Dictionary<(string?, string), Deployment> kustomizations)
    {
        var seen = new HashSet<Deployment> { owner };
        var open = new Queue<(Deployment At, SourceSpan? First)>([(owner, null)]);
        while (open.Count > 0)
        {
            var (at, first) = open.Dequeue();
            foreach (var reference in ((FluxKustomization)at.Object!).DependsOn)
            {
                if (!kustomizations.TryGetValue((reference.Namespace?.Value ?? at.Namespace, reference.Name.Value), out var next) || !seen.Add(next))
                {
                    continue;
                }

                if (ReferenceEquals(next, client))
                {
                    return first ?? reference.Name.Span;
                }

                open.Enqueue((next, first ?? reference.Name.Span));
            }
        }

        return null;
    }

    private static (int Wave, SourceSpan? Span) WaveOf(Deployment deployment)
    {
        var entry = deployment.Object?.Metadata.Annotations?.Entries.FirstOrDefault(e => e.Key.Value == Wave);
        return entry is { } wave && int.TryParse(wave.Value.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? (number, wave.Value.Span) : (0, null);
    }
}
