using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Validation;
using SvcLint.Yaml;

namespace SvcLint.Rules.Api;

/// <summary>One of several ports without a name.</summary>
public sealed class PortNameMissing : RefusalRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1108",
        Name = "port-name-missing",
        Title = "One of several ports has no name",
        Category = Category.Api,
        Severity = Severity.Error,
    };

    internal override RefusalTopic Topic => RefusalTopic.PortNameMissing;

    protected override string Advice => "give every port a name";

    // Longer lists are looked through for each of their ports by nobody.
    private const int MostPorts = 250;

    // Nothing can refer to a port without a name, so any free name is right.
    protected override Fix? Repair(KubernetesObject item, ApiError error)
    {
        if (item is not Service { Spec.Ports: { Count: <= MostPorts } ports } || ports.Items.FirstOrDefault(p => p.Span.Range.Contains(error.Span.Range)) is not { } port)
        {
            return null;
        }

        var name = $"{(port.Protocol?.Value ?? "TCP").ToLowerInvariant()}-{port.Port?.Value ?? 0}";
        if (ports.Items.Any(p => p.Name?.Value == name))
        {
            return null;
        }

        return new Fix($"Name the port {name}", FixSafety.Safe, [port.Name is { } empty ? YamlEdit.KeepQuotes(empty.Span, name) : YamlEdit.Insert(port.Span, $"name: {name}")]);
    }
}
