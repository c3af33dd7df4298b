using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Rules.Wiring;

namespace SvcLint.Charts.Units.Checks;

/// <summary>A Service's target and the container port that it meets, when they come from two values that happen to be equal.</summary>
internal static class WiredPorts
{
    public static IEnumerable<ChartProblem> Find(RenderedRelease release)
    {
        foreach (var service in release.Unit.Services)
        {
            var workloads = release.Unit.WorkloadsBehind(service);
            foreach (var port in service.Spec?.Ports?.Items ?? [])
            {
                if (PortResolution.Target(port)?.Int is not { } number || (port.TargetPort?.Span ?? port.Port?.Span) is not { } place)
                {
                    continue;
                }

                var met = workloads.SelectMany(PortResolution.Declared).Where(p => p.Number?.Value == number).ToArray();
                if (met.Length == 0 || release.OriginOf(place) is not { } target || !(target.IsLiteral || target.IsUnchanged))
                {
                    continue;
                }

                var sources = met.Select(p => release.OriginOf(p.Number!.Span)).ToArray();
                if (sources.All(s => s.IsUnchanged && !s.Shares(target) && !(s.IsOfWhole && target.IsOfWhole)))
                {
                    yield return Problem(release, service, port, place, target, met[0], sources[0]);
                }
            }
        }
    }

    private static ChartProblem Problem(RenderedRelease release, Service service, ServicePort port, Text.SourceSpan place, ScalarOrigin target, ContainerPort met, ScalarOrigin source)
    {
        var what = port.TargetPort is null ? "port" : "targetPort";
        var from = target.IsLiteral ? $"is {PortResolution.Target(port)}" : $"comes from '{target.Key}'";
        return new ChartProblem(
            PortsFromDifferentValues.Id,
            release.ActionOf(place),
            $"{what} {from}, the containerPort from '{source.Key}'",
            $"take both from '{source.Key}', or name the port and write targetPort: NAME",
            [new RelatedSpan(release.ActionOf(met.Number!.Span), "containerPort"), .. target.IsLiteral ? [] : new[] { new RelatedSpan(place, "value") }, new RelatedSpan(met.Number.Span, "its value")])
        {
            Effect = $"whoever changes '{source.Key}' alone leaves Service {service.Name} without the port",
            Object = service.Reference,
        };
    }
}
