using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>A Service selects by a label that changes with each release: at a rollout the pods of the new or of the old version are left out.</summary>
public sealed class ReleaseLabelInSelector : Rule
{
    private static readonly string[] Hashes = ["pod-template-hash", "controller-revision-hash", "pod-template-generation"];
    private static readonly string[] Releases = ["helm.sh/chart", "chart", "app.kubernetes.io/version", "version", "tag", "image-tag", "git-sha", "commit", "git-commit", "build", "revision", "release-version"];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2088",
        Name = "release-label-in-selector",
        Title = "A Service selects by a label that changes with each release",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services)
        {
            foreach (var pair in service.Spec?.Selector?.Entries ?? [])
            {
                if (Array.IndexOf(Hashes, pair.Key.Value) >= 0 && context.Unit.Workloads.All(w => w.WorkloadKind != WorkloadKind.Pod))
                {
                    yield return Report(
                        service,
                        pair.Value.Span,
                        $"selector of Service {service.Name} holds '{pair.Key.Value}', which changes with each rollout",
                        effect: "the next rollout leaves the Service without endpoints",
                        help: "remove the pair from the selector");
                }
                else if (Array.IndexOf(Releases, pair.Key.Value) >= 0 && IsRelease(pair.Value.Value) && context.Unit.WorkloadsBehind(service) is [var workload] && !HasSibling(context, service, pair))
                {
                    yield return Report(
                        service,
                        pair.Value.Span,
                        $"selector of Service {service.Name} holds the release '{pair.Key.Value}: {pair.Value.Value}'",
                        [new RelatedSpan(workload.PodLabels?.Find(pair.Key.Value)?.Value.Span ?? workload.NameSpan, "pod labels")],
                        effect: "while a new release rolls out, pods of one version only are endpoints",
                        help: "select by labels that stay: app.kubernetes.io/name and instance");
                }
            }
        }
    }

    // Two Services that part versions do so on purpose.
    private static bool HasSibling(RuleContext context, Service service, StringMapEntry pair) =>
        context.Unit.Services.Any(s => s != service && s.Spec?.Selector?.Find(pair.Key.Value) is { } other && other.Value.Value != pair.Value.Value);

    // 1.4.2, v2.0.1-rc1, web-1.4.2, a commit; not v1, stable, blue.
    private static bool IsRelease(string value)
    {
        var dots = value.Count(c => c == '.');
        return (dots >= 2 && value.Any(char.IsDigit)) || (value.Length is 7 or 8 or 40 && value.All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f')) && value.Any(char.IsDigit) && value.Any(char.IsLetter));
    }
}
