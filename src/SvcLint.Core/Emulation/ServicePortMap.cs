using SvcLint.Kubernetes;
using SvcLint.Kubernetes.Annotations;
using SvcLint.Model;

namespace SvcLint.Emulation;

/// <summary>From Services to Service ports of one family.</summary>
internal sealed class ServicePortMap(IPFamily family, KubeProxyRelease release)
{
    internal const string ServiceProxyNameLabel = "service.kubernetes.io/service-proxy-name";
    internal const string HeadlessLabel = "service.kubernetes.io/headless";
    private const int DefaultAffinitySeconds = 10800;

    private readonly Dictionary<ServicePortName, ProxyServicePort> _ports = [];

    public IReadOnlyDictionary<ServicePortName, ProxyServicePort> Ports => _ports;

    /// <summary>Objects with these labels are withheld from kube-proxy by the label selectors of its informers.</summary>
    public static bool IsWithheld(KubernetesObject obj, KubeProxyRelease release) =>
        obj.Metadata.Labels is { } labels
        && ((labels.Find(ServiceProxyNameLabel) is not null && !(release.WithholdsByOneLabel && obj is EndpointSlice))
            || (labels.Find(HeadlessLabel) is not null && !(release.WithholdsByOneLabel && obj is Service)));

    /// <summary>Adds a Service's ports; of ports with one name and protocol the last one counts.</summary>
    public void Add(Service service)
    {
        if (service.Spec is not { Ports: { } ports } spec || ShouldSkip(spec) || ClusterIPOf(spec) is not { } clusterIP)
        {
            return;
        }

        var template = Template(service, spec, clusterIP);
        foreach (var port in ports.Items)
        {
            var name = new ServicePortName(service.Namespace ?? "default", service.Name ?? "", port.Name?.Value ?? "", port.Protocol?.Value ?? "TCP");
            _ports[name] = template(name, port);
        }
    }

    private static bool ShouldSkip(ServiceSpec spec) =>
        spec.ClusterIP?.Value is null or "" or "None" || spec.Type?.Value == "ExternalName";

    private ServiceAddress? ClusterIPOf(ServiceSpec spec)
    {
        if (spec.IPFamilies is not { Count: > 0 } families)
        {
            return spec.ClusterIP is { } single && Parse(single) is { } address ? address with { Text = address.IP } : null;
        }

        for (var i = 0; i < families.Count; i++)
        {
            if (families[i].Value == family.ToString())
            {
                var written = spec.ClusterIPs is { } list && i < list.Count ? list[i] : i == 0 && spec.ClusterIPs is null ? spec.ClusterIP : null;
                return written is not null && IPAddressValue.TryParseSloppy(written.Value, out var ip)
                    ? new ServiceAddress(ip.ToString(), new Cause(written.Span, written.IsDefault))
                    : null;
            }
        }

        return null;
    }

