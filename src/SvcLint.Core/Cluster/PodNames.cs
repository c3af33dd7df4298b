using SvcLint.Model;

namespace SvcLint.Cluster;

/// <summary>Per-pod DNS names of StatefulSets (<c>web-0.web</c>) in the configuration of a unit.</summary>
public static class PodNames
{
    /// <summary>True when some environment value, argument or ConfigMap of the unit names a pod of the StatefulSet through its Service.</summary>
    public static bool AreUsed(DeploymentUnit unit, Workload statefulSet, string service) =>
        statefulSet.Name is { } name && unit.Workloads.Any(w => w.AllContainers().Any(c => Texts(c).Any(t => Names(t, name, service))))
        || unit.ConfigMaps.Any(m => m.Data?.Entries.Any(e => Names(e.Value.Value, statefulSet.Name ?? "", service)) ?? false);

    private static IEnumerable<string> Texts(Container container) =>
        (container.Env?.Items ?? []).Select(e => e.Value?.Value).OfType<string>()
        .Concat((container.Command?.Items ?? []).Concat(container.Args?.Items ?? []).Select(a => a.Value));

    // "web-0.web", "web-$(N).web", "$(hostname).web": the Service's name after a dot, with a pod's name before it.
    private static bool Names(string text, string pod, string service)
    {
        var at = -1;
        while ((at = text.IndexOf("." + service, at + 1, StringComparison.Ordinal)) >= 0)
        {
            var end = at + 1 + service.Length;
            var closed = end == text.Length || !(char.IsLetterOrDigit(text[end]) || text[end] == '-');
            var start = at;
            while (start > 0 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '-' or '$' or '(' or ')' or '{' or '}' or '_'))
            {
                start--;
            }

            var before = text.Substring(start, at - start);
            if (closed && (before.StartsWith(pod + "-", StringComparison.Ordinal) || before.StartsWith("$", StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return false;
    }
}
