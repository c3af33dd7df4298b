using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.DotNet;

/// <summary>
/// An address in the settings of a .NET application that names a Service with a port that it does not have. Which pods read the
/// file is a guess, so it is never an error, and what a manifest sets over it is passed over.
/// </summary>
public sealed class SettingsAddressPort : RepositoryRule
{
    // Where the application itself listens.
    private const string OwnEndpoints = "Kestrel:";

    private static readonly string[] HostSuffixes = ["Hostname", "HostName", "Host", "Server", "Address"];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC9001",
        Name = "settings-address-port-missing",
        Title = "An address in appsettings names a Service with a port that it does not have",
        Category = Category.DotNet,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
    };

    public override IEnumerable<Finding> Check(Repository repository)
    {
        if (repository.Settings.Count == 0)
        {
            yield break;
        }

        var overridden = Variables(repository);
        foreach (var setting in repository.Settings.SelectMany(s => s.Settings))
        {
            if (overridden.Contains(setting.Variable) || setting.Key.StartsWith(OwnEndpoints, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            foreach (var (host, port, portSpan) in Addresses(setting, repository))
            {
                if (ServiceDnsName.TryParse(host, out var name) && Lacks(repository, name, port) is { } service)
                {
                    var isTarget = service.Spec!.Ports!.Items.Any(p => PortResolution.Target(p)?.Int == port);
                    yield return Report(
                        portSpan,
                        $"'{setting.Key}' connects to Service {service.Name} at port {port}, but the Service has {ServicePorts.Text(service)}{(isTarget ? $" ({port} is the pods' port)" : "")}. In the cluster the connection fails. Use a port of the Service, or set {setting.Key.Replace(":", "__")} in the manifest",
                        [new RelatedSpan(service.Spec.Ports.KeySpan, $"ports of Service {service.Name} here")]);
                }
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

    private static IEnumerable<(string Host, int Port, SourceSpan PortSpan)> Addresses(AppSetting setting, Repository repository)
    {
        foreach (var address in HostAddress.Parse(setting.Value.Value))
        {
            if (address is { Port: { } port, PortSpan: { } span })
            {
                yield return (address.Host, port, setting.Value.Part(span.Start, span.End));
            }
            else if (address.Form == AddressForm.Name && PortBeside(setting, repository) is { } beside)
            {
                yield return (address.Host, beside.Port, beside.Span);
            }
        }
    }

    // RabbitMQ:Host and RabbitMQ:Port, RabbitMQHost and RabbitMQPort.
    private static (int Port, SourceSpan Span)? PortBeside(AppSetting setting, Repository repository)
    {
        var suffix = HostSuffixes.FirstOrDefault(s => setting.Key.EndsWith(s, StringComparison.OrdinalIgnoreCase));
        if (suffix is null)
        {
            return null;
        }

        var key = setting.Key.Substring(0, setting.Key.Length - suffix.Length) + "Port";
        var port = repository.Settings.SelectMany(s => s.Settings).FirstOrDefault(
            s => s.Value.Span.Source == setting.Value.Span.Source && string.Equals(s.Key, key, StringComparison.OrdinalIgnoreCase));
        return port is not null && int.TryParse(port.Value.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (number, port.Value.Span) : null;
    }

    private static HashSet<string> Variables(Repository repository)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var container in repository.Workloads.SelectMany(w => w.AllContainers()))
        {
            names.UnionWith((container.Env?.Items ?? []).Select(e => e.Name?.Value.ToUpperInvariant()).OfType<string>());
        }

        foreach (var map in repository.Units.SelectMany(u => u.ConfigMaps))
        {
            names.UnionWith((map.Data?.Entries ?? []).Select(e => e.Key.Value.ToUpperInvariant()));
        }

        return names;
    }
}
