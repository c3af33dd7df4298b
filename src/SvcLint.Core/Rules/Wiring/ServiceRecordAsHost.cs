using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary><c>_http._tcp.web.shop.svc</c> as the host of a URL: the name has SRV records only, and who asks for an address gets none.</summary>
public sealed class ServiceRecordAsHost : Rule
{
    // Schemes whose clients ask for SRV records.
    private static readonly string[] Lookups = ["srv", "dns", "dnssrv", "mongodb+srv", "redis+srv"];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2071",
        Name = "srv-name-as-host",
        Title = "A configured address uses a name that has SRV records only",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Effect = "the name has no address, so the host is not found",
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
                    $"'{configured.Address.Host}' has SRV records only",
                    service is null ? null : [new RelatedSpan(service.NameSpan, $"Service, port {port}")],
                    help: $"write '{configured.Address.Host.Substring(configured.Name.NameStart)}'");
            }
        }
    }
}
