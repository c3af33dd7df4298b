using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.DotNet;

/// <summary>
/// A port of a container on which its .NET application does not listen. A number that the application has for something else, a metrics
/// server say, is left alone.
/// </summary>
public sealed class DotNetPortNotListenedOn : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC9050",
        Name = "dotnet-port-not-listened-on",
        Title = "A Service, a probe or a sidecar uses a port on which the .NET application does not listen",
        Category = Category.DotNet,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var container in ListeningContainer.All(context.Unit))
        {
            if (container.Listening.Endpoints is not { Count: > 0 } endpoints)
            {
                context.Silent(this, container.Listening.Unknown ?? "nothing is listened on", container.Container.KeySpan);
                continue;
            }

            var uses = PortUse.Of(container.Workload, container.Container, context.Unit).ToArray();
            var fits = uses.Any(u => endpoints.Any(e => e.Port == u.Port));
            foreach (var port in uses.GroupBy(u => u.Port))
            {
                if (endpoints.Any(e => e.Port == port.Key) || (fits && !port.Any(u => u.IsHttp)) || MayBeAnother(container, port.Key))
                {
                    continue;
                }

                yield return Finding(container, endpoints, [.. port.OrderBy(u => u.User)], fits);
            }
        }
    }

    private Finding Finding(ListeningContainer container, IReadOnlyList<ListeningEndpoint> endpoints, IReadOnlyList<PortUse> uses, bool fits)
    {
        var first = uses[0];
        var port = first.Port;
        var project = container.Join.Project;
        var listens = Words(endpoints.Select(e => e.Port.ToString(CultureInfo.InvariantCulture)).Distinct());
        var right = listens.Replace(" and ", " or ");
        var setting = endpoints[0].Setting;
        var moved = setting.Place == SettingPlace.BaseImage && port == 80 ? "; up to .NET 7 it was 80" : "";
        var users = Words(uses.Where(u => u.User != PortUser.Declaration).Select(u => u.What).Distinct());
        return Report(
            first.About,
            first.Number.Span,
            $"project {project.Name} listens on {listens}, not on {port} ({setting.Described}{moved})",
            [.. uses.Where(u => u.Span != first.Number.Span).Select(u => u.Span).Distinct().Select(s => new RelatedSpan(s, $"also port {port}")), new RelatedSpan(setting.Span, "listens here")],
            first.User == PortUser.Declaration ? Severity.Info : null,
            fits || container.Join.Strength == JoinStrength.Guess ? Confidence.Medium : null,
            effect: users.Length == 0 ? $"connections to port {port} are refused" : $"connections of {users} to port {port} are refused",
            help: $"{(users.Length == 0 ? "declare" : "use")} {right} here, or {Setting(setting, port)}") with
        {
            Fixes = Fixes(endpoints, uses),
        };
    }

    private static string Setting(ListeningSetting setting, int port) => setting.Place switch
    {
        SettingPlace.BaseImage or SettingPlace.Framework => $"set ASPNETCORE_HTTP_PORTS to {port}",
        _ => $"set {setting.Name} to {port}",
    };

    private static IReadOnlyList<Fix> Fixes(IReadOnlyList<ListeningEndpoint> endpoints, IReadOnlyList<PortUse> uses)
    {
        // A Service without a targetPort sends to its own port, which its clients know.
        if (endpoints.Count != 1 || endpoints[0].To == BoundTo.Loopback || uses.Any(u => u.About is Service service && service.Spec!.Ports!.Items.Any(p => p.Port?.Span == u.Number.Span)))
        {
            return [];
        }

        var port = endpoints[0].Port.ToString(CultureInfo.InvariantCulture);
        return [new Fix($"Write {port} wherever the manifests say {uses[0].Port}", FixSafety.Unsafe, [.. uses.Select(u => u.Number.Span).Distinct().Select(s => new TextEdit(s, port))])];
    }

    // The number stands in the code, the settings or the environment, and not as a place where Kestrel listens.
    private static bool MayBeAnother(ListeningContainer container, int port)
    {
        var project = container.Join.Project;
        var number = port.ToString(CultureInfo.InvariantCulture);
        return project.References.Append(project).Any(p => p.Code.Any(c => c.Numbers.Contains(port)))
            || project.Settings.Any(s => s.Settings.Any(v => !IsListening(v.Key) && ListeningEvidence.HasNumber(v.Value.Value, number)))
            || (container.Container.Env?.Items ?? []).Any(e => e is { Name: { } name, Value: { } value } && !IsListening(name.Value) && ListeningEvidence.HasNumber(value.Value, number));
    }

    private static bool IsListening(string key) =>
        key.StartsWith("Kestrel", StringComparison.OrdinalIgnoreCase) || key.EndsWith("URLS", StringComparison.OrdinalIgnoreCase) || key.EndsWith("HTTP_PORTS", StringComparison.OrdinalIgnoreCase) || key.EndsWith("HTTPS_PORTS", StringComparison.OrdinalIgnoreCase);

    private static string Words(IEnumerable<string> words)
    {
        var all = words.ToArray();
        return all.Length <= 1 ? string.Concat(all) : string.Join(", ", all.Take(all.Length - 1)) + " and " + all[all.Length - 1];
    }
}
