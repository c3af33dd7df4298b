using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Rules.Api;
using SvcLint.Validation;
using SvcLint.Yaml;

namespace SvcLint.Rules.KubeProxy;

/// <summary>A field that kube-proxy does not know: it says so in its log and goes on without the setting.</summary>
public sealed class KubeProxyUnknownField : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC7001",
        Name = "kube-proxy-unknown-field",
        Title = "A field of kube-proxy's configuration does not exist",
        Category = Category.KubeProxy,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var verdict in context.Objections.Where(v => v.Object is KubeProxyConfiguration))
        {
            foreach (var error in verdict.Decode.Where(e => e.Kind == DecodeErrorKind.UnknownField))
            {
                var isAdvice = context.Version is null && error.Known is not null;
                var finding = Report(
                    verdict.Object,
                    error.Span,
                    error.Known is null ? $"unknown field {error.Field}{(error.Nearest is { } meant ? $"; did you mean '{meant}'?" : "")}" : FieldOfAnotherVersion.Message(error, context.Version),
                    severity: isAdvice ? Severity.Info : null,
                    effect: "kube-proxy starts without this setting") with
                { NamedVersion = error.Known is null ? null : context.Version };
                yield return error.Nearest is { } near
                    ? finding with { Fixes = [new Fix($"Write {near}", FixSafety.Unsafe, [YamlEdit.KeepQuotes(error.Span, near)])] }
                    : finding;
            }
        }
    }
}
