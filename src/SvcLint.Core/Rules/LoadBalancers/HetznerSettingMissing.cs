using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>
/// A Service of Hetzner Cloud without a location, or with private addresses, where the controller's own settings decide: none of it names a
/// location, or a network.
/// </summary>
public sealed class HetznerSettingMissing : Rule
{
    private const string Prefix = "load-balancer.hetzner.cloud/";

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4034",
        Name = "hetzner-setting-missing",
        Title = "A load balancer of Hetzner Cloud needs a location or a network that nothing names",
        Category = Category.LoadBalancers,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
        Effect = "the controller refuses to make the load balancer",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services.Where(s => s.Spec is { Type.Value: "LoadBalancer", LoadBalancerClass: null }))
        {
            var own = (service.Metadata.Annotations?.Entries ?? []).Where(e => e.Key.Value.StartsWith(Prefix, StringComparison.Ordinal)).ToArray();
            var controllers = own.Length == 0 ? [] : Controllers(context.Repository);
            var controller = controllers.FirstOrDefault();
            if (own.Length > 0 && !own.Any(e => e.Key.Value is Prefix + "location" or Prefix + "network-zone" or Prefix + "id") && !controllers.Any(c => Sets(c, "HCLOUD_LOAD_BALANCERS_LOCATION", "HCLOUD_LOAD_BALANCERS_NETWORK_ZONE")))
            {
                yield return Report(
                    service,
                    own[0].Key.Span,
                    $"Service {service.Name} names no location and no network zone",
                    controller is null ? null : [new RelatedSpan(controller.KeySpan, "controller without a default")],
                    controller is null ? Severity.Info : null,
                    help: $"set {Prefix}location, such as 'fsn1'");
            }

            if (controller is not null && own.FirstOrDefault(e => e.Key.Value == Prefix + "use-private-ip" ? e.Value.Value == "true" : e.Key.Value == Prefix + "private-ipv4") is { } uses && !controllers.Any(c => Sets(c, "HCLOUD_NETWORK")))
            {
                yield return Report(
                    service,
                    uses.Value.Span,
                    $"{uses.Key.Value.Substring(Prefix.Length)} needs a private network, and the controller has none set",
                    [new RelatedSpan(controller.KeySpan, "controller without HCLOUD_NETWORK")],
                    help: "set HCLOUD_NETWORK on the controller, or remove the annotation");
            }
        }
    }

    // One of several clusters may have what another lacks.
    private static Container[] Controllers(Repository repository) =>
        [.. repository.Workloads.SelectMany(w => w.AllContainers()).Where(c => c.Image?.Value.IndexOf("hcloud-cloud-controller-manager", StringComparison.Ordinal) >= 0)];

    // What a Secret or a ConfigMap adds as a whole is not looked at; a shell may set it before the program.
    private static bool Sets(Container controller, params string[] variables) =>
        controller.EnvFrom is { Count: > 0 } || (controller.Env?.Items ?? []).Any(e => variables.Contains(e.Name?.Value))
        || (controller.Command?.Items ?? []).Concat(controller.Args?.Items ?? []).Any(w => variables.Any(v => w.Value.IndexOf(v, StringComparison.Ordinal) >= 0));
}
