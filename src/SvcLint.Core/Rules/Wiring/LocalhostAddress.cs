using SvcLint.Cluster;
using SvcLint.Cluster.Addresses;
using SvcLint.Cluster.Listening;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>A pod connects to localhost at a port that none of its containers serves, while a Service of the unit has this port.</summary>
public sealed class LocalhostAddress : Rule
{
    private static readonly int[] WebPorts = [80, 443, 3000, 5000, 5001, 8000, 8080, 8081, 8443];

    // What others are told: browsers, callers, tests.
    private static readonly string[] ForOthers =
        ["CORS", "ORIGIN", "REDIRECT", "CALLBACK", "PUBLIC", "EXTERNAL", "ALLOW", "FRONT", "BASE_URL", "ROOT_URL", "SITE", "DOMAIN", "ADVERTISE", "LISTEN", "BIND", "ISSUER", "LINK", "WEBHOOK", "EXAMPLE", "DOCS", "SELF", "HEALTH", "PROBE"];

    private static readonly string[] ReadsEnvironment = ["process.env", "os.environ", "getenv(", "ENV[", "ENV.fetch", ":-http"];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2081",
        Name = "localhost-address",
        Title = "A pod connects to localhost at a port that only a Service of another workload has",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
        Effect = "localhost is the pod itself: the connection is refused",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var address in context.Unit.IsFullyKnown ? context.Unit.LocalAddresses : [])
        {
            if (address is not { Address.Port: { } port, Workload: { } workload } || address.HasImpliedPort || address.IsArgument || Array.IndexOf(WebPorts, port) >= 0 || IsDefaultOfCode(address)
                || Array.Exists(ForOthers, o => address.Key.Replace('-', '_').IndexOf(o, StringComparison.OrdinalIgnoreCase) >= 0) || MayServe(context, workload, port)
                // One file for several: it is right where it is run.
                || address.Readers.Any(r => MayServe(context, r, port)))
            {
                continue;
            }

            var candidates = context.Unit.Services.Where(s => ServicePorts.HasNumber(s, port) && context.Unit.WorkloadsBehind(s) is { Count: > 0 } behind && !behind.Contains(workload)).ToArray();
            if ((Array.Find(candidates, s => NamespaceComparer.MayBeSame(s.Namespace, workload.Namespace)) ?? candidates.FirstOrDefault()) is { } service)
            {
                var isNear = NamespaceComparer.MayBeSame(service.Namespace, workload.Namespace);
                yield return Report(
                    workload,
                    address.HostSpan,
                    $"'{address.Key}' is {address.Address.Host}:{port}, where no container of the pod listens; Service {service.Name} has this port",
                    [new RelatedSpan(service.NameSpan, "Service")],
                    // The Service of another namespace may be there for others.
                    isNear ? null : Severity.Info,
                    help: $"write '{service.Name}{(isNear ? "" : "." + service.Namespace)}' for {address.Address.Host}");
            }
        }
    }

    // process.env.URL || "http://localhost:8104": what code falls back to where the environment says nothing.
    private static bool IsDefaultOfCode(ConfiguredAddress address)
    {
        var source = address.HostSpan.Source;
        var end = address.HostSpan.Start;
        // Right before it: a line may be the whole script.
        var start = Math.Max(source.Lines.Line(source.Lines.LineIndex(end)).Start, end - 120);
        return Array.Exists(ReadsEnvironment, r => source.Content.IndexOf(r, start, end - start, StringComparison.OrdinalIgnoreCase) >= 0);
    }

    private static bool MayServe(RuleContext context, Workload workload, int port) =>
        workload.PodSpec?.HostNetwork?.Value == true || ListeningEvidence.HasInjectedContainers(workload)
        || workload.AllContainers().Any(c => (c.Ports?.Items ?? []).Any(p => p.Number?.Value == port) || ContainerListeners.Of(c, workload, context.Unit).Listeners.Any(l => l.Port == port))
        // A sidecar that declares nothing may listen anywhere.
        || workload.ServingContainers().Skip(1).Any(c => c.Ports is not { Count: > 0 } && !ContainerListeners.Of(c, workload, context.Unit).IsComplete);
}
