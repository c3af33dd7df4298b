using SvcLint.Cluster;
using SvcLint.Cluster.Addresses;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Rules.KubeProxy;

/// <summary>
/// Two settings of one cluster that must agree: the kubelet's domain and kubeadm's, the families of the ranges and of the advertised address, ports of
/// the kubelet, the pools of Calico and flannel and the range of pods.
/// </summary>
public sealed class ClusterSettingsDisagree : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC7032",
        Name = "cluster-settings-disagree",
        Title = "Settings of the cluster contradict each other: kubeadm, the kubelet, the network plugin",
        Category = Category.KubeProxy,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context) => OfKubernetes(context).Concat(OfNetworkPlugins(context));

    private IEnumerable<Finding> OfKubernetes(RuleContext context)
    {
        var clusters = Of(context, "kubeadm.k8s.io", "ClusterConfiguration");
        var kubelets = Of(context, "kubelet.config.k8s.io", "KubeletConfiguration");
        var networking = clusters is [var only] ? MappingReader.Of(only.Node!).Nested("networking") : null;
        foreach (var kubelet in kubelets)
        {
            var reader = MappingReader.Of(kubelet.Node!);
            if (networking?.String("dnsDomain") is { } domain && reader.String("clusterDomain") is { } own && own.Value.TrimEnd('.') != domain.Value.TrimEnd('.'))
            {
                yield return Report(
                    kubelet,
                    own.Span,
                    $"clusterDomain '{own.Value}' is not dnsDomain '{domain.Value}'",
                    [new RelatedSpan(domain.Span, "domain of the cluster's DNS")],
                    effect: "the search list of pods holds names that the DNS does not have",
                    help: $"write '{domain.Value}'");
            }

            if (reader.Int("port") is { Value: > 0 } port && (reader.Int("readOnlyPort") is { } other && other.Value == port.Value ? (other, "readOnlyPort")
                : reader.Int("healthzPort") is { } healthz && healthz.Value == port.Value ? (healthz, "healthzPort") : ((Located<int>, string)?)null) is var (second, name))
            {
                yield return Report(
                    kubelet,
                    second.Span,
                    $"{name} {second.Value} is the kubelet's own port",
                    [new RelatedSpan(port.Span, "port")],
                    effect: "the kubelet cannot bind it twice and does not start",
                    help: "choose another port");
            }
        }

        foreach (var start in networking is null ? [] : Of(context, "kubeadm.k8s.io", "InitConfiguration"))
        {
            if (MappingReader.Of(start.Node!).Nested("localAPIEndpoint")?.String("advertiseAddress") is { } address && IPAddressValue.TryParseSloppy(address.Value, out var advertised)
                && networking!.String("serviceSubnet") is { } services && CidrValue.TryParse(services.Value.Split(',')[0].Trim(), out var first) && first.Family != advertised.Family)
            {
                yield return Report(
                    start,
                    services.Span,
                    $"serviceSubnet begins with {first.Family}, but the API server advertises {address.Value}",
                    [new RelatedSpan(address.Span, "advertised address")],
                    effect: "the API server does not start: its Service has the first family",
                    help: "write the range of the advertised family first");
            }
        }
    }

    // Both plugins take pods' addresses from ranges of their own, and refuse those that do not fit the cluster's.
    private IEnumerable<Finding> OfNetworkPlugins(RuleContext context)
    {
        if (ClusterNetwork.Of(context.Unit).Take(2).ToArray() is not [{ Pods.Count: > 0 } network])
        {
            yield break;
        }

        var pods = ClusterNetwork.Ranges(network.Pods).ToArray();
        var pools = Of(context, "operator.tigera.io", "Installation").SelectMany(i => MappingReader.Of(i.Node!).Nested("spec")?.Nested("calicoNetwork")?.List("ipPools", p => p.String("cidr"))?.Items ?? []).OfType<Located<string>>();
        foreach (var (pool, range) in ClusterNetwork.Ranges(pools))
        {
            if (pods.Any(p => p.Range.Family == range.Family) && !pods.Any(p => p.Range.Contains(range)))
            {
                yield return Report(
                    pool.Span,
                    $"Calico's pool {pool.Value} is outside {network.PodField} {network.Pods[0].Value}",
                    [new RelatedSpan(network.Pods[0].Span, "range of pods")],
                    effect: "the operator refuses the pool and does not install Calico; nodes stay NotReady",
                    help: $"write {network.Pods[0].Value}, or a part of it");
            }
        }

        foreach (var net in context.Unit.ConfigMaps.SelectMany(m => m.Data?.Entries ?? []).Where(e => e.Key.Value == "net-conf.json").Select(e => context.Unit.ConfigurationFiles.Of(e)).OfType<ContainerConfigurationFile>()
            .SelectMany(f => f.Settings).Where(s => s.Key is "Network" or "IPv6Network"))
        {
            if (CidrValue.TryParse(net.Value.Value, out var range) && pods.FirstOrDefault(p => p.Range.Family == range.Family && !range.Contains(p.Range)) is { Text: { } pod })
            {
                yield return Report(
                    net.Value.Span,
                    $"flannel's {net.Key} {net.Value.Value} does not contain {network.PodField} {pod.Value}",
                    [new RelatedSpan(pod.Span, "range of pods")],
                    effect: "flannel refuses the nodes' ranges and does not start; pods get no address",
                    help: $"write {pod.Value}");
            }
        }
    }

    private static OtherObject[] Of(RuleContext context, string group, string kind) =>
        [.. context.Unit.OfType<OtherObject>().Where(o => o.Group == group && o.Kind.Value == kind && o.Node is not null)];
}
