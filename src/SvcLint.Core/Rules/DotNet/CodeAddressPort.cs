using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.DotNet;

/// <summary>An address in C# that names a Service with a port that it does not have.</summary>
public sealed class CodeAddressPort : RepositoryRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC9030",
        Name = "code-address-port-missing",
        Title = "An address in C# uses a port that the Service does not have",
        Category = Category.DotNet,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
    };

    public override IEnumerable<Finding> Check(Repository repository)
    {
        foreach (var address in CodeAddress.Of(repository))
        {
            if (address is { Slip: null, Address: { Port: { } port, PortSpan: { } place } } && Meant(repository, address.Name) is { Length: > 0 } services
                && !services.Any(s => ServicePorts.Accepts(s, port, repository.WorkloadsBehind(s))))
            {
                var service = services[0];
                var isTarget = service.Spec!.Ports!.Items.Any(p => PortResolution.Target(p)?.Int == port);
                var only = OnlyPort(services);
                yield return Report(
                    address.Text.Part(place.Start, place.End),
                    $"Service {service.Name} has no port {port} (it has: {ServicePorts.Text(service)}){(isTarget ? $"; {port} is the pods' port" : "")}",
                    [new RelatedSpan(service.Spec.Ports.KeySpan, "Service ports")],
                    effect: "the connection fails in the cluster",
                    help: "use a port of the Service, or read the address from the configuration") with
                { Fixes = only is null ? [] : address.ReplacePort(only, isTarget ? FixSafety.Safe : FixSafety.Unsafe) };
            }
        }
    }

    // Variants of a repository declare a Service several times: only a port that all of them lack is one.
    private static Service[] Meant(Repository repository, ServiceDnsName name) =>
        repository.Externals.DeclaresService(name.Name, name.Namespace)
            ? []
            : [.. repository.ServicesNamed(name.Name).Where(s => NamespaceComparer.MayBeSame(s.Namespace, name.Namespace))];

    private static string? OnlyPort(Service[] services)
    {
        var ports = services.SelectMany(s => s.Spec!.Ports!.Items).Select(p => p.Port?.Value).Distinct().ToArray();
        return ports is [{ } port] ? port.ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
    }
}
