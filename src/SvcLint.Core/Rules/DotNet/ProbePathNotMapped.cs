using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.DotNet;

/// <summary>
/// An HTTP probe of a container asks for a path at which its .NET application does not answer. Only for applications that map health checks,
/// all of whose routes are constants, and for probes of a port on which they listen.
/// </summary>
public sealed class ProbePathNotMapped : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC9033",
        Name = "probe-path-not-mapped",
        Title = "A probe uses a path that the .NET application does not map",
        Category = Category.DotNet,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var container in ListeningContainer.All(context.Unit))
        {
            foreach (var (name, effect, probe) in Probes(container.Container))
            {
                if (probe?.HttpGet is not { Path: { } path, Host: null } http || !IsOfApplication(container, http))
                {
                    continue;
                }

                var project = container.Join.Project;
                if (ApplicationPaths.Of(project) is not { } paths)
                {
                    context.Silent(this, "some routes are not known", path.Span);
                }
                else if (paths.Health.Count > 0 && !paths.MayAnswer(path.Value))
                {
                    var health = string.Join(", ", paths.Health.Select(h => h.Path).Distinct());
                    yield return Report(
                        container.Workload,
                        path.Part(0, path.Value.Length),
                        $"{name} probe path {path.Value} is not mapped by project {project.Name} (health checks: {health})",
                        [.. paths.Health.Select(h => new RelatedSpan(h.Span, "health checks"))],
                        confidence: container.Join.Strength == JoinStrength.Guess ? Confidence.Medium : null,
                        effect: $"the probe gets 404: {effect}",
                        help: $"use one of these paths, or map {path.Value}");
                }
            }
        }
    }

    private static (string Name, string Effect, Probe? Probe)[] Probes(Container container) =>
    [
        ("liveness", "the container is restarted again and again", container.LivenessProbe),
        ("readiness", "the pod never becomes ready", container.ReadinessProbe),
        ("startup", "the container never counts as started", container.StartupProbe),
    ];

    // Another port may be a metrics server's. Where the application listens is not known: then a container has one port for all.
    private static bool IsOfApplication(ListeningContainer container, HttpGetAction probe)
    {
        var declared = container.Container.Ports?.Items ?? [];
        var port = probe.Port?.Value.Int ?? declared.FirstOrDefault(p => p.Name?.Value == probe.Port?.Value.String)?.Number?.Value;
        return container.Listening.Endpoints is { } endpoints ? endpoints.Any(e => e.Port == port) : declared.All(p => p.Number?.Value == port);
    }
}
