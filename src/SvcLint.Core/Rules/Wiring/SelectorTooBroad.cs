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
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2043",
        Name = "selector-too-broad",
        Title = "A Service also selects pods that do not serve its port",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Effect = "some connections go to pods that do not listen on the port",
    };

    private const int MostRelated = 20;

    private const string NameLabel = "app.kubernetes.io/name";

    // What processes are called that take work from a queue or a clock.
    private static readonly string[] WorkerWords = ["worker", "celery", "sidekiq", "beat", "queue:work", "consumer", "resque", "rq", "dramatiq", "schedule:work", "horizon"];

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        var known = new Dictionary<IReadOnlyList<Workload>, Crowd>();
        foreach (var service in context.Unit.Services)
        {
            if (service.Spec is not { Selector: { Count: > 0 } selector, Ports: { Count: > 0 } ports } || !context.Unit.IsFullyKnown)
            {
                continue;
            }

            var behind = context.Unit.WorkloadsBehind(service);
            if (!known.TryGetValue(behind, out var crowd))
            {
                known.Add(behind, crowd = new Crowd(context, service, behind));
            }

            // Variants of one workload are meant to be behind one Service; those of one name replace each other.
            if (crowd.Names.Count < 2)
            {
                continue;
            }

            if (crowd.TwinOf(service) is { } twin)
            {
                yield return Report(
                    service,
                    selector.KeySpan,
                    $"Services {service.Name} and {twin.Name} have the same selector, which matches the pods of both",
                    [new RelatedSpan(twin.Spec!.Selector!.KeySpan, "the same selector"), .. crowd.Workloads.Take(MostRelated).Select(w => new RelatedSpan(w.PodLabels?.KeySpan ?? w.NameSpan, $"pods of {w.Name}"))],
                    confidence: Confidence.Medium,
                    effect: "some connections go to the pods of the other one",
                    help: "give each workload a label of its own, and select it");
                continue;
            }

            if (crowd.Others is { Count: > 0 } others && IsOfGenerator(selector))
            {
                yield return Report(
                    service,
                    selector.KeySpan,
                    $"selector of Service {service.Name} also matches {Names(others)}, another application",
                    [.. crowd.Workloads.Take(5).Select(w => new RelatedSpan(w.PodLabels?.KeySpan ?? w.NameSpan, $"pods of {w.Name}"))],
                    confidence: Confidence.Medium,
                    effect: "some connections go to the pods of the other one",
                    help: "add app.kubernetes.io/name to the selector");
                continue;
            }

            var (strangers, serving) = crowd.Split(ports.Items, ServicePorts.IsHeadless(service));
            if (strangers.Count == 0 || serving is null)
            {
                continue;
            }

            var own = serving.PodLabels?.Entries.FirstOrDefault(l => selector.Find(l.Key.Value) is null && strangers.All(s => s.PodLabels?[l.Key.Value] != l.Value.Value));
            yield return Report(
                service,
                selector.KeySpan,
                $"selector of Service {service.Name} also matches {Names(strangers)}, which {(strangers.Any(s => PortResolution.Declared(s).Any()) ? $"declares {PortNames.Declared(strangers)}" : "serves no port")}",
                [.. strangers.Take(MostRelated).Select(s => new RelatedSpan(s.PodLabels?.KeySpan ?? s.NameSpan, "also selected")), new RelatedSpan(serving.NameSpan, "serves the port")],
                help: own is null ? "add a label to the selector that only the serving pods have" : $"add '{own.Key.Value}: {own.Value.Value}' to the selector");
        }
    }

    // "control-plane: controller-manager" is what a generator writes for every operator.
    private static bool IsOfGenerator(StringMap selector) =>
        selector.Entries.All(e => e.Key.Value is "control-plane" or "component" or "tier" or "role" or "app.kubernetes.io/component" or "app.kubernetes.io/managed-by");

    private static bool IsWorker(Workload workload) => !PortResolution.Declared(workload).Any() && workload.ServingContainers().All(c =>
        c is { ReadinessProbe: null, LivenessProbe: null or { HttpGet: null, TcpSocket: null } }
        && (c.Command?.Items ?? []).Concat(c.Args?.Items ?? []).SelectMany(w => w.Value.Split(' ', '/', '\n')).Any(w => Array.IndexOf(WorkerWords, w) >= 0));

    private static string Names(IReadOnlyList<Workload> workloads) => workloads.Count == 1 ? PortNames.Of(workloads) : $"{PortNames.Of([workloads[0]])} and {workloads.Count - 1} more";

    private static bool Declares(ServicePort port, Workload workload) => PortResolution.Target(port) is { } target
        && PortResolution.Declared(workload).Any(p => target.Int is { } number ? p.Number?.Value == number : p.Name?.Value == target.String);

    // A port that a name does not find on a pod is left out for this pod; only a headless name still lists it.
    private static bool MayServe(RuleContext context, ServicePort port, Workload workload, bool isHeadless) =>
        (!PortResolution.Declared(workload).Any() && !IsWorker(workload)) || Declares(port, workload)
        || PortResolution.Target(port) is not { } target
        || (target.Int is { } number ? ListeningEvidence.Suggests(workload, number, context.Unit) : !isHeadless);

    /// <summary>The workloads that Services with one selector select; what is asked of all of them is asked once.</summary>
    private sealed class Crowd
    {
        private readonly RuleContext _context;
        private readonly Service[] _namesakes;
        private IReadOnlyList<Workload>? _others;
        private readonly Dictionary<string, (IReadOnlyList<Workload> Strangers, Workload? Serving)> _split = new(StringComparer.Ordinal);

        public Crowd(RuleContext context, Service service, IReadOnlyList<Workload> behind)
        {
            _context = context;
            Workloads = behind.Where(w => w.WorkloadKind is not (WorkloadKind.Job or WorkloadKind.CronJob)).ToArray();
            Names = new HashSet<string>(Workloads.Select(w => w.Name ?? ""), StringComparer.Ordinal);
            // Each of two Services bears the name of one workload, and both select both. The ports may be the same.
            _namesakes = [.. Workloads.Select(w => w.Name).OfType<string>().Distinct().SelectMany(n => context.Unit.FindServices(n, service.Namespace))
                .Where(s => s.Spec?.Selector is { } other && other.Count == service.Spec!.Selector!.Count && other.Entries.All(e => service.Spec.Selector[e.Key.Value] == e.Value.Value))];
        }

        public IReadOnlyList<Workload> Workloads { get; }

        /// <summary>Where every workload says whose it is: those of another application than the first.</summary>
        public IReadOnlyList<Workload> Others => _others ??= Workloads.All(w => w.PodLabels?[NameLabel] is not null) ? [.. Workloads.Where(w => w.PodLabels![NameLabel] != Workloads[0].PodLabels![NameLabel])] : [];

        public HashSet<string> Names { get; }

        public Service? TwinOf(Service service) => Names.Contains(service.Name ?? "") ? Array.Find(_namesakes, s => s.Name != service.Name) : null;

        /// <summary>Those that serve none of the ports, and the first one that does.</summary>
        public (IReadOnlyList<Workload> Strangers, Workload? Serving) Split(IReadOnlyList<ServicePort> ports, bool isHeadless)
        {
            var key = (isHeadless ? "headless " : "") + string.Join(" ", ports.Select(p => PortResolution.Target(p)?.ToString()));
            if (!_split.TryGetValue(key, out var known))
            {
                var declared = _context.PortsOf(Workloads);
                var serving = ports.Any(p => PortResolution.Target(p) is { } target && declared.Targeted(target).Count > 0) ? Workloads.FirstOrDefault(w => ports.Any(p => Declares(p, w))) : null;
                // Where nobody is known to serve, nobody is a stranger.
                _split.Add(key, known = (serving is null ? [] : Workloads.Where(w => !ports.Any(p => MayServe(_context, p, w, isHeadless))).ToArray(), serving));
            }

            return known;
        }
    }
}
