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
        Title = "An address in appsettings names a host that is nearly the name of a Service",
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
                        $"'{slip.Written}' in '{address.Setting.Key}' must be '{slip.Right}' (Service {service.Name})",
                        [new RelatedSpan(service.NameSpan, "defined here")],
                        effect: "the name does not resolve",
                        help: $"write '{slip.Meant}'");
                }
            }
            // Two labels without "svc" may as well be a public name.
            else if ((address.Name.Namespace is null || address.Name.IsQualified) && address is { Port: { } port, PortSpan: not null }
                && MisspeltHost.Nearest(repository, address.Name, s => ServicePorts.HasNumber(s, port)) is { } meant)
            {
                yield return Report(
                    address.NameSpan,
                    $"host '{address.Name.Name}' in '{address.Setting.Key}' is not a Service; Service '{meant.Name}' has port {port}",
                    [new RelatedSpan(meant.NameSpan, "defined here")],
                    effect: "the name does not resolve in the cluster",
                    help: $"write '{meant.Name}'");
            }
        }
    }
}
