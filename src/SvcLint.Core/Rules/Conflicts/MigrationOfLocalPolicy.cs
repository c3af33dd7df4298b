using SvcLint.Emulation;
using SvcLint.Findings;

namespace SvcLint.Rules.Conflicts;

/// <summary>externalTrafficPolicy Local on nodes without endpoints: ipvs passes connections on and loses the answer, the other modes drop.</summary>
public sealed class MigrationOfLocalPolicy : MigrationRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC8103",
        Name = "migration-changes-local-policy",
        Title = "After the move to another mode externalTrafficPolicy Local fails differently on nodes without endpoints",
        Category = Category.Conflicts,
        Severity = Severity.Info,
    };

    protected override IEnumerable<Finding> Check(RuleContext context, Migration move)
    {
        foreach (var service in move.From == ProxyMode.Ipvs || move.To == ProxyMode.Ipvs ? context.Unit.Services : [])
        {
            if (service.Spec is { ExternalTrafficPolicy: { Value: "Local", IsDefault: false } policy } && (service.Spec.Type?.Value is "LoadBalancer" or "NodePort" || service.Spec.ExternalIPs is { Count: > 0 }))
            {
                yield return Report(
                    service,
                    policy.Span,
                    $"externalTrafficPolicy Local of Service {service.Name} acts differently on nodes without a ready pod",
                    effect: $"{ProxyModes.NameOf(move.From)} mode {On(move.From)}; {ProxyModes.NameOf(move.To)} mode {On(move.To)}",
                    help: "let clients reach nodes with pods only, or use Cluster");
            }
        }
    }

    private static string On(ProxyMode mode) => mode == ProxyMode.Ipvs
        ? "forwards connections from outside, whose answer is lost"
        : "drops connections from outside";
}
