using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Text;

namespace SvcLint.Rules.DotNet;

/// <summary>
/// A cluster name in C# that looks for a Service in a namespace where it is not. Only where each Service of that name says its namespace,
/// and the one asked for is nearly it, or has Services of its own in the input.
/// </summary>
public sealed class CodeAddressNamespace : RepositoryRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC9032",
        Name = "code-address-other-namespace",
        Title = "An address in C# uses the wrong namespace for a Service",
        Category = Category.DotNet,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
    };

    public override IEnumerable<Finding> Check(Repository repository)
    {
        var deployed = new HashSet<string>(repository.ServiceNames.SelectMany(repository.ServicesNamed).Select(s => s.Namespace).OfType<string>(), StringComparer.Ordinal);
        foreach (var address in CodeAddress.Of(repository))
        {
            var name = address.Name;
            var services = repository.ServicesNamed(name.Name);
            if (!name.IsQualified || address.Slip is not null || services.Count == 0 || services.Any(s => NamespaceComparer.MayBeSame(s.Namespace, name.Namespace)) || repository.Externals.DeclaresService(name.Name, name.Namespace))
            {
                continue;
            }

            var known = services.Select(s => s.Namespace!).Distinct().ToArray();
            var meant = NearMiss.Nearest(name.Namespace!, known) ?? (deployed.Contains(name.Namespace!) && known.Length == 1 ? known[0] : null);
            if (meant is not null)
            {
                var service = services.First(s => s.Namespace == meant);
                var (start, end) = (name.NameEnd + 1, name.NameEnd + 1 + name.Namespace!.Length);
                yield return Report(
                    address.Part(start, end),
                    $"the code looks for Service {name.Name} in namespace {name.Namespace}; it is in {meant}",
                    [new RelatedSpan(service.Metadata.Namespace!.Span, "the Service's namespace")],
                    effect: "the name does not resolve",
                    help: $"write {meant}, or the Service's name alone where the caller runs in {meant}") with
                { Fixes = address.Replace(start, end, meant, FixSafety.Unsafe) };
            }
        }
    }
}
