using SvcLint.Emulation;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Rules.Endpoints;

/// <summary>A label with which kube-proxy does not see the object at all.</summary>
public sealed class SliceIgnoredByKubeProxy : Rule
{
    private const string HeadlessLabel = ServicePortMap.HeadlessLabel;
    private const string ProxyNameLabel = ServicePortMap.ServiceProxyNameLabel;

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC6010",
        Name = "ignored-by-kube-proxy",
        Title = "A label hides a Service or its endpoints from kube-proxy",
        Category = Category.Endpoints,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var item in context.Unit.Services.Where(s => s.Spec?.ClusterIP?.Value != "None" && s.Spec?.Type?.Value != "ExternalName").Concat<KubernetesObject>(context.Unit.EndpointSlices))
        {
            var isMade = item.Metadata.IsMadeByController;
            if (!isMade && item.Metadata.Labels?.Find(HeadlessLabel) is { } headless && !BelongsToHeadless(context, item) && !(item is Service && context.Version >= KubeProxyChecks.OneLabelEach))
            {
                yield return Report(
                    item,
                    headless.Key.Span,
                    $"label '{HeadlessLabel}' on {item} hides it from kube-proxy{(item is Service ? $" before {KubeProxyChecks.OneLabelEach}" : "")}",
                    severity: item is Service && context.Version is null ? Severity.Info : null,
                    effect: Effect(item),
                    help: "remove the label; controllers set it on endpoints of headless Services");
            }

            if (!isMade && item.Metadata.Labels?.Find(ProxyNameLabel) is { } proxy && !(item is EndpointSlice && context.Version >= KubeProxyChecks.OneLabelEach))
            {
                yield return Report(
                    item,
                    proxy.Key.Span,
                    $"label '{ProxyNameLabel}' leaves {item} to a proxy named {proxy.Value.Value}",
                    severity: Severity.Info,
                    effect: $"without such a proxy {Effect(item)}",
                    help: "remove the label, unless that proxy runs in the cluster");
            }
        }
    }

    private static string Effect(KubernetesObject item) => item is Service ? "its cluster IP is not served" : "its addresses get no connections";

    private static bool BelongsToHeadless(RuleContext context, KubernetesObject item) =>
        item is EndpointSlice slice && slice.Metadata.Labels?[EndpointSlice.ServiceNameLabel] is { } name && context.Unit.FindServices(name, slice.Namespace).All(s => s.Spec?.ClusterIP?.Value == "None");
}
