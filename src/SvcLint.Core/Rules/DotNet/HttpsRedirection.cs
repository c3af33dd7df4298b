using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.DotNet;

/// <summary>
/// <c>UseHttpsRedirection</c> in an application that is spoken to in plain HTTP: by an Ingress, which ends TLS, or by a probe. Only where it is
/// known to which port the middleware redirects; without one it does not.
/// </summary>
public sealed class HttpsRedirection : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC9054",
        Name = "https-redirection-behind-http",
        Title = "A .NET application redirects to HTTPS what an Ingress or a probe sends as HTTP",
        Category = Category.DotNet,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var container in ListeningContainer.All(context.Unit))
        {
            var code = container.Join.Project.Code;
            var redirect = code.SelectMany(c => c.HttpsRedirections).FirstOrDefault();
            var settings = ApplicationSettings.Of(container, context.Unit);
            if (redirect.Source is null || container.Listening.Endpoints is not { Count: > 0 } endpoints || endpoints.Any(e => e.Setting.Place == SettingPlace.Code)
                || Target(settings, endpoints) is not { } target)
            {
                continue;
            }

            var plain = endpoints.Where(e => !IsSecure(e)).Select(e => e.Port).ToArray();
            if (!code.Any(c => c.ForwardsHeaders) && !Says(settings, "ASPNETCORE_FORWARDEDHEADERS_ENABLED") && Ingress(context.Unit, container, plain) is var (ingress, backend))
            {
                yield return Report(
                    container.Workload,
                    redirect,
                    $"project {container.Join.Project.Name} redirects HTTP to port {target.Port}, and {ingress.Kind.Value} {ingress.Name} sends it HTTP",
                    [new RelatedSpan(backend, "HTTP backend"), new RelatedSpan(target.Span, "HTTPS port")],
                    effect: target.Port == 443 ? "behind TLS every request is redirected to itself" : $"browsers are sent to port {target.Port} of the public host",
                    help: "call UseForwardedHeaders before it, or leave the redirection to the Ingress");
            }

            if (endpoints.All(e => e.Port != target.Port) && Probe(container, plain) is var (name, probe))
            {
                yield return Report(
                    container.Workload,
                    redirect,
                    $"project {container.Join.Project.Name} redirects the {name} probe to port {target.Port}, on which it does not listen",
                    [new RelatedSpan(probe, "HTTP probe"), new RelatedSpan(target.Span, "HTTPS port")],
                    effect: "the probe follows the redirect, is refused, and fails",
                    help: "map health checks before the redirection (UseHealthChecks), or remove it");
            }
        }
    }

    // What is configured first, then the only HTTPS port on which it listens.
    private static (int Port, Text.SourceSpan Span)? Target(ApplicationSettings settings, IReadOnlyList<ListeningEndpoint> endpoints)
    {
        if (settings.Variable("ASPNETCORE_HTTPS_PORT", "HTTPS_PORT", "DOTNET_HTTPS_PORT") is (true, var value) || (value = settings["https_port"]) is not null)
        {
            return int.TryParse(value?.Value, out var port) && port > 0 ? (port, value!.Part(0, value.Value.Length)) : null;
        }

        return endpoints.Where(IsSecure).GroupBy(e => e.Port).ToArray() is [var only] ? (only.Key, only.First().Setting.Span) : null;
    }

    private static bool IsSecure(ListeningEndpoint endpoint) =>
        endpoint.Setting.Name.EndsWith("HTTPS_PORTS", StringComparison.OrdinalIgnoreCase)
        || endpoint.Setting.Span.Text.Trim('"').Split(';').Any(u => u.StartsWith("https:", StringComparison.OrdinalIgnoreCase) && BoundAddress.OfUrls(u) is [var address] && address.Port == endpoint.Port);

    private static bool Says(ApplicationSettings settings, string variable) => settings.Variable(variable) is (true, var value) && !string.Equals(value?.Value, "false", StringComparison.OrdinalIgnoreCase);

    private static (KubernetesObject Ingress, Text.SourceSpan Backend)? Ingress(DeploymentUnit unit, ListeningContainer container, int[] plain)
    {
        foreach (var (service, port) in unit.Lookup.Ports.Of(container.Workload).Where(p => PolicyReach.TargetNumber(p.Port, container.Workload) is { } number && plain.Contains(number)))
        {
            foreach (var (referrer, reference) in unit.Lookup.RoutedTo(service.Name ?? ""))
            {
                if (NamespaceComparer.MayBeSame(reference.NamespaceFor(referrer), service.Namespace) && reference.Port is { } asked && ServicePorts.IsMeant(port, asked.Value, reference.PortMeaning))
                {
                    return (referrer, asked.Span);
                }
            }
        }

        return null;
    }

    private static (string Name, Text.SourceSpan Span)? Probe(ListeningContainer container, int[] plain)
    {
        foreach (var use in new[] { ("readiness", container.Container.ReadinessProbe), ("liveness", container.Container.LivenessProbe), ("startup", container.Container.StartupProbe) })
        {
            if (use.Item2?.HttpGet is { Host: null, Port: { } port } http && !string.Equals(http.Scheme?.Value, "HTTPS", StringComparison.OrdinalIgnoreCase)
                && (port.Value.Int ?? (container.Container.Ports?.Items ?? []).FirstOrDefault(p => p.Name?.Value == port.Value.String)?.Number?.Value) is { } number && plain.Contains(number))
            {
                return (use.Item1, port.Span);
            }
        }

        return null;
    }
}
