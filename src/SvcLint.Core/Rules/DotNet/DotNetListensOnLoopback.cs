using SvcLint.Cluster;
using SvcLint.Findings;

namespace SvcLint.Rules.DotNet;

/// <summary>A .NET application is bound to localhost, and a Service or a probe connects from outside the pod. A sidecar may: it shares the pod's loopback.</summary>
public sealed class DotNetListensOnLoopback : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC9052",
        Name = "dotnet-listens-on-loopback",
        Title = "A .NET application listens on localhost, where a Service or a probe cannot reach it",
        Category = Category.DotNet,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var container in ListeningContainer.All(context.Unit))
        {
            var uses = PortUse.Of(container.Workload, container.Container, context.Unit).Where(u => u.User is PortUser.Service or PortUser.Probe).ToArray();
            foreach (var port in (container.Listening.Endpoints ?? []).GroupBy(e => e.Port).Where(g => g.All(e => e.To == BoundTo.Loopback)))
            {
                var users = uses.Where(u => u.Port == port.Key).ToArray();
                if (users.Length == 0)
                {
                    continue;
                }

                var setting = port.First().Setting;
                yield return Report(
                    container.Workload,
                    setting.Span,
                    $"project {container.Join.Project.Name} listens on localhost:{port.Key} ({setting.Described})",
                    [.. users.Select(u => u.Span).Distinct().Select(s => new RelatedSpan(s, "connects from outside the pod"))],
                    confidence: container.Join.Strength == JoinStrength.Guess ? Confidence.Medium : null,
                    effect: $"{users[0].What} connects from outside the pod and is refused",
                    help: $"listen on every address: {Repair(setting, port.Key)}");
            }
        }
    }

    private static string Repair(ListeningSetting setting, int port) => setting.Place switch
    {
        SettingPlace.Code => setting.Name == "a Listen call" ? $"ListenAnyIP({port})" : $"http://*:{port}",
        SettingPlace.Framework => $"set ASPNETCORE_HTTP_PORTS to {port}",
        _ => $"http://*:{port}",
    };
}
