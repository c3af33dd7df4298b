using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Cluster.Listening;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Rules.Wiring;
using SvcLint.Text;

namespace SvcLint.Charts.Units.Checks;

/// <summary>A containerPort that is the Service's port, while the process listens where its command, its environment or its probe says.</summary>
internal static class FollowingContainerPort
{
    private static readonly HashSet<string> PortVariables = new(StringComparer.Ordinal) { "PORT", "HTTP_PORT", "LISTEN_PORT", "SERVER_PORT", "APP_PORT", "WEB_PORT", "ASPNETCORE_HTTP_PORTS" };

    public static IEnumerable<ChartProblem> Find(RenderedRelease release)
    {
        foreach (var workload in release.Unit.Workloads)
        {
            var services = release.Unit.Services.Where(s => release.Unit.WorkloadsBehind(s).Contains(workload)).SelectMany(s => (s.Spec?.Ports?.Items ?? []).Select(p => (Service: s, Port: p))).ToArray();
            foreach (var container in workload.ServingContainers())
            {
                var followed = Numbers(container)
                    .Select(n => (Declared: n, Origin: release.OriginOf(n.Span)))
                    .Where(d => d.Origin.IsUnchanged)
                    .Select(d => (d.Declared, d.Origin, Meant: services.FirstOrDefault(s => s.Port.Port is { } number && release.OriginOf(number.Span).Shares(d.Origin))))
                    .Where(d => d.Meant.Service is not null)
                    .Take(2)
                    .ToArray();
                // Of several ports another one may be the one that the process means.
                if (followed is [var (declared, origin, (service, port))] && Listening(release, workload, container) is { } listening && release.OriginOf(listening.Span).Values.Count == 0
                    && !Numbers(container).Any(n => n != declared && n.Value == listening.Port))
                {
                    yield return Problem(release, workload, service, port, declared, origin, listening);
                }
            }
        }
    }

    private static IEnumerable<Located<int>> Numbers(Container container) => (container.Ports?.Items ?? []).Select(p => p.Number).OfType<Located<int>>();

    private static ChartProblem Problem(RenderedRelease release, Workload workload, Service service, ServicePort port, Located<int> declared, ScalarOrigin origin, (int Port, SourceSpan Span, string What) listening)
    {
        var isBroken = declared.Value != listening.Port;
        return new ChartProblem(
            ContainerPortFollowsService.Id,
            release.ActionOf(declared.Span),
            $"containerPort {declared.Value} comes from '{origin.Key}', but the process listens on {listening.Port} ({listening.What})",
            $"write containerPort: {listening.Port}; only Service {service.Name} follows '{origin.Key}'",
            [new RelatedSpan(listening.Span, "listens here"), new RelatedSpan(declared.Span, "value"), new RelatedSpan(release.ActionOf(port.Port!.Span), "Service port")])
        {
            Effect = isBroken ? $"connections to Service {service.Name} are refused" : $"connections are refused once '{origin.Key}' changes",
            Severity = isBroken ? Severity.Warning : Severity.Info,
            Object = workload.Reference,
        };
    }

    private static (int Port, SourceSpan Span, string What)? Listening(RenderedRelease release, Workload workload, Container container)
    {
        var known = ContainerListeners.Of(container, workload, release.Unit).Listeners.Where(l => l.Evidence == ListenerEvidence.Command && l.What.IndexOf("metrics", StringComparison.Ordinal) < 0 && l.What.IndexOf("health", StringComparison.Ordinal) < 0).ToArray();
        if (known.Length == 1)
        {
            return (known[0].Port, known[0].Span, known[0].What);
        }

        var variables = (container.Env?.Items ?? []).Where(e => e.Name is { } name && PortVariables.Contains(name.Value) && IsPort(e.Value?.Value)).ToArray();
        if (variables.Length == 1 && known.Length == 0)
        {
            return (int.Parse(variables[0].Value!.Value, CultureInfo.InvariantCulture), variables[0].Value!.Span, variables[0].Name!.Value);
        }

        if (HasHealthPort(container))
        {
            return null;
        }

        Located<IntOrString>?[] probed = [container.ReadinessProbe?.HttpGet?.Port ?? container.ReadinessProbe?.TcpSocket?.Port, container.LivenessProbe?.HttpGet?.Port ?? container.LivenessProbe?.TcpSocket?.Port];
        return known.Length == 0 && variables.Length == 0 && probed.FirstOrDefault(p => p?.Value.Int is not null) is { Value.Int: { } number } probe && probed.All(p => p?.Value.Int is null || p.Value.Int == number)
            ? (number, probe.Span, "its probe")
            : null;
    }

    // Operators answer /healthz and /readyz on a port of their own, beside their webhook's.
    private static bool HasHealthPort(Container container) =>
        new[] { container.ReadinessProbe, container.LivenessProbe }.Any(p => p?.HttpGet is { Path.Value: "/healthz" or "/readyz", Port.Value.Int: 8081 or 9440 or 8082 })
        || (container.Ports?.Items ?? []).Any(p => p.Name?.Value.IndexOf("webhook", StringComparison.Ordinal) >= 0);

    private static bool IsPort(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 65536;
}
