using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Rules.Wiring;

namespace SvcLint.Charts.Units.Checks;

/// <summary>Services that are hooks: Helm makes and removes them beside the release.</summary>
internal static class HookServices
{
    private const string Hook = "helm.sh/hook";
    private const string DeletePolicy = "helm.sh/hook-delete-policy";

    public static IEnumerable<ChartProblem> Find(RenderedRelease release)
    {
        foreach (var service in release.Unit.Services)
        {
            if (service.Metadata.Annotations?.Find(Hook) is not { } hook || Words(hook.Value.Value) is not { Length: > 0 } events || events.All(e => e is "test" or "test-success" or "test-failure"))
            {
                continue;
            }

            var workloads = release.Unit.WorkloadsBehind(service);
            if (workloads.Count == 0 || workloads.All(w => w.Metadata.Annotations?.Find(Hook) is not null))
            {
                continue;
            }

            var policy = service.Metadata.Annotations.Find(DeletePolicy);
            if (policy is not null && Words(policy.Value.Value).Contains("hook-succeeded"))
            {
                yield return Problem(service, policy, $"Service {service.Name} is deleted as soon as its hook is done ({policy.Value.Value})", $"nothing resolves {service.Name} after the installation", null, workloads[0]);
            }
            else
            {
                var upgrades = events.Any(e => e is "pre-upgrade" or "post-upgrade");
                yield return Problem(
                    service,
                    hook,
                    $"Service {service.Name} is a hook ({hook.Value.Value}), but its pods are part of the release",
                    upgrades ? "each upgrade deletes it and creates it again, with another cluster IP; uninstalling leaves it behind" : "upgrades never change it, and uninstalling leaves it behind",
                    upgrades ? null : Severity.Info,
                    workloads[0]);
            }
        }
    }

    private static ChartProblem Problem(Service service, StringMapEntry place, string message, string effect, Severity? severity, Workload pods) =>
        new(ServiceInHook.Id, place.Value.Span, message, "remove the hook annotations", [new RelatedSpan(pods.NameSpan, "its pods")]) { Effect = effect, Severity = severity, Object = service.Reference };

    private static string[] Words(string text) => [.. text.Split(',').Select(w => w.Trim()).Where(w => w.Length > 0)];
}
