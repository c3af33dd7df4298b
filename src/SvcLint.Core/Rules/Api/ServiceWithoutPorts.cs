using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Validation;
using SvcLint.Yaml;

namespace SvcLint.Rules.Api;

/// <summary>A Service without any port that needs one.</summary>
public sealed class ServiceWithoutPorts : RefusalRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1110",
        Name = "service-without-ports",
        Title = "A Service that needs ports has none",
        Category = Category.Api,
        Severity = Severity.Error,
    };

    internal override RefusalTopic Topic => RefusalTopic.PortsMissing;

    // Nothing but a name and a type: most likely a patch whose kustomization was not read.
    protected override bool IsFragment(KubernetesObject item) =>
        item.Node is { } node && node["metadata"] is YamlMapping { Entries.Count: 1 } && node["spec"] is YamlMapping { Entries.Count: 1 } spec && spec["type"] is not null;

    protected override string Advice => "add a port, or make the Service headless (clusterIP: None)";
}
