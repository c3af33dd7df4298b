using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.DotNet;

/// <summary>
/// A named endpoint of service discovery in C# (<c>http://_admin.basket</c>) that is no named port of the Service, and that neither a configuration
/// nor an AppHost of Aspire gives an address. DNS has SRV records of named ports only.
/// </summary>
public sealed class DiscoveryEndpointMissing : RepositoryRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC9055",
        Name = "discovery-endpoint-missing",
        Title = "A named endpoint in C# is no named port of the Service",
        Category = Category.DotNet,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
        Effect = "service discovery finds no SRV record of this name",
    };

    public override IEnumerable<Finding> Check(Repository repository)
    {
        HashSet<string>? configured = null;
        foreach (var text in repository.Files.SelectMany(f => f.Code?.Texts ?? []))
        {
            foreach (var address in HostAddress.Parse(text.Value).Where(a => a is { Form: AddressForm.Url, Host: ['_', ..] }))
            {
                var dot = address.Host.IndexOf('.');
                if (dot < 2 || !ServiceDnsName.TryParse(address.Host.Substring(dot + 1), out var name) || repository.Externals.DeclaresService(name.Name, name.Namespace))
                {
                    continue;
                }

                var endpoint = address.Host.Substring(1, dot - 1);
                var services = repository.ServicesNamed(name.Name).Where(s => NamespaceComparer.MayBeSame(s.Namespace, name.Namespace)).ToArray();
                if (services.Length > 0 && services.All(s => ServicePorts.AreKnown(s) && !ServicePorts.HasName(s, endpoint)) && !(configured ??= Configured(repository)).Contains($"{name.Name}:{endpoint}"))
                {
                    yield return Report(
                        text.Part(address.HostSpan.Start, address.HostSpan.Start + dot),
                        $"Service {name.Name} has no port named '{endpoint}' (it has: {ServicePorts.Text(services[0])})",
                        [new RelatedSpan(services[0].Spec!.Ports!.KeySpan, "Service ports")],
                        help: $"name a port of the Service '{endpoint}', or set services__{name.Name}__{endpoint}__0");
                }
            }
        }
    }

    // services:NAME:ENDPOINT:0, in settings, variables and ConfigMaps; an AppHost's deployment sets the same.
    private static HashSet<string> Configured(Repository repository)
    {
        var found = new HashSet<string>(repository.Files.SelectMany(f => f.Code?.HostedEndpoints ?? []).Select(e => $"{e.Resource}:{e.Endpoint}"), StringComparer.OrdinalIgnoreCase);
        var keys = repository.Settings.SelectMany(s => s.Settings).Select(s => s.Key)
            .Concat(repository.Units.SelectMany(u => u.ConfigMaps).SelectMany(m => m.Data?.Entries ?? []).Select(e => e.Key.Value))
            .Concat(repository.Workloads.SelectMany(w => w.AllContainers()).SelectMany(c => c.Env?.Items ?? []).Select(e => e.Name?.Value).OfType<string>());
        foreach (var key in keys)
        {
            if (key.Replace("__", ":").Split(':') is ["services" or "Services", var service, var endpoint, ..])
            {
                found.Add($"{service}:{endpoint}");
            }
        }

        return found;
    }
}
