using SvcLint.Cluster;
using SvcLint.Cluster.Addresses;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.Wiring;

/// <summary>
/// OTLP over HTTP is sent to the port for gRPC of a collector's Service, or the reverse. What an exporter speaks is written beside its
/// endpoint; what the port takes is its name, or a usual number that the Service does not map.
/// </summary>
public sealed class OtlpProtocol : Rule
{
    private const string Prefix = "OTEL_EXPORTER_OTLP_";
    private const string Exporters = "exporters/";

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2064",
        Name = "otlp-protocol-mismatch",
        Title = "OTLP over HTTP is sent to a port for gRPC, or the reverse",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
        Effect = "the exporter gets errors, and the telemetry is lost",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var address in context.Unit.Addresses.Where(a => a.Key.StartsWith(Prefix, StringComparison.Ordinal) && a.Key.EndsWith("ENDPOINT", StringComparison.Ordinal)))
        {
            if (Protocol(address) is { } speaks && Check(context, address.Owner, address.Address, address.Namespace, address.PortSpan, speaks) is { } finding)
            {
                yield return finding;
            }
        }

        foreach (var map in context.Unit.ConfigMaps)
        {
            foreach (var setting in (map.Data?.Entries ?? []).SelectMany(e => context.Unit.ConfigurationFiles.Of(e)?.Settings ?? []).Where(s => s.Key == "endpoint" && s.Section.StartsWith(Exporters, StringComparison.Ordinal)))
            {
                var exporter = setting.Section.Substring(Exporters.Length).Split('/')[0];
                foreach (var host in exporter is "otlp" or "otlphttp" or "otlp_http" or "otlp_grpc" ? HostAddress.Parse(setting.Value.Value) : [])
                {
                    var place = host.PortSpan is { } span ? setting.Value.Part(span.Start, span.End) : setting.Value.Span;
                    if (Check(context, map, host, map.Namespace, place, exporter.EndsWith("http", StringComparison.Ordinal) ? "HTTP" : "gRPC") is { } finding)
                    {
                        yield return finding;
                    }
                }
            }
        }
    }

    // The variable of the signal counts before the one of all; without any the SDK decides.
    private static string? Protocol(ConfiguredAddress address)
    {
        var own = address.Key.Substring(0, address.Key.Length - "ENDPOINT".Length) + "PROTOCOL";
        var variables = address.Workload?.ServingContainers().SelectMany(c => c.Env?.Items ?? []).ToArray() ?? [];
        var value = (Array.Find(variables, v => v.Name?.Value == own) ?? Array.Find(variables, v => v.Name?.Value == Prefix + "PROTOCOL"))?.Value?.Value;
        return value is "grpc" ? "gRPC" : value is "http/protobuf" or "http/json" ? "HTTP" : null;
    }

    private Finding? Check(RuleContext context, KubernetesObject owner, HostAddress address, string? @namespace, SourceSpan place, string speaks)
    {
        if (address.Port is not { } number || !ServiceDnsName.TryParse(address.Host, out var name)
            || context.ServicesMeant(name.Name, name.Namespace ?? @namespace) is not [var service, ..] || service.Spec?.Ports?.Items.FirstOrDefault(p => p.Port?.Value == number) is not { } port
            || Takes(port) is not { } takes || takes == speaks)
        {
            return null;
        }

        var other = service.Spec.Ports.Items.FirstOrDefault(p => Takes(p) == speaks);
        return Report(
            owner,
            place,
            $"OTLP over {speaks} is sent to port {number} of Service {service.Name}, which takes {takes}",
            [new RelatedSpan(port.KeySpan, $"port for {takes}")],
            help: other is null ? $"use a port for {speaks}, or send over {takes}" : $"use {other.Port}");
    }

    private static string? Takes(ServicePort port)
    {
        var name = port.Name?.Value ?? "";
        return name.IndexOf("grpc", StringComparison.Ordinal) >= 0 ? "gRPC"
            : name.IndexOf("http", StringComparison.Ordinal) >= 0 ? "HTTP"
            : PortResolution.Target(port)?.Int == port.Port?.Value ? port.Port?.Value switch { 4317 => "gRPC", 4318 => "HTTP", _ => null }
            : null;
    }
}
