using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Emulation.Derivation;

/// <summary>Fills in what the API server and the cloud allocate for a Service: cluster IPs, node ports, load balancer addresses.</summary>
internal sealed class ServiceDerivation(DerivedValueAllocator allocator, IReadOnlyList<IPFamily> clusterFamilies, KubernetesVersion version)
{
    public Service Complete(Service written)
    {
        var service = ApiDefaults.Apply(written, version);
        if (service.Spec is not { } spec || spec.Type?.Value == "ExternalName")
        {
            return service;
        }

        spec = WithClusterIPs(service, spec);
        if (IsAllocated(written) || spec.ClusterIP?.Value == "None")
        {
            return service with { Spec = spec };
        }

        spec = WithNodePorts(service, spec);
        return WithLoadBalancer(service with { Spec = spec });
    }

    /// <summary>The Service was in a cluster: what it lacks is not there, instead of not yet there.</summary>
    public static bool IsAllocated(Service written)
    {
        var first = written.Spec?.ClusterIPs is { Count: > 0 } list ? list[0] : null;
        return IPAddressValue.TryParseSloppy((written.Spec?.ClusterIP ?? first)?.Value, out _);
    }

    private static string OwnerOf(Service service) => $"{service.Namespace ?? "default"}/{service.Name}";

    private static Located<T> Derived<T>(T value, ModelNode place) => new(value, place.KeySpan, IsDefault: true);

    private ServiceSpec WithClusterIPs(Service service, ServiceSpec spec)
    {
        var families = FamiliesOf(spec);
        if (spec.ClusterIP is { Value.Length: > 0 } written)
        {
            return WithFamilies(spec with
            {
                ClusterIPs = spec.ClusterIPs is { Count: > 0 } ? spec.ClusterIPs : new LocatedList<Located<string>>([written], written.Span, written.Span, IsDefault: true),
            });
        }

        if (spec.ClusterIPs is { Count: > 0 } listed)
        {
            return WithFamilies(spec with { ClusterIP = listed[0] });
        }

        var addresses = new List<Located<string>>();
        foreach (var family in families)
        {
            addresses.Add(Derived(allocator.Address(DerivedValueKind.ClusterIP, family, OwnerOf(service), service), service.Spec!));
        }

        return spec with
        {
            ClusterIP = addresses[0],
            ClusterIPs = new LocatedList<Located<string>>(addresses, spec.Span, spec.KeySpan, IsDefault: true),
            IPFamilies = Located(families, spec),
        };
    }

    // The families of the addresses; a headless Service has those that it would get addresses of.
    private ServiceSpec WithFamilies(ServiceSpec spec)
    {
        if (spec.IPFamilies is { Count: > 0 })
        {
            return spec;
        }

        var families = new List<IPFamily>();
        foreach (var text in spec.ClusterIPs!.Items)
        {
            if (IPAddressValue.TryParseSloppy(text.Value, out var address))
            {
                families.Add(address.Family);
            }
        }

        return spec with { IPFamilies = Located(families.Count > 0 ? families : FamiliesOf(spec), spec) };
    }

    private static LocatedList<Located<string>> Located(List<IPFamily> families, ServiceSpec spec) =>
        new(families.ConvertAll(f => Derived(f.ToString(), spec)), spec.Span, spec.KeySpan, IsDefault: true);

    // ipFamilies as written, completed by the policy and by what the cluster has.
    private List<IPFamily> FamiliesOf(ServiceSpec spec)
    {
        var families = new List<IPFamily>();
        foreach (var family in spec.IPFamilies?.Items ?? [])
        {
            families.Add(family.Value == "IPv6" ? IPFamily.IPv6 : IPFamily.IPv4);
        }

        if (families.Count == 0)
        {
            families.Add(clusterFamilies[0]);
        }

        var other = families[0] == IPFamily.IPv4 ? IPFamily.IPv6 : IPFamily.IPv4;
        // Without a selector nothing tells the API server which family a headless Service has.
        var isOpen = spec is { ClusterIP.Value: "None", Selector: null or { Count: 0 }, IPFamilies: null or { Count: 0 }, IPFamilyPolicy: null };
        var wantsBoth = isOpen || spec.IPFamilyPolicy?.Value == "RequireDualStack"
            || (spec.IPFamilyPolicy?.Value == "PreferDualStack" && clusterFamilies.Count > 1);
        if (families.Count == 1 && wantsBoth)
        {
            families.Add(other);
        }

        return families;
    }

    private ServiceSpec WithNodePorts(Service service, ServiceSpec spec)
    {
        var isLoadBalancer = spec.Type?.Value == "LoadBalancer";
        if (!isLoadBalancer && spec.Type?.Value != "NodePort")
        {
            return spec;
        }

        if (spec.Ports is { } ports && (!isLoadBalancer || spec.AllocateLoadBalancerNodePorts?.Value != false))
        {
            var completed = new List<ServicePort>(ports.Count);
            foreach (var port in ports.Items)
            {
                completed.Add(port.NodePort is { Value: not 0 }
                    ? port
                    : port with { NodePort = Derived(allocator.NodePort(DerivedValueKind.NodePort, OwnerOf(service), port), port) });
            }

            spec = spec with { Ports = ports with { Items = completed } };
        }

        return isLoadBalancer && spec.ExternalTrafficPolicy?.Value == "Local" && spec.HealthCheckNodePort is not { Value: not 0 }
            ? spec with { HealthCheckNodePort = Derived(allocator.NodePort(DerivedValueKind.HealthCheckNodePort, OwnerOf(service), service), service) }
            : spec;
    }

    private Service WithLoadBalancer(Service service)
    {
        if (service.Spec?.Type?.Value != "LoadBalancer" || service.Status?.LoadBalancer?.Ingress is { Count: > 0 })
        {
            return service;
        }

        var ingress = new List<LoadBalancerIngress>();
        foreach (var clusterIP in service.Spec.ClusterIPs?.Items ?? [])
        {
            if (IPAddressValue.TryParseSloppy(clusterIP.Value, out var address))
            {
                var vip = allocator.Address(DerivedValueKind.LoadBalancerIP, address.Family, OwnerOf(service), service);
                ingress.Add(new LoadBalancerIngress { Span = service.Span, KeySpan = service.KeySpan, IP = Derived(vip, service.Spec) });
            }
        }

        return service with
        {
            Status = new ServiceStatus
            {
                Span = service.Span,
                KeySpan = service.KeySpan,
                LoadBalancer = new LoadBalancerStatus
                {
                    Span = service.Span,
                    KeySpan = service.KeySpan,
                    Ingress = new LocatedList<LoadBalancerIngress>(ingress, service.Span, service.KeySpan, IsDefault: true),
                },
            },
        };
    }
}
