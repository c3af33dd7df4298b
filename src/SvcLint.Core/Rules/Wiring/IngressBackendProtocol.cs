using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>
/// ingress-nginx speaks HTTP to a backend unless an annotation says otherwise. Here the probes, or what is known of the process, say that the
/// port speaks something else.
/// </summary>
public sealed class IngressBackendProtocol : Rule
{
    private const string Prefix = "nginx.ingress.kubernetes.io/";
    private const string Key = Prefix + "backend-protocol";
    private const string Passthrough = Prefix + "ssl-passthrough";

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2089",
        Name = "ingress-backend-protocol",
        Title = "ingress-nginx speaks another protocol to a backend than its port",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var ingress in context.Unit.OfType<Ingress>().Where(IsNginx))
        {
            var annotations = ingress.Metadata.Annotations;
            if (annotations?[Prefix + "server-snippet"] is not null || annotations?[Prefix + "secure-backends"] is not null)
            {
                continue;
            }

            // With passthrough the backend gets the client's TLS, whatever else is written.
            var passthrough = annotations?.Find(Passthrough) is { Value.Value: "true" } set ? set : null;
            var written = passthrough ?? annotations?.Find(Key);
            var speaks = passthrough is not null ? "HTTPS" : written?.Value.Value.ToUpperInvariant() ?? "HTTP";
            foreach (var reference in ingress.ServiceReferences.Where(r => r.Place == "Ingress backend").GroupBy(r => (r.Name.Value, r.Port?.Value)).Select(g => g.First()))
            {
                foreach (var service in context.Unit.FindServices(reference.Name.Value, ingress.Namespace))
                {
                    var port = service.Spec?.Ports?.Items.FirstOrDefault(p => reference.Port?.Value is { } asked && (asked.Int is { } number ? p.Port?.Value == number : p.Name?.Value == asked.String));
                    if (port is null || !((Protocol(context.Unit.WorkloadsBehind(service), port) is { } shown ? (shown.Protocol, shown.Span, "probe of this port", true) : Named(port)) is var (protocol, span, note, isSure)))
                    {
                        continue;
                    }

                    // A name is no proof: it counts where nothing was written, and where plain HTTP is named and TLS was written.
                    if (!Fits(speaks, protocol) && (protocol == "HTTP" || (passthrough is null && (isSure || written is null))))
                    {
                        yield return Report(
                            ingress,
                            written?.Value.Span ?? reference.Port!.Span,
                            $"ingress-nginx speaks {speaks} to port {port.Port} of Service {service.Name}, which {(isSure ? "speaks" : "probably speaks")} {protocol}",
                            [new RelatedSpan(span, note), new RelatedSpan(port.Port?.Span ?? port.KeySpan, "Service port"), .. written is null ? [new RelatedSpan(ingress.NameSpan, "no backend-protocol")] : (RelatedSpan[])[]],
                            isSure ? null : Severity.Info,
                            effect: isSure ? "every request is answered 400 or 502" : $"if the port speaks {protocol}, every request is answered 400 or 502",
                            help: passthrough is not null ? "remove ssl-passthrough, or end TLS in the pods" : $"set {Key}: {(protocol == "HTTP" ? "HTTP, or leave it out" : protocol)}");
                    }
                }
            }
        }
    }

    private static bool Fits(string speaks, string protocol) => protocol switch
    {
        "HTTPS" => speaks is "HTTPS" or "GRPCS" or "AUTO_HTTP",
        "GRPC" => speaks is "GRPC" or "GRPCS",
        _ => speaks is not ("HTTPS" or "GRPCS"),
    };

    private static bool IsNginx(Ingress ingress)
    {
        var name = (ingress.Node is { } node ? MappingReader.Of(node).Nested("spec")?.String("ingressClassName") : null) ?? ingress.Metadata.Annotations?.Find(Ingress.ClassAnnotation)?.Value;
        return name is not null ? name.Value.IndexOf("nginx", StringComparison.Ordinal) >= 0 : ingress.Metadata.Annotations?.Entries.Any(e => e.Key.Value.StartsWith(Prefix, StringComparison.Ordinal)) == true;
    }

    // The controller reads neither; for people they say what is meant.
    private static (string Protocol, Text.SourceSpan Span, string Note, bool IsSure)? Named(ServicePort port) =>
        port.AppProtocol is { Value: "http" or "kubernetes.io/ws" } plain ? ("HTTP", plain.Span, "appProtocol", false)
        : port.AppProtocol is { Value: "https" or "HTTPS" or "grpc" or "kubernetes.io/h2c" } said ? (said.Value.EndsWith("s", StringComparison.OrdinalIgnoreCase) ? "HTTPS" : "GRPC", said.Span, "appProtocol", false)
        : port.AppProtocol is not null ? null
        : port.Name is { Value: "https" or "grpc" or "https-webhook" } name ? (name.Value == "grpc" ? "GRPC" : "HTTPS", name.Span, "name of the port", false)
        : port.Name is { Value: "http" } web ? ("HTTP", web.Span, "name of the port", false)
        : null;

    // All pods behind must say the same.
    private static (string Protocol, Text.SourceSpan Span)? Protocol(IReadOnlyList<Workload> workloads, ServicePort port)
    {
        (string, Text.SourceSpan)? found = null;
        foreach (var workload in workloads)
        {
            if (PolicyReach.TargetNumber(port, workload) is not { } target || Probed(workload, target) is not { } own || (found is var (before, _) && before != own.Protocol))
            {
                return null;
            }

            found = own;
        }

        return found;
    }

    private static (string Protocol, Text.SourceSpan Span)? Probed(Workload workload, int target)
    {
        foreach (var container in workload.ServingContainers())
        {
            foreach (var probe in new[] { container.ReadinessProbe, container.LivenessProbe, container.StartupProbe }.OfType<Probe>())
            {
                if (probe.Grpc?.Port is { Value.Int: { } grpc } place && grpc == target)
                {
                    return ("GRPC", place.Span);
                }

                if (probe.HttpGet is { Port: { } port, Host: null } http
                    && (port.Value.Int ?? (container.Ports?.Items ?? []).FirstOrDefault(p => p.Name?.Value == port.Value.String)?.Number?.Value) == target)
                {
                    return (string.Equals(http.Scheme?.Value, "HTTPS", StringComparison.OrdinalIgnoreCase) ? "HTTPS" : "HTTP", (http.Scheme is { IsDefault: false } scheme ? scheme.Span : port.Span));
                }
            }

            // Images that never speak TLS on this port, as they come.
            if (target == 80 && Cluster.Listening.StockImages.Find(container.Image?.Value) is { Names: "nginx" or "httpd" } && container.VolumeMounts is not { Count: > 0 })
            {
                return ("HTTP", container.Image!.Span);
            }
        }

        return null;
    }
}
