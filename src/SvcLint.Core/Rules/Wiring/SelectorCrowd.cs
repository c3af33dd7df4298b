using SvcLint.Cluster;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>The workloads that Services with one selector select; what is asked of all of them is asked once.</summary>
internal sealed class SelectorCrowd
{
    private const string NameLabel = "app.kubernetes.io/name";

    // What processes are called that take work from a queue or a clock.
    private static readonly string[] WorkerWords = ["worker", "celery", "sidekiq", "beat", "queue:work", "consumer", "resque", "rq", "dramatiq", "schedule:work", "horizon"];

    private readonly RuleContext _context;
    private readonly Service[] _namesakes;
    private IReadOnlyList<Workload>? _others;
    private readonly Dictionary<string, (IReadOnlyList<Workload> Strangers, Workload? Serving)> _split = new(StringComparer.Ordinal);

    public SelectorCrowd(RuleContext context, Service service, IReadOnlyList<Workload> behind)
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

    private static bool IsWorker(Workload workload) => !PortResolution.Declared(workload).Any() && workload.ServingContainers().All(c =>
        c is { ReadinessProbe: null, LivenessProbe: null or { HttpGet: null, TcpSocket: null } }
        && (c.Command?.Items ?? []).Concat(c.Args?.Items ?? []).SelectMany(w => w.Value.Split(' ', '/', '\n')).Any(w => Array.IndexOf(WorkerWords, w) >= 0));

    private static bool Declares(ServicePort port, Workload workload) => PortResolution.Target(port) is { } target
        && PortResolution.Declared(workload).Any(p => target.Int is { } number ? p.Number?.Value == number : p.Name?.Value == target.String);

    // A port that a name does not find on a pod is left out for this pod; only a headless name still lists it.
    private static bool MayServe(RuleContext context, ServicePort port, Workload workload, bool isHeadless) =>
        (!PortResolution.Declared(workload).Any() && !IsWorker(workload)) || Declares(port, workload)
        || PortResolution.Target(port) is not { } target
        || (target.Int is { } number ? ListeningEvidence.Suggests(workload, number, context.Unit) : !isHeadless);
}
