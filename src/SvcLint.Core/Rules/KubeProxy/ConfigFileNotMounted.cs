using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.KubeProxy;

/// <summary>--config names a file that the mounted ConfigMap does not have, while it has the configuration under another key.</summary>
public sealed class ConfigFileNotMounted : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC7021",
        Name = "kube-proxy-config-not-mounted",
        Title = "--config names a file that the ConfigMap does not have",
        Category = Category.KubeProxy,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var proxy in KubeProxyContainer.In(context.Unit))
        {
            var flag = proxy.Flags.LastOrDefault(f => f.Name == "config");
            if (flag.Argument is null || flag.Value.Length == 0)
            {
                continue;
            }

            var file = flag.Value.Substring(flag.Value.LastIndexOf('/') + 1);
            var mounted = new HashSet<string>((proxy.Workload.PodSpec?.Volumes?.Items ?? []).SelectMany(v => v.ConfigMaps).Select(m => m.Name.Value), StringComparer.Ordinal);
            var maps = context.Unit.ConfigMaps.Where(m => m.Name is { } name && mounted.Contains(name) && NamespaceComparer.MayBeSame(m.Namespace, proxy.Workload.Namespace)).ToArray();
            var held = maps.SelectMany(m => m.Data?.Entries ?? []).FirstOrDefault(e => e.Value.Value.IndexOf(KubeProxyConfiguration.ApiGroup, StringComparison.Ordinal) >= 0);
            if (held is not null && !maps.Any(m => m.Data?.Find(file) is not null) && !IsRenamed(proxy, file))
            {
                yield return Report(
                    proxy.Workload,
                    flag.Argument.Span,
                    $"--config names {flag.Value}; the ConfigMap has the configuration under '{held.Key.Value}'",
                    [new RelatedSpan(held.Key.Span, "configuration")],
                    effect: "the file does not exist, and kube-proxy does not start",
                    help: $"use '{held.Key.Value}' here, or rename the key to '{file}'");
            }
        }
    }

    // Items of a volume and subPath give a key another name; the manifest says the name somewhere then.
    private static bool IsRenamed(KubeProxyContainer proxy, string file) =>
        proxy.Workload.PodSpec is { } pod && Mentions(pod.Span, file) > 1;

    private static int Mentions(Text.SourceSpan span, string file)
    {
        var count = 0;
        for (var at = span.Text.IndexOf(file, StringComparison.Ordinal); at >= 0; at = span.Text.IndexOf(file, at + 1, StringComparison.Ordinal))
        {
            count++;
        }

        return count;
    }
}
