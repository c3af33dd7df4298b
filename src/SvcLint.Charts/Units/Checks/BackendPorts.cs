using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Rules.Wiring;

namespace SvcLint.Charts.Units.Checks;

/// <summary>An Ingress or a route that takes the port of a backend from the value of another Service's port.</summary>
internal static class BackendPorts
{
    public static IEnumerable<ChartProblem> Find(RenderedRelease release)
    {
        foreach (var referrer in release.Unit.Objects.Where(o => o is not Workload))
        {
            foreach (var reference in referrer.ServiceReferences)
            {
                if (reference is { Port: { Value.Int: { } number } written, PortMeaning: ReferencedPort.ServicePort or ReferencedPort.ServicePortNumber }
                    && release.Unit.FindServices(reference.Name.Value, reference.NamespaceFor(referrer)).ToArray() is [var service]
                    && Problem(release, referrer, service, written, number) is { } problem)
                {
                    yield return problem;
                }
            }
        }
    }

    private static ChartProblem? Problem(RenderedRelease release, KubernetesObject referrer, Service service, Located<IntOrString> written, int number)
    {
        var asked = release.OriginOf(written.Span);
        var own = (service.Spec?.Ports?.Items ?? []).Select(p => p.Port).OfType<Located<int>>().ToArray();
        if (!asked.IsUnchanged || asked.IsOfWhole || own.Length == 0 || own.Any(p => release.OriginOf(p.Span).Shares(asked)))
        {
            return null;
        }

        var other = release.Unit.Services.Where(s => s != service).SelectMany(s => (s.Spec?.Ports?.Items ?? []).Select(p => (Service: s, p.Port)))
            .FirstOrDefault(p => p.Port is not null && release.OriginOf(p.Port.Span).Shares(asked));
        if (other.Service is null)
        {
            return null;
        }

        var met = own.FirstOrDefault(p => p.Value == number);
        var source = release.OriginOf((met ?? own[0]).Span);
        return new ChartProblem(
            BackendPortOfAnotherService.Id,
            release.ActionOf(written.Span),
            $"the port of backend {service.Name} comes from '{asked.Key}', the port of Service {other.Service.Name}",
            source.Values.Count > 0 ? $"take it from '{source.Key}'" : $"write {met ?? own[0]}, or the port's name",
            [new RelatedSpan(written.Span, "value"), new RelatedSpan((met ?? own[0]).Span, "port of the backend"), new RelatedSpan(release.ActionOf(other.Port!.Span), "the other Service's port")])
        {
            Effect = met is null ? "requests to this backend fail" : $"requests to this backend fail once '{asked.Key}' changes",
            Severity = met is null ? Severity.Error : null,
            Object = referrer.Reference,
        };
    }
}
