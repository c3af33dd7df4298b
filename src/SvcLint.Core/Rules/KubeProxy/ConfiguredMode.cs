using SvcLint.Cluster;
using SvcLint.Emulation;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.KubeProxy;

/// <summary>kube-proxy's mode as manifests set it: in a configuration, or by the flags of a container that is given no file.</summary>
/// <param name="About">What holds it.</param>
/// <param name="Value">The mode as written; empty where it is left to kube-proxy.</param>
/// <param name="Place">Where that shows.</param>
/// <param name="Setting">How one writes it there, up to the value.</param>
/// <param name="Gates">The feature gates that are set beside it.</param>
internal sealed record ConfiguredMode(KubernetesObject About, string Value, SourceSpan Place, string Setting, FeatureGates? Gates = null)
{
    public static IEnumerable<ConfiguredMode> In(DeploymentUnit unit)
    {
        foreach (var configuration in unit.KubeProxyConfigurations)
        {
            yield return new ConfiguredMode(configuration, configuration.Mode?.Value ?? "", (configuration.Mode ?? configuration.Kind).Span, "mode: ", configuration.FeatureGates);
        }

        foreach (var proxy in KubeProxyContainer.In(unit))
        {
            // On Windows there is one mode, and it is never written.
            if (KubeProxyFlags.Configuration(proxy) is { } flags && proxy.Workload.Template.Spec?.NodeSelector?["kubernetes.io/os"] != "windows")
            {
                yield return new ConfiguredMode(proxy.Workload, flags.Mode?.Value ?? "", (flags.Mode ?? flags.Kind).Span, "--proxy-mode=", flags.FeatureGates);
            }
        }
    }

    /// <summary>The mode that svclint.yaml declares for the cluster, where no manifest sets one; it shows at the cluster's first Service.</summary>
    public static ConfiguredMode? Declared(RuleContext context) =>
        ProxyModes.Of(context.Facts.DataPlane) is { } mode
            && context.Unit.Services is { Count: > 0 } services
            && context.Repository.Units.FirstOrDefault(u => u.Facts.Name == context.Facts.Name && u.Services.Count > 0) == context.Unit
            && !context.Repository.Units.Any(u => u.Facts.Name == context.Facts.Name && In(u).Any())
            ? new ConfiguredMode(services[0], ProxyModes.NameOf(mode), services[0].NameSpan, "") : null;
}
