using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Config;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Reachability;
using SvcLint.Text;

namespace SvcLint.Diagnosis;

/// <summary>The diagnosis of a Service, narrowed to the connection of one client: what others suffer, and what only follows, is set aside.</summary>
public static class ConnectionDiagnosis
{
    private const int MostPorts = 10;

    /// <param name="dump">The cluster.</param>
    /// <param name="service">What was found of the Service.</param>
    /// <param name="from">As <see cref="ConnectionQuestion.From"/>.</param>
    /// <param name="version">Decides what is derived.</param>
    public static ConnectionAnswer<ServiceDiagnosis> Of(ClusterDump dump, ServiceDiagnosis service, string from, KubernetesVersion version)
    {
        if (service.Span is null)
        {
            // Nobody reaches what does not exist.
            return service;
        }

        var unit = new DeploymentUnit("", UnitKind.Named, new ClusterFacts(), dump.Objects, [], []);
        var traces = new List<ConnectionTrace>();
        foreach (var port in Ports(dump, service))
        {
            var question = new ConnectionQuestion { From = from, To = $"service/{service.Namespace}/{service.Name}{port}", Version = version };
            var answer = ConnectionTracer.Trace(unit, question);
            if (answer.Problem?.Part == QuestionPart.Node && EntryNode(dump) is { } node)
            {
                answer = ConnectionTracer.Trace(unit, question with { Node = node });
            }

            if (answer.Problem is { } problem)
            {
                return problem;
            }

            traces.Add(answer.Value!);
        }

        var client = ClientOf(dump, from);
        var index = new DiagnosisIndex(dump, version);
        var dns = client is null ? null : new PolicySteps(index, new ClientSteps(index)).DnsOf(client);
        return service with { Steps = Narrow(dns is null ? service.Steps : [.. service.Steps, dns], traces, client is null ? null : $"{DiagnosisIndex.NamespaceOf(client)}/{index.Owners.TopOf(client).Name}", from) };
    }

    private static IEnumerable<string> Ports(ClusterDump dump, ServiceDiagnosis service)
    {
        var ports = dump.Objects.OfType<Service>().First(s => s.NameSpan == service.Span).Spec?.Ports?.Items ?? [];
        return ports.Count < 2 ? [""] : ports.Take(MostPorts).Select(p => string.Format(CultureInfo.InvariantCulture, ":{0}/{1}", p.Port?.Value, PortResolution.Protocol(p)));
    }

    // Packets from outside come to any node; of those that are ready the first stands for them.
    private static string? EntryNode(ClusterDump dump) => dump.Objects.OfType<Node>().Where(n => PodTrouble.NotReady(n) is null).Select(n => n.Name).OfType<string>().OrderBy(n => n, StringComparer.Ordinal).FirstOrDefault();

    // Who connects: a pod, or the controller of some; null for a node, and for what is outside.
    private static Workload? ClientOf(ClusterDump dump, string from)
    {
        if (ConnectionAddress.Read(from, isSource: true).Value is not { } address)
        {
            return null;
        }

        return address.Kind switch
        {
            AddressKind.Workload => dump.Objects.OfType<Workload>().FirstOrDefault(w => w.Name == address.Name && w.WorkloadKind != WorkloadKind.Pod && IsIn(w)),
            AddressKind.Pod => dump.Objects.OfType<Workload>().FirstOrDefault(w => w.Name == address.Name && w.WorkloadKind == WorkloadKind.Pod && IsIn(w)),
            AddressKind.IP => dump.Objects.OfType<Workload>().FirstOrDefault(w => w.WorkloadKind == WorkloadKind.Pod && w.PodIPs.Any(i => i.Value == address.Name)),
            _ => null,
        };

        bool IsIn(Workload workload) => address.Namespace is null || DiagnosisIndex.NamespaceOf(workload) == address.Namespace;
    }

    private static IReadOnlyList<DiagnosisStep> Narrow(IReadOnlyList<DiagnosisStep> steps, List<ConnectionTrace> traces, string? client, string from)
    {
        var isOutside = client is null && !from.StartsWith("node/", StringComparison.Ordinal);
        var narrowed = steps.Select(s => s with { IsAside = !Concerns(s) }).ToList();
        foreach (var trace in traces)
        {
            var step = Step(trace, from);
            narrowed.Add(step with { IsAside = step.Verdict == StepVerdict.Fault && narrowed.Exists(s => s is { Verdict: StepVerdict.Fault, IsAside: false } && Explains(s, trace)) });
        }

        return narrowed;

        bool Concerns(DiagnosisStep step) => step.Concern switch
        {
            StepConcern.Everybody => true,
            StepConcern.OneClient => step.Client == client,
            StepConcern.FromOutside => isOutside,
            _ => false,
        };
    }

    private static DiagnosisStep Step(ConnectionTrace trace, string from)
    {
        var verdict = trace.Verdict switch { ConnectionVerdict.Allowed => StepVerdict.Good, ConnectionVerdict.Unknown => StepVerdict.Unknown, _ => StepVerdict.Fault };
        var node = trace.Decisive.Verdict is ConnectionVerdict.Allowed || ConnectionAddress.Read(from, isSource: true).Value?.Kind is not (AddressKind.IP or AddressKind.Internet) ? "" : $" by way of node {trace.Node}";
        return new DiagnosisStep($"can {from} connect to {trace.To}{node}", verdict, $"{Word(trace.Verdict)}: {trace.Why}")
        {
            Evidence = [.. trace.Decisive.Steps.Where(s => s.Span is not null).Select(s => new Evidence(s.Text, s.Span))],
            Confirm = Confirm(trace),
        };
    }

    private static string? Confirm(ConnectionTrace trace)
    {
        // service/shop/web:80/TCP; only TCP tells whether somebody is there.
        var to = trace.To.Split('/', ':');
        return trace.From.Split(' ', '/') is ["pod", var @namespace, var pod] && to is ["service", var home, var name, var port, "TCP"]
            ? $"kubectl exec -n {@namespace} {pod} -- nc -zvw3 {name}.{home} {port}"
            : null;
    }

    private static string Word(ConnectionVerdict verdict) => verdict switch
    {
        ConnectionVerdict.Allowed => "allowed",
        ConnectionVerdict.Dropped => "dropped",
        ConnectionVerdict.Rejected => "rejected",
        ConnectionVerdict.ReplyLost => "the reply is lost",
        ConnectionVerdict.NoRoute => "no route",
        _ => "unknown",
    };

    // The same object decided both, or the connection is turned away for want of endpoints, and the step tells why there are none.
    private static bool Explains(DiagnosisStep step, ConnectionTrace trace) =>
        trace.Verdict == ConnectionVerdict.Rejected ? step.Concern == StepConcern.Everybody
        : trace.Decisive.Span is { } place && step.Evidence.Any(e => e.Span is { } own && IsSame(own, place))
            || (trace.Decisive.Steps.Any(s => s.Stage == ConnectionStage.Policy && s.Span == trace.Decisive.Span) && step.Question == PolicySteps.Clients);

    private static bool IsSame(SourceSpan one, SourceSpan other) => one.Source == other.Source && one.Start == other.Start;
}
