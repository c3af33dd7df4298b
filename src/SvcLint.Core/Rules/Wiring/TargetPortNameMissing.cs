using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>A named targetPort that no selected pod declares: the port never gets an endpoint.</summary>
public sealed class TargetPortNameMissing : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2002",
        Name = "target-port-name-missing",
        Title = "A Service port targets a port name that no selected pod has",
        Category = Category.Wiring,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        // Many Services may select the same pods.
        var names = new Dictionary<IReadOnlyList<Workload>, string>();
        foreach (var service in context.Unit.Services)
        {
            var workloads = context.WorkloadsBehind(service);
            if (workloads.Count == 0 || service.Spec?.Type?.Value == "ExternalName")
            {
                continue;
            }

            if (!context.Unit.IsFullyKnown)
            {
                context.Silent(this, "the unit is not fully known", service.NameSpan);
                continue;
            }

            foreach (var port in service.Spec?.Ports?.Items ?? [])
            {
                if (port.TargetPort is { Value.String: { Length: > 0 } name } target && !IsPlaceholder(name) && context.PortsOf(workloads).Named(name).Count == 0)
                {
                    if (!names.TryGetValue(workloads, out var named))
                    {
                        names.Add(workloads, named = Named(workloads));
                    }

                    yield return Report(
                        service,
                        target.Span,
                        $"targetPort '{name}' is not a port of {PortNames.Of(workloads)} ({named})",
                        [.. workloads.Take(PortNames.MostPlaces).Select(w => new RelatedSpan(PortNames.PlaceOf(w), "container ports"))],
                        effect: $"port {port.Port} of Service {service.Name} never gets an endpoint",
                        help: $"name a container port '{name}', or use a port that exists");
                }
            }
        }
    }

    // "PORT": no port name has capitals, so somebody fills it in later. A quoted number is refused before anybody looks for it.
    private static bool IsPlaceholder(string name) => name.All(c => c is (>= 'A' and <= 'Z') or '_') || name.All(char.IsDigit);

    private static string Named(IReadOnlyList<Workload> workloads)
    {
        var names = workloads.SelectMany(PortResolution.Declared).Select(p => p.Name?.Value).OfType<string>().Distinct().ToArray();
        return names.Length == 0 ? "it has no named port" : "it has: " + PortNames.Some(names);
    }
}
