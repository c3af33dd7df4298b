using SvcLint.Cluster.Listening;
using SvcLint.Findings;
using SvcLint.Kubernetes.Annotations;
using SvcLint.Model;

namespace SvcLint.Rules.LoadBalancers;

/// <summary>
/// The load balancer sends the PROXY protocol and the server behind it does not expect it, or the reverse. Only where the server's
/// configuration is known: a controller's ConfigMap that its arguments name, Traefik's flags, the files of nginx and httpd.
/// </summary>
public sealed class ProxyProtocolOneSided : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC4015",
        Name = "proxy-protocol-one-sided",
        Title = "Only one of load balancer and server speaks the PROXY protocol",
        Category = Category.LoadBalancers,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var service in context.Unit.Services.Where(s => s.Spec?.Type?.Value == "LoadBalancer"))
        {
            var sends = service.Metadata.Annotations?.Entries.FirstOrDefault(e => ProxyProtocol.IsAskedBy(e.Key.Value, e.Value.Value));
            if (!context.Unit.IsFullyKnown)
            {
                continue;
            }

            if (sends is null)
            {
                if (Reverse(context, service) is { } reverse)
                {
                    yield return reverse;
                }

                continue;
            }

            if (OfTraefik(context, service, sends) is { } traefik)
            {
                yield return traefik;
            }

            if (OfServer(context, service, sends) is { } server)
            {
                yield return server;
            }

            foreach (var configMap in context.WorkloadsBehind(service).Select(w => ProxyProtocol.ConfigMapOf(context.Unit, w)).OfType<ConfigMap>())
            {
                var option = configMap.Data?.Find(ProxyProtocol.Option);
                if (!ProxyProtocol.IsOn(option?.Value.Value))
                {
                    yield return Report(
                        service,
                        sends.Value.Span,
                        $"the load balancer of Service {service.Name} sends the PROXY protocol; ConfigMap {configMap.Name} does not set {ProxyProtocol.Option}",
                        [new RelatedSpan(option?.Value.Span ?? configMap.Data?.KeySpan ?? configMap.NameSpan, "controller's configuration")],
                        effect: "the ingress controller answers 400 to every request",
                        help: $"set {ProxyProtocol.Option}: 'true' in the ConfigMap, or remove the annotation");
                }
            }
        }
    }

    // Traefik takes the header from addresses that its flags trust, and from nobody else.
    private Finding? OfTraefik(RuleContext context, Service service, StringMapEntry sends)
    {
        foreach (var container in context.WorkloadsBehind(service).SelectMany(w => w.ServingContainers()).Where(c => StockImages.Find(c.Image?.Value) is { Names: "traefik" } && c.VolumeMounts is not { Count: > 0 }))
        {
            var flags = (container.Command?.Items ?? []).Concat(container.Args?.Items ?? []).Where(f => f.Value.StartsWith("--entrypoints.", StringComparison.OrdinalIgnoreCase)).ToArray();
            if (flags.Length > 0 && !flags.Any(f => ProxyProtocol.MaySay(f.Value)) && container.EnvFrom is not { Count: > 0 })
            {
                return Report(
                    service,
                    sends.Value.Span,
                    $"the load balancer of Service {service.Name} sends the PROXY protocol; no entry point of Traefik expects it",
                    [new RelatedSpan(flags[0].Span, "entry point")],
                    effect: "Traefik answers 400 to every request",
                    help: "set proxyProtocol.trustedIPs on the entry points, or remove the annotation");
            }
        }

        return null;
    }

    // nginx and httpd read the header where their configuration says so.
    private Finding? OfServer(RuleContext context, Service service, StringMapEntry sends)
    {
        foreach (var workload in context.WorkloadsBehind(service))
        {
            foreach (var container in workload.ServingContainers())
            {
                if (StockImages.Find(container.Image?.Value) is not { Names: "nginx" or "nginxinc/nginx-unprivileged" or "httpd", Folder: { } folder } || container.Command is { Count: > 0 } || container.Args is { Count: > 0 }
                    || MountedFile.Below(folder, container, workload, context.Unit) is not { } files || files.Any(f => ProxyProtocol.MaySay(f.File.Text.Text)))
                {
                    continue;
                }

                var listen = files.SelectMany(f => f.File.Settings).FirstOrDefault(s => s.Key is "listen" or "Listen");
                return Report(
                    service,
                    sends.Value.Span,
                    $"the load balancer of Service {service.Name} sends the PROXY protocol, and container {container.Name?.Value} does not expect it",
                    [new RelatedSpan(listen?.Value.Span ?? container.Image!.Span, "plain HTTP")],
                    effect: "the server answers 400 to every request",
                    help: "add proxy_protocol to the listen directive, or remove the annotation");
            }
        }

        return null;
    }

    // The controller waits for a header that nobody sends. Only where annotations name the cloud and none of them speaks of the protocol.
    private Finding? Reverse(RuleContext context, Service service)
    {
        var clouds = AnnotationQueries.Clouds(new AnnotatedService(service));
        if (clouds.Count != 1 || service.Metadata.Annotations!.Entries.Any(e => ProxyProtocol.MaySay(e.Key.Value) || ProxyProtocol.MaySay(e.Value.Value)))
        {
            return null;
        }

        foreach (var configMap in context.WorkloadsBehind(service).Select(w => ProxyProtocol.ConfigMapOf(context.Unit, w)).OfType<ConfigMap>())
        {
            if (configMap.Data?.Find(ProxyProtocol.Option) is { } option && ProxyProtocol.IsOn(option.Value.Value))
            {
                return Report(
                    service,
                    option.Value.Span,
                    $"{ProxyProtocol.Option} is set, but the load balancer of Service {service.Name} does not send the PROXY protocol",
                    [new RelatedSpan(clouds[0].First().Entry.Span, clouds[0].Key.Name), new RelatedSpan(service.NameSpan, "load balancer")],
                    effect: "the controller reads every request as a broken header and closes the connection",
                    help: $"enable the PROXY protocol on the load balancer, or remove {ProxyProtocol.Option}");
            }
        }

        return null;
    }
}
