using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Model.GitOps;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Rules.Api;

/// <summary>An apiVersion and kind that never were, one letter off ones that are: the API server does not know what the object is.</summary>
public sealed class UnknownKind : Rule
{
    private const string Networking = "networking.k8s.io";

    /// <summary>The kinds that svclint knows best, and the API group that serves them.</summary>
    private static readonly (string Group, string Version, string Kind)[] Known =
    [
        ("", "v1", "ConfigMap"), ("", "v1", "Endpoints"), ("", "v1", "Namespace"), ("", "v1", "Node"), ("", "v1", "Pod"), ("", "v1", "PodTemplate"),
        ("", "v1", "ReplicationController"), ("", "v1", "Secret"), ("", "v1", "Service"), ("", "v1", "ServiceAccount"),
        ("apps", "v1", "DaemonSet"), ("apps", "v1", "Deployment"), ("apps", "v1", "ReplicaSet"), ("apps", "v1", "StatefulSet"),
        ("batch", "v1", "CronJob"), ("batch", "v1", "Job"),
        ("discovery.k8s.io", "v1", "EndpointSlice"),
        (Networking, "v1", "Ingress"), (Networking, "v1", "IngressClass"), (Networking, "v1", "NetworkPolicy"),
        (KubeProxyConfiguration.ApiGroup, "v1alpha1", "KubeProxyConfiguration"),
    ];

    /// <summary>Kinds in these groups with names close to known ones.</summary>
    private static readonly string[] AlsoReal = ["Config", "Status", "Event", "List", "Lease", "Role"];

    /// <summary>Everything that the group serves or served, in any version.</summary>
    private static readonly string[] NetworkingKinds = ["ClusterCIDR", "IPAddress", "Ingress", "IngressClass", "NetworkPolicy", "ServiceCIDR"];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1005",
        Name = "unknown-kind",
        Title = "No API has this apiVersion and kind",
        Effect = "the object cannot be created",
        Category = Category.Api,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var item in context.Unit.OneOfEachKind.Any(o => Meant(o) is not null || IsOfNoKind(o)) ? context.Unit.Objects : [])
        {
            if (Meant(item) is { } meant)
            {
                var right = (meant.Group.Length == 0 ? "" : meant.Group + "/") + meant.Version;
                var wrongKind = item.Kind.Value != meant.Kind;
                yield return Report(
                    item,
                    wrongKind ? item.Kind.Span : item.ApiVersion.Span,
                    $"no API has kind '{item.Kind.Value}' in '{item.ApiVersion.Value}'; {(wrongKind ? $"did you mean kind '{meant.Kind}'?" : $"{meant.Kind} is in {right}")}") with
                {
                    Api = new ApiVerdict(wrongKind ? "kind" : "apiVersion", "Decode"),
                    Fixes = Fixes(item, meant, right),
                };
            }
            else if (IsOfNoKind(item))
            {
                yield return Report(
                    item,
                    item.Kind.Span,
                    $"no API has kind '{item.Kind.Value}' in '{item.ApiVersion.Value}'") with
                {
                    Api = new ApiVerdict("kind", "Decode"),
                };
            }
        }
    }

    /// <summary>The rule tells what kind is meant.</summary>
    internal static bool IsMistyped(KubernetesObject item) => Meant(item) is not null;

    private static bool IsOfNoKind(KubernetesObject item) =>
        item.Group == Networking && Array.IndexOf(NetworkingKinds, item.Kind.Value) < 0 && !IsList(item.Kind.Value);

    private static IReadOnlyList<Fix> Fixes(KubernetesObject item, (string Group, string Version, string Kind) meant, string right) =>
        // What a typed list implies stands nowhere.
        item.ApiVersion.IsDefault || item.Kind.IsDefault ? []
            : item.Kind.Value != meant.Kind
            ? [new Fix($"Write kind {meant.Kind}", string.Equals(item.Kind.Value, meant.Kind, StringComparison.OrdinalIgnoreCase) ? FixSafety.Safe : FixSafety.Unsafe, [YamlEdit.KeepQuotes(item.Kind.Span, meant.Kind)])]
            : [new Fix($"Write apiVersion {right}", FixSafety.Unsafe, [YamlEdit.KeepQuotes(item.ApiVersion.Span, right)])];

    private static (string Group, string Version, string Kind)? Meant(KubernetesObject item)
    {
        var (apiVersion, kind, group) = (item.ApiVersion.Value, item.Kind.Value, item.Group);
        if (GitOpsKinds.Meant(item) is { } deploying)
        {
            return (group, apiVersion.Substring(apiVersion.IndexOf('/') + 1), deploying);
        }

        if (!IsBuiltIn(group) || ApiTable.Find(apiVersion, kind) is not null || Array.IndexOf(AlsoReal, kind) >= 0)
        {
            return null;
        }

        foreach (var known in Known)
        {
            if (known.Kind == kind)
            {
                return apiVersion == (known.Group.Length == 0 ? "" : known.Group + "/") + known.Version ? null : known;
            }
        }

        var candidates = Known.Where(k => k.Group == group).ToArray();
        return candidates is [var only] && group is KubeProxyConfiguration.ApiGroup or "discovery.k8s.io" && !IsList(kind) ? only
            : NearMiss.Nearest(kind, candidates.Select(k => k.Kind)) is { } near ? candidates.First(k => k.Kind == near)
            : candidates.Where(k => string.Equals(k.Kind, kind, StringComparison.OrdinalIgnoreCase)).Select(k => ((string, string, string)?)k).FirstOrDefault();
    }

    private static bool IsList(string kind) => kind.EndsWith("List", StringComparison.Ordinal);

    // Other groups are other people's: a Knative Service is no mistake. "core" is what the group without a name is called, not its name.
    private static bool IsBuiltIn(string group) =>
        group is "" or "core" or "apps" or "batch" or "extensions" or "discovery.k8s.io" or Networking or KubeProxyConfiguration.ApiGroup;
}
