using SvcLint.Emulation;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Validation;

namespace SvcLint.Rules.Api;

/// <summary>A field that is accepted and means nothing on a Service of this type, or in a cluster whose kube-proxy does not serve it.</summary>
public sealed class IgnoredField : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1206",
        Name = "ignored-field",
        Title = "A field of a Service is ignored",
        Category = Category.Api,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var verdict in context.Objections)
        {
            foreach (var held in verdict.Warnings.Where(w => verdict.Object is Service && w.Value.Code == WarningCode.Ignored))
            {
                // The server of 1.34 says it of every headless Service: where nothing is written there is nothing to change.
                var warning = held.Value;
                if (!warning.IsWritten && !held.IsCertain)
                {
                    continue;
                }

                yield return Report(
                    verdict.Object,
                    warning.Span,
                    warning.Detail,
                    severity: warning.IsWritten ? null : Severity.Info,
                    effect: warning.IsWritten ? null : "the API server of this version says it of every headless Service",
                    help: warning.IsWritten ? "remove it, or choose the type that has it" : null) with
                {
                    Api = held.IsCertain ? new ApiVerdict(warning.Field, "Warning", warning.Code.ToString()) : null,
                };
            }
        }

        foreach (var finding in NotServed(context))
        {
            yield return finding;
        }
    }

    private IEnumerable<Finding> NotServed(RuleContext context)
    {
        if (context.Proxy is not { Version: { } version, Configuration: { FeatureGates: { } gates } } || KubeProxyRelease.Of(version, gates).AllowsExternalIPs)
        {
            yield break;
        }

        foreach (var service in context.Unit.Services)
        {
            if (service.Spec is { ExternalIPs: { Count: > 0 } external } spec && spec.Type?.Value != "ExternalName" && spec.ClusterIP?.Value != "None")
            {
                yield return Report(
                    service,
                    external.KeySpan,
                    "spec.externalIPs is ignored: kube-proxy runs with feature gate AllowServiceExternalIPs off",
                    effect: "no node answers at these addresses",
                    help: "remove it, and use a LoadBalancer Service or a gateway");
            }
        }
    }
}
