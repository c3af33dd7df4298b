using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Rules.Wiring;

namespace SvcLint.Charts.Units.Checks;

/// <summary>A Service's selector and the pod labels that it meets, when the two are equal by these values alone.</summary>
internal static class SelectorSources
{
    public static IEnumerable<ChartProblem> Find(RenderedRelease release)
    {
        foreach (var service in release.Unit.Services)
        {
            var problem = release.Unit.WorkloadsBehind(service).Select(w => Problem(release, service, w)).FirstOrDefault(p => p is not null);
            if (problem is not null)
            {
                yield return problem;
            }
        }
    }

    private static ChartProblem? Problem(RenderedRelease release, Service service, Workload workload)
    {
        foreach (var entry in service.Spec?.Selector?.Entries ?? [])
        {
            if (workload.PodLabels?.Find(entry.Key.Value) is not { } label)
            {
                continue;
            }

            var selector = release.OriginOf(entry.Value.Span);
            var pods = release.OriginOf(label.Value.Span);
            if (selector.IsUnknown || pods.IsUnknown || selector.Shares(pods) || (selector.IsOfWhole && pods.IsOfWhole) || Difference(release, selector, pods) is not var (what, severity))
            {
                continue;
            }

            return new ChartProblem(
                SelectorFromOtherSource.Id,
                release.ActionOf(entry.Value.Span),
                $"selector '{entry.Key.Value}' {Source(selector)}, the pod label {Source(pods)}",
                "write both with one helper",
                [new RelatedSpan(release.ActionOf(label.Value.Span), "pod label")])
            {
                Effect = $"Service {service.Name} has no endpoints {what}",
                Severity = severity,
                Object = service.Reference,
            };
        }

        return null;
    }

    private static (string What, Severity Severity)? Difference(RenderedRelease release, ScalarOrigin selector, ScalarOrigin pods)
    {
        if ((selector.HasReleaseName && IsOfEveryRelease(pods)) || (pods.HasReleaseName && IsOfEveryRelease(selector)))
        {
            return release.HasName ? null : ("in a release of any other name", Severity.Warning);
        }

        // What a helper takes from values only when it is set shows in its words alone.
        return selector.IsUnchanged && (pods.IsUnchanged || pods.IsFixed) ? ($"once '{selector.Key}' changes", Severity.Info)
            : pods.IsUnchanged && selector.IsFixed ? ($"once '{pods.Key}' changes", Severity.Info)
            : selector.Values.Count == 0 && pods.IsFixed && Override(selector) is { } one ? ($"once '{one}' is set", Severity.Info)
            : pods.Values.Count == 0 && selector.IsFixed && Override(pods) is { } two ? ($"once '{two}' is set", Severity.Info)
            : null;
    }

    private static bool IsOfEveryRelease(ScalarOrigin origin) => origin.IsFixed || (origin.IsOfChart && !origin.HasReleaseName);

    private static string Source(ScalarOrigin origin) =>
        origin.Values.Count > 0 ? $"comes from '{origin.Key}'"
        : origin.IsLiteral ? "is written in the template"
        : origin.HasReleaseName ? "comes from the release's name"
        : origin.IsOfChart ? "comes from the chart's name"
        : Override(origin) is { } key ? $"may come from '{key}'"
        : "comes from " + (origin.Actions[0].Length <= 40 ? "{{ " + origin.Actions[0] + " }}" : "another action");

    private static string? Override(ScalarOrigin origin)
    {
        const string Values = ".Values.";
        foreach (var action in origin.Actions)
        {
            var at = action.IndexOf(Values, StringComparison.Ordinal);
            if (at >= 0)
            {
                var end = at + Values.Length;
                while (end < action.Length && (char.IsLetterOrDigit(action[end]) || action[end] is '_' or '.'))
                {
                    end++;
                }

                return action.Substring(at + Values.Length, end - at - Values.Length);
            }
        }

        return null;
    }
}
