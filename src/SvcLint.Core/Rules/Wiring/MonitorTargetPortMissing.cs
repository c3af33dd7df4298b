using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.Wiring;

/// <summary>A PodMonitor, or the targetPort of a ServiceMonitor, names a port that no container of the selected pods declares: both look at declarations.</summary>
public sealed class MonitorTargetPortMissing : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2078",
        Name = "monitor-target-port-missing",
        Title = "A PodMonitor or a ServiceMonitor's targetPort names a port that the pods do not declare",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Effect = "Prometheus finds no target: it goes by the declared container ports",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        if (!context.Unit.IsFullyKnown)
        {
            yield break;
        }

        foreach (var monitor in context.Unit.OfType<OtherObject>().Select(PodMonitor.Of).OfType<PodMonitor>())
        {
            var pods = context.Unit.WorkloadCandidates(monitor.Selector?.MatchLabels).Where(w => monitor.Selector is { } selector && LabelMatching.Selects(selector, w.PodLabels) && monitor.MayLookInto(w.Namespace)).ToArray();
            foreach (var port in monitor.Ports)
            {
                if (!IsOfSidecar(port.Value) && Missing(pods, w => PortResolution.Declared(w).Any(d => d.Name?.Value == port.Value)))
                {
                    yield return Report(monitor.Owner, port.Span, port.Value, pods);
                }
            }
        }

        foreach (var monitor in context.Unit.OfType<ServiceMonitor>())
        {
            var pods = new Lazy<Workload[]>(() => [.. MonitorPortMissing.Selected(context.Unit.Services, monitor).SelectMany(context.WorkloadsBehind).Distinct()]);
            foreach (var port in (monitor.Endpoints?.Items ?? []).Where(e => e.Port is null).Select(e => e.TargetPort).OfType<Located<IntOrString>>())
            {
                if (Missing(pods.Value, w => PortResolution.Declared(w).Any(d => port.Value.Int is { } number ? d.Number?.Value == number : d.Name?.Value == port.Value.String)))
                {
                    yield return Report(monitor, port.Span, port.Value.ToString(), pods.Value);
                }
            }
        }
    }

    // Ports of the containers that Istio and Linkerd inject, also where the cluster's own namespaces say so.
    private static bool IsOfSidecar(string port) => port is "http-envoy-prom" or "linkerd-admin" or "linkerd-proxy";

    private static bool Missing(IReadOnlyList<Workload> pods, Func<Workload, bool> declares) =>
        pods.Count > 0 && !pods.Any(w => ListeningEvidence.HasInjectedContainers(w) || !PortResolution.Declared(w).Any() || declares(w));

    private Finding Report(KubernetesObject monitor, SourceSpan span, string port, IReadOnlyList<Workload> pods)
    {
        var isNumber = int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out _);
        return Report(
            monitor,
            span,
            $"{(isNumber ? $"port {port}" : $"port '{port}'")} is not declared by {PortNames.Of(pods)} (it declares {PortNames.Declared(pods)})",
            [new RelatedSpan(PortNames.PlaceOf(pods[0]), "container ports")],
            help: $"use a declared port, or declare a containerPort {(isNumber ? port : $"named '{port}'")}");
    }
}
