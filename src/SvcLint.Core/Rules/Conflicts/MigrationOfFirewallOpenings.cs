using SvcLint.Emulation;
using SvcLint.Findings;

namespace SvcLint.Rules.Conflicts;

/// <summary>In nftables mode kube-proxy accepts nothing on behalf of a host firewall: health check ports and what it forwards must be let through.</summary>
public sealed class MigrationOfFirewallOpenings : MigrationRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC8107",
        Name = "migration-closes-firewall-openings",
        Title = "After the move to nftables kube-proxy no longer opens the host firewall for Services",
        Category = Category.Conflicts,
        Severity = Severity.Info,
    };

    protected override IEnumerable<Finding> Check(RuleContext context, Migration move)
    {
        if (move.To != ProxyMode.Nftables)
        {
            yield break;
        }

        foreach (var service in context.Unit.Services)
        {
            if (service.Spec is { Type.Value: "LoadBalancer", ExternalTrafficPolicy: { Value: "Local", IsDefault: false } policy } spec)
            {
                var port = spec.HealthCheckNodePort is { Value: > 0 } number ? $"health check port {number.Value}" : "the allocated health check port";
                yield return Report(
                    service,
                    spec.HealthCheckNodePort?.Span ?? policy.Span,
                    $"nftables mode does not open {port} of Service {service.Name} in the node's firewall",
                    effect: "a host firewall that closes the port takes every node out of the load balancer",
                    help: "open the port (or the node-port range) in the host firewall before the move");
            }
        }

        var services = context.Unit.Services.Where(s => s.Spec?.Type?.Value == "NodePort").ToArray();
        if (services.Length > 0)
        {
            yield return Report(
                services[0],
                services[0].NameSpan,
                $"nftables mode does not accept forwarded traffic of {Migration.NamesOf(services)} for the host firewall, as {ProxyModes.NameOf(move.From)} mode does",
                effect: "a FORWARD policy of DROP (firewalld, ufw) drops it",
                help: "let the host firewall allow the node ports and the pods' traffic before the move");
        }
    }
}
