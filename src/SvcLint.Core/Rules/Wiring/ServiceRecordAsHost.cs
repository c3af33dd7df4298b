using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary><c>_http._tcp.web.shop.svc</c> as the host of a URL: the name is one for SRV records, and has an address with CoreDNS alone.</summary>
public sealed class ServiceRecordAsHost : Rule
{
    // Schemes whose clients ask for SRV records.
    private static readonly string[] Lookups = ["srv", "dns", "dnssrv", "mongodb+srv", "redis+srv"];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2071",
        Name = "srv-name-as-host",
        Title = "A configured address uses a name that is a name for SRV records, not for a host",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Effect = "the port in the name is not used, and other servers than CoreDNS have no address for it",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var configured in context.Unit.Addresses)
        {
            if (configured is { Name.PortName: { } port, Address: { Form: AddressForm.Url, Scheme: { } scheme } } && !Lookups.Any(l => scheme.IndexOf(l, StringComparison.Ordinal) >= 0))
            {
                var service = context.ServicesMeant(configured.Name.Name, configured.Namespace) is [var first, ..] ? first : null;
                yield return Report(
                    configured.Owner,
                    configured.HostSpan,
                    $"'{configured.Address.Host}' is a name for SRV records, not for a host",
                    service is null ? null : [new RelatedSpan(service.NameSpan, $"Service, port {port}")],
                    help: $"write '{configured.Address.Host.Substring(configured.Name.NameStart)}'");
            }
        }
    }
}
