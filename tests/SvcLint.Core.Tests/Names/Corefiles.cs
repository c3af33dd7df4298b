using SvcLint.Core.Tests.Reachability;
using SvcLint.Model;

namespace SvcLint.Core.Tests.Names;

/// <summary>The ConfigMap of a CoreDNS.</summary>
internal static class Corefiles
{
    public static IReadOnlyList<KubernetesObject> Of(string corefile, string others = "") => Units.Of($$"""
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: coredns, namespace: kube-system }
        data:
          Corefile: |
        {{Indented(corefile)}}
        {{others}}
        """).Objects;

    private static string Indented(string text) => string.Join("\n", text.Split('\n').Select(l => "    " + l.TrimEnd('\r')));
}