    private Func<ServicePortName, ServicePort, ProxyServicePort> Template(Service service, ServiceSpec spec, ServiceAddress clusterIP)
    {
        var isLoadBalancer = spec.Type?.Value == "LoadBalancer";
        var externalLocal = spec.ExternalTrafficPolicy?.Value == "Local";
        var externalIPs = Addresses(spec.ExternalIPs);
        var vips = LoadBalancerVIPs(service.Status);
        var ranges = SourceRanges(spec);
        var honoursExternalPolicy = isLoadBalancer || spec.Type?.Value == "NodePort"
            || (release.ExternalPolicyOfExternalIPs && spec.Type?.Value is null or "ClusterIP" && spec.ExternalIPs is { Count: > 0 });
        var sticky = spec.SessionAffinity?.Value == "ClientIP"
            ? spec.SessionAffinityConfig?.ClientIP?.TimeoutSeconds?.Value ?? DefaultAffinitySeconds
            : 0;
        var hasHealthCheck = isLoadBalancer && externalLocal && spec.HealthCheckNodePort is not null;
        // A policy that API defaulting filled in is no placeholder: the cluster has the same.
        var externalCause = spec.ExternalTrafficPolicy is { } external ? new Cause(external.Span) : null;
        var internalCause = spec.InternalTrafficPolicy is { } internalPolicy ? new Cause(internalPolicy.Span) : null;
        var affinityCause = spec.SessionAffinity is { } affinity ? new Cause(affinity.Span) : null;
        var healthCause = CauseOf(spec.HealthCheckNodePort);
        var hints = HintsAnnotation(service.Metadata.Annotations);
        return (name, port) => new ProxyServicePort(name)
        {
            Cause = new Cause(port.KeySpan),
            ClusterIP = clusterIP,
            Port = port.Port?.Value ?? 0,
            NodePort = port.NodePort?.Value ?? 0,
            NodePortCause = CauseOf(port.NodePort),
            HealthCheckNodePort = hasHealthCheck ? spec.HealthCheckNodePort!.Value : 0,
            HealthCheckNodePortCause = healthCause,
            ExternalIPs = release.AllowsExternalIPs ? externalIPs : [],
            HasExternalIPs = externalIPs.Count > 0,
            LoadBalancerVIPs = vips,
            SourceRanges = ranges,
            ExternalPolicyLocal = externalLocal && honoursExternalPolicy,
            InternalPolicyLocal = spec.InternalTrafficPolicy?.Value == "Local",
            ExternalPolicyCause = externalCause,
            InternalPolicyCause = internalCause,
            StickyMaxAgeSeconds = sticky,
            AffinityCause = affinityCause,
            HintsAnnotation = hints,
        };
    }

    private static Cause? CauseOf<T>(Located<T>? field) => field is null ? null : new Cause(field.Span, field.IsDefault);

    private ServiceAddress? Parse(Located<string> text) =>
        IPAddressValue.TryParseSloppy(text.Value, out var ip) && ip.Family == family
            ? new ServiceAddress(ip.ToString(), new Cause(text.Span, text.IsDefault)) is var address && release.CanonicalAddresses ? address : address with { Text = text.Value }
            : null;

    private List<ServiceAddress> Addresses(LocatedList<Located<string>>? texts)
    {
        var addresses = new List<ServiceAddress>();
        foreach (var text in texts?.Items ?? [])
        {
            if (Parse(text) is { } address)
            {
                addresses.Add(address);
            }
        }

        return addresses;
    }

    private List<ServiceAddress> LoadBalancerVIPs(ServiceStatus? status)
    {
        var addresses = new List<ServiceAddress>();
        foreach (var ingress in status?.LoadBalancer?.Ingress?.Items ?? [])
        {
            var proxied = release.HonoursIPMode && ingress.IPMode?.Value == "Proxy";
            if (!proxied && ingress.IP is { } ip && Parse(ip) is { } address)
            {
                addresses.Add(address);
            }
        }

        return addresses;
    }

    private List<ProxySourceRange> SourceRanges(ServiceSpec spec)
    {
        var ranges = new List<ProxySourceRange>();
        foreach (var text in spec.LoadBalancerSourceRanges?.Items ?? [])
        {
            var trimmed = text.Value.Trim();
            if (CidrValue.TryParseSloppy(trimmed, out var range) && range.Family == family)
            {
                if (range.MaskLength == 0 && release.ZeroSourceRangeMeansAny)
                {
                    return [];
                }

                ranges.Add(new ProxySourceRange(range, release.MasksSourceRanges ? range.ToString() : trimmed, new Cause(text.Span, text.IsDefault)));
            }
        }

        return ranges;
    }

    private string HintsAnnotation(StringMap? annotations)
    {
        if (annotations?[KubernetesItself.TopologyHints] is { } old)
        {
            return old;
        }

        return release.ReadsTopologyMode ? annotations?[KubernetesItself.TopologyMode] ?? "" : "";
    }
}
