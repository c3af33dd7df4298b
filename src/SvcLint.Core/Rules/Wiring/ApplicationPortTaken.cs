using SvcLint.Cluster;
using SvcLint.Cluster.Applications;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.Wiring;

/// <summary>What a cluster has once and two applications use: a node port, a load balancer's address, a host and path of an Ingress.</summary>
public sealed class ApplicationPortTaken : ApplicationRule
{
    private static readonly string[] AddressAnnotations =
        ["metallb.universe.tf/loadBalancerIPs", "metallb.io/loadBalancerIPs", "io.cilium/lb-ipam-ips", "lbipam.cilium.io/ips", "kube-vip.io/loadbalancerIPs"];

    private static readonly string[] SharingAnnotations =
        ["metallb.universe.tf/allow-shared-ip", "metallb.io/allow-shared-ip", "io.cilium/lb-ipam-sharing-key", "lbipam.cilium.io/sharing-key"];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2106",
        Name = "application-port-taken",
        Title = "Two applications use the same node port, address or host in one cluster",
        Category = Category.Wiring,
        Severity = Severity.Error,
    };

    protected override IEnumerable<Finding> CheckApplications(Repository repository)
    {
        foreach (var cluster in repository.Deployments.Clusters)
        {
            var first = new Dictionary<(string, string), Claim>();
            foreach (var deployment in cluster.Deployments.Where(d => d.Unit is not null))
            {
                foreach (var claim in deployment.Unit!.Services.SelectMany(s => OfService(s, deployment)).Concat(deployment.Unit.OfType<Ingress>().SelectMany(i => OfIngress(i, deployment))))
                {
                    if (!first.TryGetValue(claim.Key, out var taken))
                    {
                        first.Add(claim.Key, claim);
                    }
                    else if (taken.Deployment != deployment && !IsSame(taken.Owner, claim.Owner) && !deployment.IsAlternativeOf(taken.Deployment))
                    {
                        yield return Of(Say(claim, taken), deployment, taken.Deployment);
                    }
                }
            }
        }
    }

    private Finding Say(Claim claim, Claim taken)
    {
        var isPort = claim.Key.Item1 is NodePort or ClusterAddress;
        return Report(
            claim.Owner,
            claim.Span,
            $"{claim.What} of {claim.Deployment.Title} is already used by {taken.Deployment.Title} in the same cluster",
            [new RelatedSpan(taken.Span, $"used by {taken.Owner.Name}"), Named(claim.Deployment), Named(taken.Deployment)],
            claim.Owner is Ingress ? Severity.Warning : Severity.Error,
            effect: isPort ? "the API server rejects the second Service" : claim.Owner is Ingress ? "only one of the two receives the requests" : "only one of the two Services gets the address",
            help: isPort ? "choose another number, or omit it" : "use another port in one of the two");
    }

    private static bool IsSame(KubernetesObject a, KubernetesObject b) => a.Kind.Value == b.Kind.Value && a.Name == b.Name && NamespaceComparer.MayBeSame(a.Namespace, b.Namespace);

    private const string NodePort = "node port";

    private const string ClusterAddress = "cluster IP";

    private static IEnumerable<Claim> OfService(Service service, Deployment deployment)
    {
        foreach (var claim in NodePortClaim.Of(service))
        {
            var number = claim.Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
            yield return new Claim((NodePort, number), $"{claim.Field} {number}", claim.Span, service, deployment);
        }

        if (service.Spec?.ClusterIP is { Value: not ("" or "None") } own && service.Spec.Type?.Value != "ExternalName" && !Placeholder.Is(own.Value))
        {
            yield return new Claim((ClusterAddress, own.Value), $"clusterIP {own.Value}", own.Span, service, deployment);
        }

        if (service.Spec?.Type?.Value != "LoadBalancer" || SharingAnnotations.Any(a => service.Metadata.Annotations?[a] is not null))
        {
            yield break;
        }

        foreach (var port in service.Spec.Ports?.Items ?? [])
        {
            foreach (var address in Addresses(service).Where(a => port.Port is not null && !Placeholder.Is(a.Value) && a.Value != AskedOfDhcp))
            {
                var key = $"{address.Value} port {port.Port!.Value}/{port.Protocol?.Value ?? "TCP"}";
                yield return new Claim(("address", key), key, address.Span, service, deployment);
            }
        }
    }

    // kube-vip asks a DHCP server for an address of the Service's own.
    private const string AskedOfDhcp = "0.0.0.0";

    private static IEnumerable<Located<string>> Addresses(Service service)
    {
        if (service.Spec?.LoadBalancerIP is { Value.Length: > 0 } address)
        {
            yield return address;
        }

        foreach (var entry in (service.Metadata.Annotations?.Entries ?? []).Where(e => AddressAnnotations.Contains(e.Key.Value)))
        {
            foreach (var part in entry.Value.Value.Split(',').Select(p => p.Trim()).Where(p => p.Length > 0))
            {
                yield return new Located<string>(part, entry.Value.Span);
            }
        }
    }

    private static IEnumerable<Claim> OfIngress(Ingress ingress, Deployment deployment)
    {
        // The canary of an Ingress shares its host.
        if (ingress.Node?["spec"] is not Yaml.YamlMapping spec || spec["rules"] is not Yaml.YamlSequence rules || ingress.Metadata.Annotations?.Entries.Any(e => e.Key.Value.Contains("canary") || e.Key.Value.Contains("mergeable")) == true)
        {
            yield break;
        }

        var controller = (spec["ingressClassName"] as Yaml.YamlScalar)?.Value ?? ingress.Metadata.Annotations?[Ingress.ClassAnnotation] ?? "";
        foreach (var rule in rules.Items.OfType<Yaml.YamlMapping>())
        {
            if (rule["host"] is not Yaml.YamlScalar { Value.Length: > 0 } host || Placeholder.Is(host.Value) || rule["http"] is not Yaml.YamlMapping http || http["paths"] is not Yaml.YamlSequence paths)
            {
                continue;
            }

            foreach (var path in paths.Items.OfType<Yaml.YamlMapping>().Select(p => (p["path"] as Yaml.YamlScalar)?.Value ?? "/"))
            {
                yield return new Claim(("host " + controller, host.Value + path), $"host {host.Value}{path}", host.Span, ingress, deployment);
            }
        }
    }

    private sealed record Claim((string, string) Key, string What, SourceSpan Span, KubernetesObject Owner, Deployment Deployment);
}
