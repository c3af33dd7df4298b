using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.DotNet;

/// <summary>An address in the settings of a .NET application whose host is nearly a Service's name, with a port that this Service has, or nearly its DNS name.</summary>
public sealed class SettingsAddressHost : RepositoryRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC9002",
        Name = "settings-address-host-misspelt",
        Title = "An address in appsettings names a host that is nearly a Service's name",
        Category = Category.DotNet,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
    };

    public override IEnumerable<Finding> Check(Repository repository)
    {
        foreach (var address in SettingsAddress.Of(repository))
        {
            if (address.Slip is { } slip)
            {
                if (repository.ServicesNamed(address.Name.Name).FirstOrDefault(s => NamespaceComparer.MayBeSame(s.Namespace, address.Name.Namespace)) is { } service)
                {
                    yield return Report(
                        address.Part(slip.Start, slip.Start + slip.Written.Length),
                        $"'{address.Setting.Key}' names Service {service.Name} under '{slip.Written}'; behind the namespace comes '{slip.Right}'. The name does not resolve. Write '{slip.Meant}'",
                        [new RelatedSpan(service.NameSpan, "this Service is meant")]);
                }

                continue;
            }

            // Two labels without "svc" may as well be a public name.
            if ((address.Name.Namespace is not null && !address.Name.IsQualified) || IsKnown(repository, address.Name))
            {
                continue;
            }

            if (address is { Port: { } port, PortSpan: not null } && Meant(repository, address.Name, port) is { } meant)
            {
                yield return Report(
                    address.NameSpan,
                    $"'{address.Setting.Key}' names host '{address.Name.Name}', which is no Service; Service '{meant.Name}' is, and has port {port}. In the cluster the name does not resolve. Write '{meant.Name}'",
                    [new RelatedSpan(meant.NameSpan, "this Service is probably meant")]);
            }
        }
    }

    // What runs under that name may be reached by other means than a Service.
    private static bool IsKnown(Repository repository, ServiceDnsName name) =>
        repository.ServicesNamed(name.Name).Count > 0
        || repository.Externals.DeclaresService(name.Name, name.Namespace)
        || repository.Workloads.Any(w => w.Name == name.Name);

    private static Service? Meant(Repository repository, ServiceDnsName written, int port)
    {
        var candidates = repository.ServiceNames.SelectMany(repository.ServicesNamed)
            .Where(s => NamespaceComparer.MayBeSame(s.Namespace, written.Namespace) && ServicePorts.HasNumber(s, port))
            .ToArray();
        var name = NearMiss.Nearest(written.Name, candidates.Select(s => s.Name!));
        return name is null ? null : candidates.First(s => s.Name == name);
    }
}
