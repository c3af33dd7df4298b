using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>
/// A selector that matches several workloads of which some serve the Service's ports and others declare different ones. Every pod counts
/// as an endpoint, so part of the connections go to pods that do not answer.
/// </summary>
public sealed class SelectorTooBroad : Rule
{
    private const string NameLabel = "app.kubernetes.io/name";

    // What processes are called that take work from a queue or a clock.
    private static readonly string[] WorkerWords = ["worker", "celery", "sidekiq", "beat", "queue:work", "consumer", "resque", "rq", "dramatiq", "schedule:work", "horizon"];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2043",
        Name = "selector-too-broad",
        Title = "A Service also selects pods that do not serve its port",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Effect = "some connections go to pods that do not listen on the port",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services)
        {
            if (service.Spec is not { Selector: { Count: > 0 } selector, Ports: { Count: > 0 } ports } || !context.Unit.IsFullyKnown)
            {
                continue;
            }

            var workloads = context.Unit.WorkloadsBehind(service).Where(w => w.WorkloadKind is not (WorkloadKind.Job or WorkloadKind.CronJob)).ToArray();
            // Variants of one workload are meant to be behind one Service; those of one name replace each other.
            if (workloads.Length < 2 || workloads.Select(w => w.Name).Distinct().Count() < 2)
            {
                continue;
            }

            if (Twin(context, service, workloads) is { } twin)
            {
                yield return Report(
                    service,
                    selector.KeySpan,
                    $"Services {service.Name} and {twin.Name} have the same selector, which matches the pods of both",
                    [new RelatedSpan(twin.Spec!.Selector!.KeySpan, "the same selector"), .. workloads.Select(w => new RelatedSpan(w.PodLabels?.KeySpan ?? w.NameSpan, $"pods of {w.Name}"))],
                    confidence: Confidence.Medium,
                    effect: "some connections go to the pods of the other one",
                    help: "give each workload a label of its own, and select it");
                continue;
            }

            if (Mixed(selector, workloads) is { } mixed)
            {
                yield return Report(
                    service,
                    selector.KeySpan,
                    $"selector of Service {service.Name} also matches {Names(mixed)}, another application",
                    [.. workloads.Take(5).Select(w => new RelatedSpan(w.PodLabels?.KeySpan ?? w.NameSpan, $"pods of {w.Name}"))],
                    confidence: Confidence.Medium,
                    effect: "some connections go to the pods of the other one",
                    help: "add app.kubernetes.io/name to the selector");
                continue;
            }

            var isHeadless = ServicePorts.IsHeadless(service);
            var strangers = workloads.Where(w => !ports.Items.Any(p => MayServe(context, p, w, isHeadless))).ToArray();
            var serving = workloads.Where(w => ports.Items.Any(p => Declares(p, w))).ToArray();
            if (strangers.Length == 0 || serving.Length == 0)
            {
                continue;
            }

            var own = serving[0].PodLabels?.Entries.FirstOrDefault(l => selector.Find(l.Key.Value) is null && strangers.All(s => s.PodLabels?[l.Key.Value] != l.Value.Value));
            yield return Report(
                service,
                selector.KeySpan,
                $"selector of Service {service.Name} also matches {Names(strangers)}, which {(strangers.Any(s => PortResolution.Declared(s).Any()) ? $"declares {PortNames.Declared(strangers)}" : "serves no port")}",
                [.. strangers.Select(s => new RelatedSpan(s.PodLabels?.KeySpan ?? s.NameSpan, "also selected")), new RelatedSpan(serving[0].NameSpan, "serves the port")],
                help: own is null ? "add a label to the selector that only the serving pods have" : $"add '{own.Key.Value}: {own.Value.Value}' to the selector");
        }
    }

    // Each of two Services bears the name of one workload, and both select both. The ports may be the same.
    private static Service? Twin(RuleContext context, Service service, IReadOnlyList<Workload> workloads) =>
        workloads.Any(w => w.Name == service.Name)
            ? workloads.Where(w => w.Name != service.Name && w.Name is not null).SelectMany(w => context.Unit.FindServices(w.Name!, service.Namespace)).FirstOrDefault(s =>
                s.Spec?.Selector is { } other && other.Count == service.Spec!.Selector!.Count && other.Entries.All(e => service.Spec.Selector[e.Key.Value] == e.Value.Value))
            : null;

    // "control-plane: controller-manager" is what a generator writes for every operator; other labels say whose pods they are.
    private static Workload[]? Mixed(StringMap selector, IReadOnlyList<Workload> workloads)
    {
        if (!selector.Entries.All(e => e.Key.Value is "control-plane" or "component" or "tier" or "role" or "app.kubernetes.io/component" or "app.kubernetes.io/managed-by"))
        {
            return null;
        }

        var named = workloads.Where(w => w.PodLabels?[NameLabel] is not null).GroupBy(w => w.PodLabels![NameLabel]!, StringComparer.Ordinal).ToArray();
        return named.Length > 1 && named.Sum(g => g.Count()) == workloads.Count ? [.. named.Skip(1).SelectMany(g => g)] : null;
    }

    private static bool IsWorker(Workload workload) => !PortResolution.Declared(workload).Any() && workload.ServingContainers().All(c =>
        c is { ReadinessProbe: null, LivenessProbe.HttpGet: null, LivenessProbe.TcpSocket: null } or { ReadinessProbe: null, LivenessProbe: null }
        && (c.Command?.Items ?? []).Concat(c.Args?.Items ?? []).SelectMany(w => w.Value.Split(' ', '/', '\n')).Any(w => Array.IndexOf(WorkerWords, w) >= 0));

    private static string Names(IReadOnlyList<Workload> workloads) => workloads.Count == 1 ? PortNames.Of(workloads) : $"{PortNames.Of([workloads[0]])} and {workloads.Count - 1} more";

    private static bool Declares(ServicePort port, Workload workload) => PortResolution.Target(port) is { } target
        && PortResolution.Declared(workload).Any(p => target.Int is { } number ? p.Number?.Value == number : p.Name?.Value == target.String);

    // A port that a name does not find on a pod is left out for this pod; only a headless name still lists it.
    private static bool MayServe(RuleContext context, ServicePort port, Workload workload, bool isHeadless) =>
        (!PortResolution.Declared(workload).Any() && !IsWorker(workload)) || Declares(port, workload)
        || PortResolution.Target(port) is not { } target
        || (target.Int is { } number ? ListeningEvidence.Suggests(workload, number, context.Unit) : !isHeadless);
}
