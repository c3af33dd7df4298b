using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Cluster;

/// <summary>An address that a pod is configured with.</summary>
/// <param name="Workload">The pods that read it.</param>
/// <param name="Key">The variable, the ConfigMap key, or "argument".</param>
/// <param name="Value">The whole value.</param>
/// <param name="Address">The host in it, offsets in the value.</param>
/// <param name="Name">The host as the cluster's DNS reads it.</param>
public sealed record ConfiguredAddress(Workload Workload, string Key, Located<string> Value, HostAddress Address, ServiceDnsName Name)
{
    /// <summary>The key of what stands in a container's command or arguments.</summary>
    public const string Argument = "argument";

    public SourceSpan NameSpan => Value.Part(Address.HostSpan.Start + Name.NameStart, Address.HostSpan.Start + Name.NameEnd);

    public SourceSpan HostSpan => Value.Part(Address.HostSpan.Start, Address.HostSpan.End);

    public SourceSpan PortSpan => Address.PortSpan is { } span ? Value.Part(span.Start, span.End) : HostSpan;

    /// <summary>Where the name is looked up: as written, else the pod's own namespace.</summary>
    public string? Namespace => Name.Namespace ?? Workload.Namespace;

    /// <summary>True when the value can hardly be anything but an address: it has a port or a scheme, says svc, or its key says so.</summary>
    public bool IsCertain => Address.Form != AddressForm.Name || Name.IsQualified || KeySaysHost(Key);

    /// <summary>The addresses in the environment, arguments and ConfigMaps of a unit's workloads.</summary>
    public static IEnumerable<ConfiguredAddress> Of(DeploymentUnit unit)
    {
        var seen = new HashSet<SourceSpan>();
        foreach (var workload in unit.Workloads)
        {
            foreach (var (key, value) in Texts(workload, unit))
            {
                if (!seen.Add(value.Span))
                {
                    continue;
                }

                foreach (var address in HostAddress.Parse(value.Value))
                {
                    if (ServiceDnsName.TryParse(address.Host, out var name))
                    {
                        yield return new ConfiguredAddress(workload, key, value, address, name);
                    }
                }
            }
        }
    }

    private static IEnumerable<(string Key, Located<string> Value)> Texts(Workload workload, DeploymentUnit unit)
    {
        foreach (var container in workload.AllContainers())
        {
            foreach (var variable in container.Env?.Items ?? [])
            {
                if (variable is { Value: { } value, Name: { } name })
                {
                    yield return (name.Value, value);
                }
            }

            foreach (var argument in (container.Command?.Items ?? []).Concat(container.Args?.Items ?? []))
            {
                yield return (Argument, argument);
            }
        }

        foreach (var entry in ListeningEvidence.ConfigMaps(workload, unit).SelectMany(m => m.Data?.Entries ?? []))
        {
            // Whole files are another matter: their grammar is not known.
            if (entry.Value.Value.IndexOf('\n') < 0)
            {
                yield return (entry.Key.Value, entry.Value);
            }
        }
    }

    private static bool KeySaysHost(string key)
    {
        var upper = key.ToUpperInvariant();
        return upper.EndsWith("HOST", StringComparison.Ordinal) || upper.EndsWith("HOSTNAME", StringComparison.Ordinal) || upper.EndsWith("_ADDR", StringComparison.Ordinal)
            || upper.EndsWith("ADDRESS", StringComparison.Ordinal) || upper.EndsWith("SERVER", StringComparison.Ordinal) || upper.EndsWith("ENDPOINT", StringComparison.Ordinal);
    }
}
