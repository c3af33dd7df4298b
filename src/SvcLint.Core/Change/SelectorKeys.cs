using SvcLint.Model;

namespace SvcLint.Change;

/// <summary>The keys of labels by which a policy or a Service selects.</summary>
internal static class SelectorKeys
{
    public static HashSet<string> Of(KubernetesObject item)
    {
        var selectors = item switch
        {
            NetworkPolicy policy => (policy.Spec?.Ingress?.Items ?? []).Concat(policy.Spec?.Egress?.Items ?? []).SelectMany(r => r.Peers?.Items ?? [])
                .SelectMany(p => new[] { p.PodSelector, p.NamespaceSelector }).Append(policy.Spec?.PodSelector),
            ClusterPolicy policy => (policy.Ingress?.Items ?? []).Concat(policy.Egress?.Items ?? []).SelectMany(r => r.Peers?.Items ?? [])
                .SelectMany(p => new[] { p.Pods.NamespaceSelector, p.Pods.PodSelector, p.Nodes }).Append(policy.Subject?.NamespaceSelector).Append(policy.Subject?.PodSelector),
            _ => [],
        };
        var keys = new HashSet<string>(((item as Service)?.Spec?.Selector?.Entries ?? []).Select(e => e.Key.Value), StringComparer.Ordinal);
        foreach (var selector in selectors)
        {
            keys.UnionWith((selector?.MatchLabels?.Entries ?? []).Select(e => e.Key.Value));
            keys.UnionWith((selector?.MatchExpressions?.Items ?? []).Select(r => r.Key?.Value ?? ""));
        }

        return keys;
    }
}
