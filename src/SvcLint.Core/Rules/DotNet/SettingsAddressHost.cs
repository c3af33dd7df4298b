using SvcLint.Cluster;
using SvcLint.Findings;

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
                if (MisspeltHost.ByName(repository, address.Name) is { } service)
                {
                    yield return Report(
                        address.Part(slip.Start, slip.Start + slip.Written.Length),
                        $"'{address.Setting.Key}' names Service {service.Name} under '{slip.Written}'; behind the namespace comes '{slip.Right}'. The name does not resolve. Write '{slip.Meant}'",
                        [new RelatedSpan(service.NameSpan, "this Service is meant")]);
                }
            }
            // Two labels without "svc" may as well be a public name.
            else if ((address.Name.Namespace is null || address.Name.IsQualified) && address is { Port: { } port, PortSpan: not null }
                && MisspeltHost.Nearest(repository, address.Name, s => ServicePorts.HasNumber(s, port)) is { } meant)
            {
                yield return Report(
                    address.NameSpan,
                    $"'{address.Setting.Key}' names host '{address.Name.Name}', which is no Service; Service '{meant.Name}' is, and has port {port}. In the cluster the name does not resolve. Write '{meant.Name}'",
                    [new RelatedSpan(meant.NameSpan, "this Service is probably meant")]);
            }
        }
    }
}
