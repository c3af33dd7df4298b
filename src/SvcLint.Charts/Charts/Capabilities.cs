using System.Globalization;
using SvcLint.Charts.Functions;
using SvcLint.Charts.Templates;

namespace SvcLint.Charts;

/// <summary>What a cluster can do, as far as charts ask.</summary>
public sealed class Capabilities
{
    /// <summary>The Kubernetes version that Helm assumes without a cluster.</summary>
    public const string DefaultKubeVersion = "v1.37.0";

    // What the library knows that Helm is built with, in its order.
    private static readonly string[] Known =
    [
        "v1", "admissionregistration.k8s.io/v1", "admissionregistration.k8s.io/v1alpha1", "admissionregistration.k8s.io/v1beta1", "internal.apiserver.k8s.io/v1alpha1", "apps/v1",
        "apps/v1beta1", "apps/v1beta2", "authentication.k8s.io/v1", "authentication.k8s.io/v1alpha1", "authentication.k8s.io/v1beta1", "authorization.k8s.io/v1",
        "authorization.k8s.io/v1beta1", "autoscaling/v1", "autoscaling/v2", "batch/v1", "batch/v1beta1", "certificates.k8s.io/v1", "certificates.k8s.io/v1beta1",
        "certificates.k8s.io/v1alpha1", "coordination.k8s.io/v1alpha2", "coordination.k8s.io/v1beta1", "coordination.k8s.io/v1", "discovery.k8s.io/v1",
        "discovery.k8s.io/v1beta1", "events.k8s.io/v1", "events.k8s.io/v1beta1", "extensions/v1beta1", "flowcontrol.apiserver.k8s.io/v1",
        "flowcontrol.apiserver.k8s.io/v1beta1", "flowcontrol.apiserver.k8s.io/v1beta2", "flowcontrol.apiserver.k8s.io/v1beta3", "lifecycle.k8s.io/v1alpha1",
        "networking.k8s.io/v1", "networking.k8s.io/v1beta1", "node.k8s.io/v1", "node.k8s.io/v1alpha1", "node.k8s.io/v1beta1", "policy/v1", "policy/v1beta1",
        "rbac.authorization.k8s.io/v1", "rbac.authorization.k8s.io/v1beta1", "rbac.authorization.k8s.io/v1alpha1", "resource.k8s.io/v1", "resource.k8s.io/v1beta2",
        "resource.k8s.io/v1beta1", "resource.k8s.io/v1alpha3", "scheduling.k8s.io/v1alpha3", "scheduling.k8s.io/v1beta1", "scheduling.k8s.io/v1", "storage.k8s.io/v1beta1",
        "storage.k8s.io/v1", "storage.k8s.io/v1alpha1", "storagemigration.k8s.io/v1", "storagemigration.k8s.io/v1beta1", "apiextensions.k8s.io/v1beta1", "apiextensions.k8s.io/v1",
    ];

    private Capabilities(string version, string full, string major, string minor, IReadOnlyList<string> apiVersions)
    {
        KubeVersion = version;
        FullKubeVersion = full;
        Major = major;
        Minor = minor;
        ApiVersions = apiVersions;
    }

    /// <summary>Without a suffix: <c>v1.31.0</c>.</summary>
    public string KubeVersion { get; }

    /// <summary>As it was given; Helm 4 shows it.</summary>
    public string FullKubeVersion { get; }

    public string Major { get; }

    public string Minor { get; }

    public IReadOnlyList<string> ApiVersions { get; }

    /// <summary>Those of a version (null: Helm's default) with further API versions.</summary>
    public static Capabilities Of(string? kubeVersion, IEnumerable<string> apiVersions)
    {
        var text = (kubeVersion ?? DefaultKubeVersion).Trim();
        var parts = Numbers(text, out var end);
        if (parts.Count < 2)
        {
            throw new ChartException($"invalid kube version '{kubeVersion}': could not parse {GoQuote.Quote(kubeVersion ?? "")} as version");
        }

        var version = "v" + string.Join(".", parts.Select(part => part.ToString(CultureInfo.InvariantCulture)));
        return new Capabilities(version, version + text.Substring(end), parts[0].ToString(CultureInfo.InvariantCulture), parts[1].ToString(CultureInfo.InvariantCulture), [.. Known, .. apiVersions]);
    }

    /// <summary>Whether a chart's <c>kubeVersion</c> admits this cluster.</summary>
    public bool Admits(string constraint) =>
        VersionConstraints.Parse(constraint, out _) is { } constraints && SemanticVersion.Parse(KubeVersion, out _) is { } version && constraints.Check(version);

    // Any number of dotted numbers, no leading zeros.
    private static List<ulong> Numbers(string text, out int end)
    {
        var parts = new List<ulong>();
        var at = text.StartsWith("v", StringComparison.Ordinal) ? 1 : 0;
        end = at;
        while (true)
        {
            var start = at;
            while (at < text.Length && text[at] is >= '0' and <= '9')
            {
                at++;
            }

            if (at == start || (at - start > 1 && text[start] == '0') || !GoNumber.TryUint(text.Substring(start, at - start), out var number, 10))
            {
                return parts;
            }

            parts.Add(number);
            end = at;
            if (at >= text.Length || text[at] != '.')
            {
                return parts;
            }

            at++;
        }
    }
}
