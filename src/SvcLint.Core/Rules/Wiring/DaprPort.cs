using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Cluster.Listening;
using SvcLint.Findings;

namespace SvcLint.Rules.Wiring;

/// <summary>
/// The Dapr sidecar is told an application port that the only container neither declares nor mentions, or the application is told another
/// port of the sidecar than it has.
/// </summary>
public sealed class DaprPort : Rule
{
    private const string AppPort = "dapr.io/app-port";

    // Where the sidecar listens unless an annotation moves it, and the variables by which SDKs find it.
    private static readonly (string Annotation, int Default, string[] Variables)[] Sides =
    [
        ("dapr.io/http-port", 3500, ["DAPR_HTTP_ENDPOINT", "DAPR_HTTP_PORT"]),
        ("dapr.io/grpc-port", 50001, ["DAPR_GRPC_ENDPOINT", "DAPR_GRPC_PORT"]),
    ];

    private static readonly string[] BesideNames = ["metrics", "health", "prom", "debug", "admin", "probe", "pprof"];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2063",
        Name = "dapr-port-mismatch",
        Title = "The Dapr sidecar and the application are told different ports",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var workload in context.Unit.IsFullyKnown ? context.Unit.Workloads : [])
        {
            if (workload.Template.Metadata?.Annotations is not { } annotations || annotations["dapr.io/enabled"] != "true" || workload.ServingContainers().ToArray() is not [var container])
            {
                continue;
            }

            var known = ContainerListeners.Of(container, workload, context.Unit);
            // What is known of .NET projects has a rule of its own; a port of metrics or health says nothing of the application's.
            if (known.Application is null && annotations.Find(AppPort)?.Value is { } text && Number(text.Value) is { } port
                && container.Ports is { Count: > 0 } ports && ports.Items.All(p => p.Number is { } number && number.Value != port && !IsBeside(p.Name?.Value))
                && known.Listeners.All(l => l.Port != port) && !ListeningEvidence.IsConfigured(workload, port, context.Unit))
            {
                var isTold = PortUse.Of(workload, container, context.Unit).Any(u => u.User is PortUser.Service or PortUser.Probe) || known.Listeners.Count > 0;
                yield return Report(
                    workload,
                    text.Span,
                    $"{AppPort} is {port}, but container {container.Name?.Value} declares {PortNames.Declared([workload])}",
                    [new RelatedSpan(ports.KeySpan, "container ports")],
                    isTold ? null : Severity.Info,
                    effect: "the sidecar waits for the application, and calls to it fail",
                    help: ports.Count == 1 ? $"write {ports[0].Number}" : "write the port on which the application listens");
            }

            foreach (var (annotation, number, variables) in Sides)
            {
                var actual = annotations.Find(annotation)?.Value is { } moved ? Number(moved.Value) : number;
                foreach (var variable in (container.Env?.Items ?? []).Where(e => Array.IndexOf(variables, e.Name?.Value) >= 0))
                {
                    if (actual is not null && variable.Value is { } value && OfLocal(value.Value) is { } told && told != actual)
                    {
                        yield return Report(
                            workload,
                            value.Span,
                            $"{variable.Name!.Value} has port {told}, but the Dapr sidecar listens on {actual}",
                            annotations.Find(annotation) is { } place ? [new RelatedSpan(place.Value.Span, "sidecar")] : null,
                            effect: "calls to the sidecar are refused",
                            help: $"use {actual}");
                    }
                }
            }
        }
    }

    private static bool IsBeside(string? name) => name is not null && BesideNames.Any(n => name.IndexOf(n, StringComparison.OrdinalIgnoreCase) >= 0);

    // A number, or an address of the pod itself.
    private static int? OfLocal(string text)
    {
        var colon = text.LastIndexOf(':');
        var isLocal = text.IndexOf("localhost:", StringComparison.Ordinal) >= 0 || text.IndexOf("127.0.0.1:", StringComparison.Ordinal) >= 0;
        return colon < 0 ? Number(text) : isLocal ? Number(text.Substring(colon + 1).TrimEnd('/')) : null;
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
