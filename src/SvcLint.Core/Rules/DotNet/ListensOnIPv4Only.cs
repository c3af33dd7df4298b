using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Rules.DotNet;

/// <summary>A .NET application is bound to 0.0.0.0, and a Service with IPv6 sends to the pods' IPv6 addresses.</summary>
public sealed class ListensOnIPv4Only : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC9053",
        Name = "dotnet-listens-on-ipv4-only",
        Title = "A .NET application listens on 0.0.0.0, behind a Service that has IPv6",
        Category = Category.DotNet,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var container in ListeningContainer.All(context.Unit))
        {
            var uses = PortUse.Of(container.Workload, container.Container, context.Unit).Where(u => u.About is Service service && ServiceFamilies.Of(service).Has.Contains(IPFamily.IPv6)).ToArray();
            foreach (var port in (container.Listening.Endpoints ?? []).GroupBy(e => e.Port).Where(g => g.All(e => e.To == BoundTo.IPv4)))
            {
                if (uses.FirstOrDefault(u => u.Port == port.Key) is not { About: Service service })
                {
                    continue;
                }

                var setting = port.First().Setting;
                yield return Report(
                    container.Workload,
                    setting.Span,
                    $"project {container.Join.Project.Name} listens on 0.0.0.0:{port.Key}, IPv4 only ({setting.Described}); Service {service.Name} has IPv6",
                    [new RelatedSpan(service.Spec!.IPFamilies?.KeySpan ?? service.Spec.IPFamilyPolicy?.Span ?? service.NameSpan, "IPv6 of the Service")],
                    confidence: container.Join.Strength == JoinStrength.Guess ? Confidence.Medium : null,
                    effect: "connections to the Service's IPv6 address are refused",
                    help: $"bind both: {(setting.Name == "a Listen call" ? $"ListenAnyIP({port.Key})" : $"http://*:{port.Key}")}");
            }
        }
    }
}
