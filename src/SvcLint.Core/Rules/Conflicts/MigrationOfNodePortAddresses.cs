using SvcLint.Emulation;
using SvcLint.Findings;

namespace SvcLint.Rules.Conflicts;

/// <summary>nftables mode serves node ports on the node's primary address, the other modes on all of them, unless nodePortAddresses says which.</summary>
public sealed class MigrationOfNodePortAddresses : MigrationRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC8102",
        Name = "migration-changes-node-port-addresses",
        Title = "After the move to another mode node ports answer on other addresses of the node",
        Category = Category.Conflicts,
        Severity = Severity.Warning,
    };

    protected override IEnumerable<Finding> Check(RuleContext context, Migration move)
    {
        if (move.Proxy.Configuration?.NodePortAddresses is { Count: > 0 } || ServesPrimaryAddress(move, move.From) == ServesPrimaryAddress(move, move.To))
        {
            yield break;
        }

        var services = context.Unit.Services.Where(s => s.Spec?.Type?.Value == "NodePort").ToArray();
        var configuration = context.Unit.KubeProxyConfigurations is [var written, ..] ? written : null;
        if (services.Length == 0 && configuration is null)
        {
            yield break;
        }

        var (now, then) = (Where(move, move.From), Where(move, move.To));
        var whose = services.Length == 0 ? "node ports" : $"node ports of {Migration.NamesOf(services)}";
        var second = SecondAddress.Of(move.Proxy.Nodes);
        var repair = ServesPrimaryAddress(move, move.To)
            ? "set nodePortAddresses to the networks that clients use (0.0.0.0/0 for all, as before)"
            : "set nodePortAddresses to keep them off the other addresses";
        RelatedSpan[] related = second is null ? [] : [new RelatedSpan(second.Span, $"node {second.Node.Name} has a second address")];
        yield return Report(
            configuration is null ? services[0] : configuration,
            configuration is null ? services[0].NameSpan : (configuration.Mode ?? configuration.Kind).Span,
            $"{whose}: {ProxyModes.NameOf(move.From)} mode serves {now}, {ProxyModes.NameOf(move.To)} mode {then}",
            related,
            second is null ? Severity.Info : null,
            help: repair);
    }

    private static bool ServesPrimaryAddress(Migration move, ProxyMode mode) => mode == ProxyMode.Nftables && KubeProxyRelease.Of(move.Version).NftablesServesPrimaryAddress;

    private static string Where(Migration move, ProxyMode mode) => ServesPrimaryAddress(move, mode) ? "the node's primary address only" : "every address of the node";
}
