using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.Wiring;

/// <summary>
/// An address under a cluster domain that is not the cluster's, as the Corefile, the kubelet's or kubeadm's configuration of the input
/// says it.
/// </summary>
public sealed class OtherClusterDomain : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2074",
        Name = "other-cluster-domain",
        Title = "A configured address is under another domain than the cluster's",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Effect = "the name does not resolve",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        var zones = Zones(context.Repository);
        if (zones.Count == 0)
        {
            yield break;
        }

        foreach (var configured in context.Unit.Addresses)
        {
            if (configured.Name.Domain is { } domain && zones.All(z => z.Value != domain) && context.ServicesMeant(configured.Name.Name, configured.Namespace).Count > 0)
            {
                var end = configured.Address.HostSpan.Start + configured.Address.Host.TrimEnd('.').Length;
                yield return Report(
                    configured.Owner,
                    configured.Value.Part(end - domain.Length, end),
                    $"'{configured.Address.Host}' is under '{domain}', but the cluster's domain is '{zones[0].Value}'",
                    [new RelatedSpan(zones[0].Span, "cluster domain")],
                    help: $"write '{zones[0].Value}', or end the name at 'svc'");
            }
        }
    }

    // Several clusters in one repository may differ; then none is known.
    private static IReadOnlyList<Located<string>> Zones(Repository repository)
    {
        var sets = new List<IReadOnlyList<Located<string>>>();
        foreach (var (unit, entry) in repository.Corefiles)
        {
            var zones = (unit.ConfigurationFiles.Of(entry)?.Settings ?? []).Where(s => s.Key == "kubernetes").SelectMany(s => s.Words()).ToList();
            zones.RemoveAll(z => z.Value.EndsWith(".arpa", StringComparison.Ordinal) || Placeholder.Is(z.Value));
            sets.Add(zones);
        }

        foreach (var item in repository.OfGroup("kubeadm.k8s.io").Concat(repository.OfGroup("kubelet.config.k8s.io")).OfType<OtherObject>().Where(o => o.Node is not null))
        {
            var domain = item.Kind.Value switch
            {
                "ClusterConfiguration" => MappingReader.Of(item.Node!).Nested("networking")?.String("dnsDomain"),
                "KubeletConfiguration" => MappingReader.Of(item.Node!).String("clusterDomain"),
                _ => null,
            };
            if (domain is not null && !Placeholder.Is(domain.Value))
            {
                sets.Add([domain]);
            }
        }

        sets.RemoveAll(s => s.Count == 0);
        return sets.Count > 0 && sets.All(s => s.Any(z => sets[0].Any(f => f.Value == z.Value))) ? sets[0] : [];
    }
}
