using SvcLint.Cluster;
using SvcLint.Config;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Rules.Conflicts;

/// <summary>Two Services of a unit with one external IP, port and protocol: kube-proxy keeps only one of them.</summary>
public sealed class ExternalIPTaken : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC8003",
        Name = "external-ip-taken",
        Title = "Two Services claim the same external IP and port",
        Category = Category.Conflicts,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        var first = new Dictionary<(string, int, string), (Service Service, Located<string> Address)>();
        foreach (var service in context.Unit.Services.Where(s => s.Spec?.Type?.Value != "ExternalName" && !ServicePorts.IsHeadless(s)))
        {
            foreach (var address in service.Spec?.ExternalIPs?.Items ?? [])
            {
                foreach (var port in service.Spec!.Ports?.Items ?? [])
                {
                    if (port.Port is not { } number || !IPAddressValue.TryParseSloppy(address.Value, out var parsed))
                    {
                        continue;
                    }

                    var key = (parsed.ToString(), number.Value, PortResolution.Protocol(port));
                    if (!first.TryGetValue(key, out var taken))
                    {
                        first.Add(key, (service, address));
                    }
                    else if (taken.Service != service)
                    {
                        yield return Report(
                            service,
                            address.Span,
                            $"Service {service.Name} and Service {taken.Service.Name} both claim {address.Value} port {number.Value}/{key.Item3} as external IP. The API server accepts both; {Effect(context.Facts.DataPlane)}. Use another address or another port",
                            [new RelatedSpan(taken.Address.Span, $"also claimed by Service {taken.Service.Name}")],
                            confidence: context.Unit.IsAppliedTogether || taken.Address.Span.Source == address.Span.Source ? Confidence.High : Confidence.Medium);
                    }
                }
            }
        }
    }

    private static string Effect(DataPlane dataPlane) => dataPlane switch
    {
        DataPlane.KubeProxyNftables => "kube-proxy's nftables transaction then holds one key twice and the kernel may refuse it as a whole, so that no Service is updated any more",
        DataPlane.None => "which of the two gets the traffic is up to the data plane",
        _ => "the traffic goes to one of them, and which one is not defined",
    };
}
