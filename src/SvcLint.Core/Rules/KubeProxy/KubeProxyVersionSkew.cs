using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Kubernetes;

namespace SvcLint.Rules.KubeProxy;

/// <summary>A kube-proxy newer than the API server, or too far behind it.</summary>
public sealed class KubeProxyVersionSkew : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC7020",
        Name = "kube-proxy-version-skew",
        Title = "kube-proxy's version does not fit the cluster's",
        Category = Category.KubeProxy,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        if (context.Version is not { } cluster)
        {
            yield break;
        }

        foreach (var proxy in KubeProxyContainer.In(context.Unit))
        {
            if (proxy.Container.Image is not { } image || !KubeProxyContainer.IsImage(image.Value) || !TryVersion(image.Value, out var own))
            {
                continue;
            }

            var behind = cluster >= KubeProxyChecks.WiderSkew ? 3 : 2;
            var problem = own > cluster ? $"is newer than the cluster's {cluster}, which Kubernetes does not support"
                : own.Minor < cluster.Minor - behind ? $"is more than {behind} minor versions older than the cluster's {cluster}"
                : null;
            if (problem is not null)
            {
                yield return Report(proxy.Workload, image.Span, $"kube-proxy {own} {problem}",
                    help: $"use kube-proxy {cluster}") with
                { NamedVersion = cluster };
            }
        }
    }

    private static bool TryVersion(string image, out KubernetesVersion version)
    {
        version = default;
        var name = image.Substring(image.LastIndexOf('/') + 1).Split('@')[0];
        var colon = name.IndexOf(':');
        return colon >= 0 && KubernetesVersion.TryParse(name.Substring(colon + 1).Split('-')[0].Split('_')[0], out version);
    }
}
