using System.Globalization;
using SvcLint.Cluster.Addresses;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Names;

namespace SvcLint.Rules.Wiring;

/// <summary>A short Service name with so many dots that musl asks for it as it is, in an image of Alpine.</summary>
public sealed class MuslSearchesNothing : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2142",
        Name = "musl-searches-nothing",
        Title = "A short Service name resolves with glibc alone, and the image is Alpine's",
        Category = Category.Wiring,
        Severity = Severity.Info,
        Effect = "the name may not resolve: musl applies no search list to names with ndots dots or more",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var configured in context.Unit.Addresses)
        {
            if (configured.Workload is not { } workload || Ndots(workload) is not { } ndots || !configured.IsCertain || configured.Name.Domain is not null || configured.Address.Host.EndsWith(".", StringComparison.Ordinal))
            {
                continue;
            }

            // https without a port is what a public host looks like, which musl asks for as it should.
            if (configured is { HasImpliedPort: true, Address.Scheme: "https", Name: { Hostname: null, IsQualified: false } })
            {
                continue;
            }

            var dots = configured.Address.Host.Count(c => c == '.');
            var isService = context.Unit.FindServices(configured.Name.Name, configured.Namespace).Any();
            var containers = workload.PodSpec?.Containers?.Items ?? [];
            if (dots >= ndots.Value && dots > 0 && isService && PodResolver.LibraryOf(workload.PodSpec) == CLibrary.Musl)
            {
                yield return Report(
                    workload,
                    configured.HostSpan,
                    $"'{configured.Address.Host}' has {dots.ToString(CultureInfo.InvariantCulture)} dot{(dots == 1 ? "" : "s")}, ndots is {ndots.Value.ToString(CultureInfo.InvariantCulture)}, and the image is Alpine's",
                    [new RelatedSpan(ndots.Span, "ndots"), new RelatedSpan(containers[0].Image!.Span, "image")],
                    help: $"write the full name, '{Full(configured, context.Facts.ClusterDomain)}'");
            }
        }
    }

    private static string Full(ConfiguredAddress configured, string domain) =>
        $"{(configured.Name.Hostname is { } pod ? pod + "." : "")}{configured.Name.Name}.{configured.Namespace ?? "NAMESPACE"}.svc.{domain}";

    // Only where the pod says so: the kubelet's own 5 is more than a short name has.
    private static Located<int>? Ndots(Workload workload) =>
        workload.PodSpec?.DnsConfig?.Options?.Items.LastOrDefault(o => o.Name?.Value == "ndots")?.Value is { } written && int.TryParse(written.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var ndots)
            ? new Located<int>(ndots, written.Span)
            : null;
}
