using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.DotNet;

/// <summary>
/// An address in the settings of a .NET application that looks for a Service in a namespace where it is not. Only where every
/// declaration of the Service names another namespace, and the address's is nearly that one or is one of the input.
/// </summary>
public sealed class SettingsAddressNamespace : RepositoryRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC9003",
        Name = "settings-address-other-namespace",
        Title = "An address in appsettings uses the wrong namespace for a Service",
        Category = Category.DotNet,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
    };

    public override IEnumerable<Finding> Check(Repository repository)
    {
        foreach (var address in SettingsAddress.Of(repository))
        {
            if (address is not { Slip: null, Name: { IsQualified: true, Namespace: { } asked } name } || repository.Externals.DeclaresService(name.Name, asked))
            {
                continue;
            }

            var services = repository.ServicesNamed(name.Name);
            if (services.Count == 0 || services.Any(s => NamespaceComparer.MayBeSame(s.Namespace, asked)))
            {
                continue;
            }

            var near = services.FirstOrDefault(s => NearMiss.IsSlip(asked, s.Namespace!));
            if (near is not null || IsDeclared(repository, asked))
            {
                var service = near ?? services[0];
                yield return Report(
                    address.Part(name.NameEnd + 1, name.NameEnd + 1 + asked.Length),
                    $"'{address.Setting.Key}' looks for Service {name.Name} in namespace {asked}; it is deployed to {service.Namespace}",
                    [new RelatedSpan(service.Metadata.Namespace!.Span, "the Service's namespace")],
                    effect: "the name does not resolve",
                    help: $"write '{service.Namespace}'");
            }
        }
    }

    private static bool IsDeclared(Repository repository, string asked) =>
        repository.Units.All(u => u.IsFullyKnown) && repository.Units.Any(u => u.Objects.Any(o => o.Namespace == asked || (o is Namespace && o.Name == asked)));
}
