using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.DotNet;

/// <summary>
/// An address in the settings of a .NET application that names a Service with a port that it does not have. Which pods read the
/// file is a guess, so it is never an error; in the base file only the pods' own port is worth a word.
/// </summary>
public sealed class SettingsAddressPort : RepositoryRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC9001",
        Name = "settings-address-port-missing",
        Title = "An address in appsettings uses a port that the Service does not have",
        Category = Category.DotNet,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
    };

    public override IEnumerable<Finding> Check(Repository repository)
    {
        foreach (var address in SettingsAddress.All(repository))
        {
            if (address is { Port: { } port, Slip: null } && Lacks(repository, address.Name, port) is { } service)
            {
                var key = address.Setting.Key;
                var isTarget = service.Spec!.Ports!.Items.Any(p => PortResolution.Target(p)?.Int == port);
                // Docker Compose and a desk know the pods' port, too.
                if (address.IsGuess && !(isTarget && address.PortSpan is not null))
                {
                    continue;
                }

                var implied = address.PortSpan is null ? $"; {address.Address.Scheme} without a port uses {port}" : "";
                yield return Report(
                    address.PortSpan ?? address.NameSpan,
                    $"Service {service.Name} has no port {port} (it has: {ServicePorts.Text(service)}){(isTarget ? $"; {port} is the pods' port" : "")}{implied}",
                    [new RelatedSpan(service.Spec.Ports.KeySpan, "Service ports")],
                    address.IsGuess ? Severity.Info : null,
                    effect: address.IsGuess ? "the connection fails in the cluster, unless the setting is overridden there" : "the connection fails in the cluster",
                    help: $"use a port of the Service, or set {key.Replace(":", "__")} in the manifest");
            }
        }
    }

    // Variants of a repository declare a Service several times: only a port that all of them lack is one.
    private static Service? Lacks(Repository repository, ServiceDnsName name, int port)
    {
        var services = repository.ServicesNamed(name.Name).Where(s => NamespaceComparer.MayBeSame(s.Namespace, name.Namespace)).ToArray();
        return services.Length == 0 || repository.Externals.DeclaresService(name.Name, name.Namespace) || services.Any(s => ServicePorts.Accepts(s, port, repository.WorkloadsBehind(s)))
            ? null
            : services[0];
    }
}
