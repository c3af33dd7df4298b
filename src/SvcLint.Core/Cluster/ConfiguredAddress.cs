using System.Globalization;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Cluster;

/// <summary>An address that a pod is configured with.</summary>
/// <param name="Workload">The pods that read it.</param>
/// <param name="Key">The variable, the ConfigMap key, or "argument".</param>
/// <param name="Value">The whole value, with references to other variables expanded.</param>
/// <param name="Address">The host in it, offsets in the value; the port may come from <see cref="PortBeside"/>.</param>
/// <param name="Name">The host as the cluster's DNS reads it.</param>
public sealed record ConfiguredAddress(Workload Workload, string Key, ComposedText Value, HostAddress Address, ServiceDnsName Name)
{
    /// <summary>The key of what stands in a container's command or arguments.</summary>
    public const string Argument = "argument";

    /// <summary>The port's own variable, where host and port stand in two: <c>DB_HOST</c> and <c>DB_PORT</c>.</summary>
    public (string Key, SourceSpan Span)? PortBeside { get; init; }

    /// <summary>What is wrong with a host that is a Service's DNS name but for a slip behind the namespace; such a host is found nowhere.</summary>
    public DomainSlip? Slip { get; init; }

    public SourceSpan NameSpan => Value.Part(Address.HostSpan.Start + Name.NameStart, Address.HostSpan.Start + Name.NameEnd);

    public SourceSpan HostSpan => Value.Part(Address.HostSpan.Start, Address.HostSpan.End);

    public SourceSpan PortSpan => PortBeside?.Span ?? (Address.PortSpan is { } span ? Value.Part(span.Start, span.End) : HostSpan);

    /// <summary>Where the name is looked up: as written, else the pod's own namespace.</summary>
    public string? Namespace => Name.Namespace ?? Workload.Namespace;

    /// <summary>True when no one wrote the port: it is the scheme's default.</summary>
    public bool HasImpliedPort => Address is { Port: not null, PortSpan: null } && PortBeside is null;

    /// <summary>True when the value can hardly be anything but an address: it has a port or a scheme, says svc, or its key says so.</summary>
    public bool IsCertain => Address.Form != AddressForm.Name || Name.IsQualified || HostKey.SaysHost(Key);

    /// <summary>The addresses in the environment, arguments and ConfigMaps of a unit's workloads; ask the unit, which keeps them.</summary>
    internal static IReadOnlyList<ConfiguredAddress> Of(DeploymentUnit unit)
    {
        var images = new HashSet<string>(unit.Workloads.SelectMany(w => w.AllContainers()).Select(c => c.Image?.Value).OfType<string>(), StringComparer.Ordinal);
        var found = new List<ConfiguredAddress>();
        var seen = new HashSet<(SourceSpan, SourceSpan, SourceSpan?)>();
        foreach (var workload in unit.Workloads)
        {
            foreach (var set in Sets(workload, unit))
            {
                foreach (var (key, value) in set)
                {
                    foreach (var address in images.Contains(value.Value) ? [] : HostAddress.Parse(value.Value))
                    {
                        if (address.Form is AddressForm.HostPort or AddressForm.Name && HostKey.SaysOther(key))
                        {
                            continue;
                        }

                        var beside = address.Form == AddressForm.Name ? FindPort(key, set) : null;
                        if (Read(workload, key, value, address, beside, unit) is { } read && seen.Add((value.Span, read.HostSpan, read.PortBeside?.Span)))
                        {
                            found.Add(read);
                        }
                    }
                }
            }
        }

        return found;
    }

    private static ConfiguredAddress? Read(
        Workload workload, string key, ComposedText value, HostAddress address, (string Key, int Port, SourceSpan Span)? port, DeploymentUnit unit)
    {
        var slip = DomainSlip.Of(address.Host, unit.Facts.ClusterDomain);
        if (!ServiceDnsName.TryParse(slip?.Meant ?? address.Host, out var name))
        {
            return null;
        }

        var found = new ConfiguredAddress(workload, key, value, address, name) { Slip = slip };
        // A program's own name and port are a pair, too.
        return port is var (portKey, number, span) && !unit.FindServices(name.Name, found.Namespace).Any(s => LabelMatching.Selects(s.Spec?.Selector, workload))
            ? found with { Address = address with { Port = number }, PortBeside = (portKey, span) }
            : found;
    }

    // What is read together: a container's environment, and each ConfigMap.
    private static IEnumerable<IReadOnlyList<(string Key, ComposedText Value)>> Sets(Workload workload, DeploymentUnit unit)
    {
        var set = new HashSet<string>(StringComparer.Ordinal);
        foreach (var container in workload.AllContainers())
        {
            var environment = ContainerEnvironment.Of(container, workload, unit);
            set.UnionWith((container.Env?.Items ?? []).Select(e => e.Name?.Value).OfType<string>());
            yield return [.. environment.Variables.Where(v => v.Value is { } value && !IsFile(value.Value)).Select(v => (v.Key, v.Value!))];
            yield return [.. Arguments(container).Select(a => (Argument, environment.Expand(a)))];
        }

        foreach (var map in ListeningEvidence.ConfigMaps(workload, unit))
        {
            yield return [.. (map.Data?.Entries ?? []).Where(e => !set.Contains(e.Key.Value) && !IsFile(e.Value.Value)).Select(e => (e.Key.Value, ComposedText.Of(e.Value)))];
        }
    }

    // "--image=redis:7" and "--image", "redis:7" name no host.
    private static IEnumerable<Located<string>> Arguments(Container container)
    {
        var flag = "";
        foreach (var argument in (container.Command?.Items ?? []).Concat(container.Args?.Items ?? []))
        {
            var isFlag = argument.Value.StartsWith("-", StringComparison.Ordinal);
            var equals = isFlag ? argument.Value.IndexOf('=') : -1;
            var name = isFlag ? argument.Value.Substring(0, equals < 0 ? argument.Value.Length : equals) : flag;
            flag = isFlag && equals < 0 ? name : "";
            if (!HostKey.SaysOther(name))
            {
                yield return argument;
            }
        }
    }

    // Whole files are another matter: their grammar is not known.
    private static bool IsFile(string value) => value.IndexOf('\n') >= 0;

    private static (string Key, int Port, SourceSpan Span)? FindPort(string key, IReadOnlyList<(string Key, ComposedText Value)> set)
    {
        if (HostKey.PortBeside(key) is { } wanted)
        {
            foreach (var (other, value) in set)
            {
                if (string.Equals(other, wanted, StringComparison.OrdinalIgnoreCase) && int.TryParse(value.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
                {
                    return (other, port, value.Part(0, value.Value.Length));
                }
            }
        }

        return null;
    }
}
