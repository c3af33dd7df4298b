using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.KubeProxy;

/// <summary>A flag of kube-proxy beside --config: the file alone counts.</summary>
public sealed class KubeProxyFlagIgnored : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC7009",
        Name = "kube-proxy-flag-ignored",
        Title = "A flag of kube-proxy has no effect, because --config names a file",
        Category = Category.KubeProxy,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var proxy in KubeProxyContainer.In(context.Unit))
        {
            foreach (var (name, value, argument) in proxy.Flag("config") is { Length: > 0 } ? proxy.Flags : [])
            {
                if (KubeProxyFlags.FieldOf(name) is { } field && !context.Unit.KubeProxyConfigurations.Any(c => SaysTheSame(c, field, value)))
                {
                    yield return Report(
                        proxy.Workload,
                        argument.Span,
                        $"--{name} is ignored while --config is set",
                        effect: $"only {field} of the configuration file counts",
                        help: $"set {field} there, and remove the flag");
                }
            }
        }
    }

    private static bool SaysTheSame(KubeProxyConfiguration configuration, string field, string value)
    {
        Yaml.YamlNode? node = configuration.Node;
        foreach (var name in field.Split('.'))
        {
            node = (node as Yaml.YamlMapping)?[name];
        }

        return node is Yaml.YamlScalar scalar ? scalar.Value == value : node is Yaml.YamlSequence list && string.Join(",", list.Items.OfType<Yaml.YamlScalar>().Select(i => i.Value)) == value;
    }
}
