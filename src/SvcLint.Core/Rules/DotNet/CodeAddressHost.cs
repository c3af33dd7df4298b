using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.DotNet;

/// <summary>A cluster name in C# (<c>web.shop.svc</c>) whose first label is nearly a Service's name, or whose domain is misspelled. Short names may be anybody's.</summary>
public sealed class CodeAddressHost : RepositoryRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC9031",
        Name = "code-address-host-misspelt",
        Title = "An address in C# names a host that is nearly the name of a Service",
        Category = Category.DotNet,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
    };

    public override IEnumerable<Finding> Check(Repository repository)
    {
        foreach (var address in CodeAddress.Of(repository))
        {
            if (address.Slip is { } slip)
            {
                if (MisspeltHost.ByName(repository, address.Name) is { } service)
                {
                    yield return Report(
                        address.Part(slip.Start, slip.Start + slip.Written.Length),
                        $"'{slip.Written}' in the address of Service {service.Name} must be '{slip.Right}'",
                        [new RelatedSpan(service.NameSpan, "defined here")],
                        effect: "the name does not resolve",
                        help: $"write '{slip.Meant}'") with
                    { Fixes = address.Replace(slip.Start, slip.Start + slip.Written.Length, slip.Right, FixSafety.Safe) };
                }
            }
            else if (address.Name is { IsQualified: true } name && MisspeltHost.Nearest(repository, name, s => PortFits(repository, s, address.Address)) is { } meant)
            {
                yield return Report(
                    address.Part(name.NameStart, name.NameEnd),
                    $"Service '{name.Name}' is not defined in namespace {name.Namespace}; Service '{meant.Name}' is",
                    [new RelatedSpan(meant.NameSpan, "defined here")],
                    effect: "the name does not resolve",
                    help: $"write '{meant.Name}'") with
                { Fixes = address.Replace(name.NameStart, name.NameEnd, meant.Name!, FixSafety.Unsafe) };
            }
        }
    }

    private static bool PortFits(Repository repository, Service service, HostAddress address) =>
        address.PortSpan is null || ServicePorts.Accepts(service, address.Port!.Value, repository.WorkloadsBehind(service));
}
