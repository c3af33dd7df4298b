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
                var port = spec.HealthCheckNodePort is { Value: > 0 } number ? $"health check port {number.Value}" : "the health check port that the API server allocates";
                yield return Report(
                    service,
                    spec.HealthCheckNodePort?.Span ?? policy.Span,
                    $"The load balancer of Service {service.Name} asks {port} of each node. {Migration.NameOf(move.From)} mode writes a rule that accepts it, nftables mode does not: a host firewall that closes the port takes every node out. Open the port (or the node-port range) in the host firewall before the move");
            }
        }

        var services = context.Unit.Services.Where(s => s.Spec?.Type?.Value == "NodePort").ToArray();
        if (services.Length > 0)
        {
            yield return Report(
                services[0],
                services[0].NameSpan,
                $"{Migration.NameOf(move.From)} mode accepts what it forwards for {Migration.NamesOf(services)}; in nftables mode an accept of kube-proxy does not hold against another table's drop, so it writes none. A host firewall (firewalld, ufw, a FORWARD policy of DROP) must let the node ports and the pods' traffic through. Check it before the move");
        }
    }
}
