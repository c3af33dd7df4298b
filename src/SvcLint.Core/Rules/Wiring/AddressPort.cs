using SvcLint.Cluster;
using SvcLint.Cluster.Addresses;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>An address in a pod's environment, arguments or ConfigMap that names a Service with a port that it does not have.</summary>
public sealed class AddressPort : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2020",
        Name = "address-port-missing",
        Title = "An address uses a port that the Service does not have",
        Category = Category.Wiring,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var configured in context.Unit.Addresses)
        {
            var isImplied = configured.HasImpliedPort;
            if (configured.Address.Port is not { } port || !configured.IsCertain || (isImplied && !MeansDefaultPort(configured)))
            {
                continue;
            }

            var services = context.ServicesMeant(configured.Name.Name, configured.Namespace);
            // "db-0.db" names a pod below the Service, where no Service is called so.
            var isPod = services.Count == 0 && configured.Pod is not null;
            if (isPod && configured.Pod is var (_, governing, @namespace))
            {
                services = context.ServicesMeant(governing, @namespace);
            }

            services = Followed(context, services);
            // What a pod's own name leads to is its address, at any port of its; only of a headless Service the ports are the pods'.
            if (services.Count == 0 || ((isPod || configured.Name.Hostname is not null) && !services.All(ServicePorts.IsHeadless)) || services.Any(s => ServicePorts.Accepts(s, port, context.WorkloadsBehind(s))))
            {
                continue;
            }

            var service = services[0];
            var isTarget = service.Spec?.Ports?.Items.Any(p => PortResolution.Target(p)?.Int == port) == true;
            var meant = ServicePorts.Meant(service, new IntOrString(port, null));
            var beside = configured.PortBeside;
            // Peers may listen where their list says that they do.
            var isConvention = isImplied || beside is not null || (isPod && context.WorkloadsBehind(service).Contains(configured.Workload));
            var written = beside is { Key: var key } && key != configured.Key ? $"; '{configured.Key}' uses the port of '{key}'" : isImplied ? $"; {configured.Address.Scheme ?? "the client"} without a port uses {port}" : "";
            yield return Report(
                configured.Owner,
                configured.PortSpan,
                $"Service {service.Name} has no port {port} (it has: {ServicePorts.Text(service)}){written}",
                [new RelatedSpan(service.Spec!.Ports!.KeySpan, "Service ports"), .. beside is null ? [] : (RelatedSpan[])[new RelatedSpan(configured.HostSpan, "the host")]],
                // That two variables make one address is a convention.
                isConvention ? Severity.Warning : Severity.Error,
                isConvention ? Confidence.Medium : Confidence.High,
                effect: "the connection fails",
                help: isTarget ? meant is null ? $"use a port of the Service ({port} is the pods' port)" : $"write {meant.Port}; {port} is the pods' port" : "use a port of the Service") with
            { Fixes = isTarget && !isImplied && meant is not null ? ValueFix.Replace(configured.PortSpan, $"{port}", $"{meant.Port}") : [] };
        }
    }

    // An alias of another Service has that one's ports.
    private static IReadOnlyList<Service> Followed(RuleContext context, IReadOnlyList<Service> services) =>
        services is [{ Spec: { Type.Value: "ExternalName", ExternalName: { } alias } }] && ServiceDnsName.TryParse(alias.Value, out var name) && name is { IsQualified: true, Namespace: { } @namespace }
            ? context.ServicesMeant(name.Name, @namespace)
            : services;

    // Programs give their own peers a port of their own: arguments and per-pod names without one say nothing, but those of known clients do.
    private static bool MeansDefaultPort(ConfiguredAddress configured) =>
        configured.Pod is null && (configured.Address.Scheme is "http" or "https" ? !configured.IsArgument || configured.IsSure : configured.IsSure && configured.Address is { Scheme: null, Form: AddressForm.Name });
}
