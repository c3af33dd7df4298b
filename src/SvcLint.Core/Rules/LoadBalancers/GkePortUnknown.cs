using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Yaml;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>GKE's annotations in JSON name ports that the Service does not have, or a BackendConfig that the unit, which has some, does not define.</summary>
public sealed class GkePortUnknown : Rule
{
    private const string Neg = "cloud.google.com/neg";
    private const string BackendConfig = "cloud.google.com/backend-config";
    private const string Protocols = "cloud.google.com/app-protocols";

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4031",
        Name = "gke-annotation-port-unknown",
        Title = "A JSON annotation of GKE names a port or BackendConfig that is not there",
        Category = Category.LoadBalancers,
        Severity = Severity.Warning,
        Effect = "GKE's controller ignores the setting, or reports an error and stops",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        var configs = context.Unit.OfType<OtherObject>().Where(o => o is { Group: "cloud.google.com", Kind.Value: "BackendConfig", Name: not null }).ToArray();
        foreach (var service in context.Unit.Services.Where(ServicePorts.AreKnown))
        {
            foreach (var entry in new[] { Neg, BackendConfig, Protocols }.Select(k => service.Metadata.Annotations?.Find(k)).OfType<StringMapEntry>())
            {
                if (YamlReader.Read(Text.TextSlice.Whole(new Text.SourceText("annotation.json", entry.Value.Value))).Root is not YamlMapping root)
                {
                    continue;
                }

                var ports = entry.Key.Value switch { Neg => root["exposed_ports"], BackendConfig => root["ports"], _ => root } as YamlMapping;
                foreach (var port in (ports?.Entries ?? []).Where(p => p.Name is not null))
                {
                    var isNumber = int.TryParse(port.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
                    if (!(isNumber && ServicePorts.HasNumber(service, number)) && (entry.Key.Value == Neg || !ServicePorts.HasName(service, port.Name!)))
                    {
                        yield return Report(
                            service,
                            entry.Value.Span,
                            $"{entry.Key.Value} names port {port.Name}; Service {service.Name} has {ServicePorts.Text(service)}",
                            [new RelatedSpan(service.Spec!.Ports!.KeySpan, "Service ports")],
                            help: "name a port of the Service");
                    }
                }

                if (entry.Key.Value == BackendConfig && configs.Length > 0 && Names(root).FirstOrDefault(n => configs.All(c => c.Name != n)) is { } missing)
                {
                    yield return Report(
                        service,
                        entry.Value.Span,
                        $"BackendConfig '{missing}' is not defined (defined: {string.Join(", ", configs.Select(c => c.Name).Take(3))})",
                        [new RelatedSpan(configs[0].NameSpan, "defined here")],
                        help: $"write '{configs[0].Name}'");
                }
            }
        }
    }

    private static IEnumerable<string> Names(YamlMapping root) =>
        new[] { root["default"] }.Concat((root["ports"] as YamlMapping)?.Entries.Select(e => e.Value) ?? []).OfType<YamlScalar>().Select(s => s.Value).OfType<string>();
}
