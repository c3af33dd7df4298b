using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Rules.Wiring;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Charts.Units.Checks;

/// <summary>
/// Hosts and references that templates make of the release's name and that no Service of the release has: a dependency that is off or goes by another name.
/// Operators make Services of custom resources, so a release with such resources may have any, and so may a manifest that cannot be read.
/// </summary>
internal static class ReleaseHosts
{
    // Groups whose resources make no Services.
    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal) { "monitoring.coreos.com", "cert-manager.io", "networking.istio.io", "security.istio.io", "traefik.io", "external-secrets.io", "bitnami.com", "keda.sh" };

    public static IEnumerable<ChartProblem> Find(RenderedRelease release)
    {
        if (release.LacksValues || release.Unit.Services.Count == 0 || release.Manifests.Any(m => m.File.Problems.Count > 0 || MayMakeServices(m)))
        {
            yield break;
        }

        foreach (var problem in References(release))
        {
            yield return problem;
        }

        foreach (var configured in release.Unit.Addresses)
        {
            var name = configured.Name.Name;
            if (configured is { IsCertain: true, Name.Namespace: null } && !IsThere(release.Unit, name) && !IsOwnName(configured.Owner, name) && release.OriginOf(configured.NameSpan) is { HasReleaseName: true, IsUnknown: false })
            {
                var near = NearMiss.Nearest(name, release.Unit.Services.Select(s => s.Name).OfType<string>());
                yield return new ChartProblem(
                    ReleaseHostMissing.Id,
                    release.ActionOf(configured.NameSpan),
                    $"'{Written(configured.Key)}' names host '{name}', but the release has no such Service" + (near is null ? "" : $"; did you mean '{near}'?"),
                    "use the Service's name, or enable the dependency that brings it")
                {
                    Object = configured.Owner.Reference,
                };
            }
        }
    }

    // What resembles a Service is told by the rule of such references.
    private static IEnumerable<ChartProblem> References(RenderedRelease release)
    {
        foreach (var referrer in release.Unit.Objects)
        {
            foreach (var reference in referrer.ServiceReferences.Where(r => r.Namespace is null))
            {
                var name = reference.Name.Value;
                if (name.Length > 0 && release.Unit.ServicesNamed(name).Count == 0 && !ServicePorts.IsMadeByOperator(name) && !MeantService.Resembles(release.Unit, name)
                    && release.OriginOf(reference.Name.Span) is { HasReleaseName: true, IsUnknown: false })
                {
                    yield return new ChartProblem(
                        ReleaseHostMissing.Id,
                        release.ActionOf(reference.Name.Span),
                        $"{referrer.Kind.Value} {referrer.Name} names Service '{name}', which the release does not have",
                        "use the Service's name, or enable the dependency that brings it")
                    {
                        Object = referrer.Reference,
                        Effect = ServiceReferenceUnknown.Effect(reference, referrer),
                        Severity = referrer is Workload ? Severity.Info : null,
                    };
                }
            }
        }
    }

    // A pod knows its own name, which /etc/hosts has.
    private static bool IsOwnName(KubernetesObject owner, string name) =>
        owner is Workload { WorkloadKind: WorkloadKind.StatefulSet } && owner.Name is { Length: > 0 } set
        && name.Length > set.Length + 1 && name.StartsWith(set + "-", StringComparison.Ordinal) && name.Skip(set.Length + 1).All(char.IsDigit);

    private static bool IsThere(DeploymentUnit unit, string name) =>
        unit.ServicesNamed(name).Count > 0 || unit.HasWorkloadNamed(name) || ServicePorts.IsMadeByOperator(name);

    private static bool MayMakeServices(RenderedManifest manifest) =>
        manifest.File.Documents.Any(d => d.Root is YamlMapping root && root["apiVersion"] is YamlScalar { Value: var version } && version.IndexOf('/') is > 0 and var slash
            && version.Substring(0, slash) is var group && group.IndexOf('.') >= 0 && !group.EndsWith(".k8s.io", StringComparison.Ordinal) && !Harmless.Contains(group));

    private static string Written(string key) => key.Length > 40 ? key.Substring(0, 40) + "…" : key;
}
