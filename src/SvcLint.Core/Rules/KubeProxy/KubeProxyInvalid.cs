using SvcLint.Findings;
using SvcLint.Rules.Api;
using SvcLint.Validation;
using SvcLint.Yaml;

namespace SvcLint.Rules.KubeProxy;

/// <summary>A value that kube-proxy refuses: it does not start, and the node's Services stay as they were.</summary>
public sealed class KubeProxyInvalid : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC7003",
        Name = "kube-proxy-invalid",
        Title = "kube-proxy rejects a value of its configuration and does not start",
        Category = Category.KubeProxy,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var verdict in context.Objections)
        {
            foreach (var held in verdict.Errors.Where(e => e.Value.Topic == RefusalTopic.KubeProxy))
            {
                var error = held.Value;
                var who = held.IsCertain ? "kube-proxy" : $"kube-proxy of Kubernetes {held.VersionText}";
                yield return Report(
                    verdict.Object, ApiSpans.OneLine(error.Span), error.Clause(error.Field), severity: held.IsCertain ? null : Severity.Info,
                    effect: $"{who} does not start", help: Meant(error) is { } meant ? $"write {meant}" : null) with
                {
                    NamedVersion = error.NamedVersion,
                    Api = held.IsCertain && verdict.IsDecoded ? new ApiVerdict(error.Field, error.Type.ToString()) : null,
                    Fixes = Repair(error) is { } fix ? [fix] : [],
                };
            }
        }
    }

    private static Fix? Repair(ApiError error) => Meant(error) is { } meant ? new Fix($"Write {meant}", FixSafety.Safe, [YamlEdit.KeepQuotes(error.Span, meant)]) : null;

    private static string? Meant(ApiError error) =>
        error.Field == "mode" && error.Written.ToLowerInvariant() is ("iptables" or "ipvs" or "nftables") and var meant && meant != error.Written ? meant : null;
}
