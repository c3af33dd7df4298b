using SvcLint.Cluster;
using SvcLint.Emulation;
using SvcLint.Findings;

namespace SvcLint.Rules.Conflicts;

/// <summary>sessionAffinity ClientIP is kept by Service port in iptables and nftables mode, by address and port in ipvs mode.</summary>
public sealed class MigrationOfAffinity : MigrationRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC8109",
        Name = "migration-changes-affinity",
        Title = "After the move to another mode session affinity works differently",
        Category = Category.Conflicts,
        Severity = Severity.Info,
    };

    protected override IEnumerable<Finding> Check(RuleContext context, Migration move)
    {
        foreach (var service in move.From == ProxyMode.Ipvs || move.To == ProxyMode.Ipvs ? context.Unit.Services : [])
        {
            if (service.Spec is { SessionAffinity: { Value: "ClientIP", IsDefault: false } affinity } && !ServicePorts.IsHeadless(service) && service.Spec.Type?.Value != "ExternalName")
            {
                yield return Report(
                    service,
                    affinity.Span,
                    $"sessionAffinity ClientIP of Service {service.Name}: {ProxyModes.NameOf(move.From)} keeps it {Kept(move.From)}, {ProxyModes.NameOf(move.To)} {Kept(move.To)}",
                    effect: "at the move every client may get another pod",
                    help: "move when sessions may break");
            }
        }
    }

    private static string Kept(ProxyMode mode) => mode == ProxyMode.Ipvs
        ? "per address"
        : "per Service port";
}
