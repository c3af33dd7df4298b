using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Config;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>An image is pulled from a node port of the node itself, and no Service of the unit has that node port, while a registry has another.</summary>
public sealed class ImageNodePortUnknown : Rule
{
    private const int RegistryPort = 5000;

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2082",
        Name = "image-node-port-unknown",
        Title = "An image is pulled from a node port that no Service has",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
        Effect = "the node cannot pull the image",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        if (!context.Unit.IsFullyKnown)
        {
            yield break;
        }

        foreach (var workload in context.Unit.Workloads)
        {
            foreach (var image in workload.AllContainers().Select(c => c.Image).OfType<Located<string>>())
            {
                if (NodePortOf(image.Value) is not var (start, end, number) || context.Repository.HasNodePort(number))
                {
                    continue;
                }

                foreach (var (service, port) in context.Unit.Services.SelectMany(s => (s.Spec?.Ports?.Items ?? []).Select(p => (s, p))).Where(x => IsRegistry(context, x.s, x.p)).Take(1))
                {
                    yield return Report(
                        workload,
                        image.Part(start, end),
                        $"image is pulled from node port {number}; registry {service.Name} has {port.NodePort!.Value}",
                        [new RelatedSpan(port.NodePort.Span, "node port of the registry")],
                        help: $"write {port.NodePort.Value}");
                }
            }
        }
    }

    private static bool IsRegistry(RuleContext context, Service service, ServicePort port) =>
        port.NodePort is { IsDefault: false, Value: > 0 } && (port.Port?.Value == RegistryPort || PortResolution.Target(port)?.Int == RegistryPort
            || context.Unit.WorkloadsBehind(service).Any(w => w.ServingContainers().Any(c => c.Image?.Value.StartsWith("registry:", StringComparison.Ordinal) == true)));

    // 127.0.0.1:30500/shop/web, localhost:30500/web
    private static (int Start, int End, int Number)? NodePortOf(string image)
    {
        var slash = image.IndexOf('/');
        var colon = slash < 0 ? -1 : image.LastIndexOf(':', slash);
        return colon > 0 && image.Substring(0, colon) is "localhost" or "127.0.0.1" && int.TryParse(image.Substring(colon + 1, slash - colon - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= ClusterFacts.DefaultNodePortRange.First && number <= ClusterFacts.DefaultNodePortRange.Last
            ? (colon + 1, slash, number) : null;
    }
}
