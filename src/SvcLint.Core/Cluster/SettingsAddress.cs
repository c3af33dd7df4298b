using System.Globalization;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Cluster;

/// <summary>A host in the settings of a .NET application, as the cluster's DNS reads it.</summary>
/// <param name="Setting">The key that names the host.</param>
/// <param name="Address">The host, offsets in the setting's value; the port may come from a key beside it.</param>
/// <param name="Name">The host taken apart.</param>
/// <param name="PortSpan">Where the port is written, beside the host or in a key of its own; null when nobody wrote one.</param>
public sealed record SettingsAddress(AppSetting Setting, HostAddress Address, ServiceDnsName Name, SourceSpan? PortSpan)
{
    // Where the application itself listens.
    private const string OwnEndpoints = "Kestrel:";

    /// <summary>See <see cref="Addresses.ConfiguredAddress.Slip"/>.</summary>
    public DomainSlip? Slip { get; init; }

    /// <summary>True for a name alone in the base file: on a desk, a name that Docker Compose gives may be meant.</summary>
    public bool IsGuess { get; init; }

    /// <summary>
    /// The port that the client connects to. A scheme's default says too little: service discovery may know the name, except where a
    /// proxy's destination is written and nothing configures discovery.
    /// </summary>
    public int? Port { get; init; }

    /// <summary>The first label of the host, the Service's name.</summary>
    public SourceSpan NameSpan => Part(Name.NameStart, Name.NameEnd);

    /// <summary>A part of the host, by offsets in it.</summary>
    public SourceSpan Part(int start, int end) => Setting.Value.Part(Address.HostSpan.Start + start, Address.HostSpan.Start + end);

    /// <summary>The addresses that hold in the cluster: keys that a manifest overrides by a variable are left out.</summary>
    public static IEnumerable<SettingsAddress> Of(Repository repository) => All(repository).Where(a => !a.IsGuess);

    /// <summary>With those of which it is not known whether they hold in the cluster.</summary>
    public static IEnumerable<SettingsAddress> All(Repository repository)
    {
        var files = repository.Settings.Where(s => s.MayBeOfCluster || s.Environment.Length == 0).ToArray();
        var overridden = files.Length == 0 ? [] : Variables(repository);
        foreach (var settings in files)
        {
            foreach (var setting in settings.Settings)
            {
                if (overridden.Contains(setting.Variable) || setting.Key.StartsWith(OwnEndpoints, StringComparison.OrdinalIgnoreCase))
                {
                    continue;
                }

                foreach (var address in HostAddress.Parse(setting.Value.Value))
                {
                    if (Read(setting, address, settings, overridden, repository) is { } read)
                    {
                        yield return read with { IsGuess = !settings.MayBeOfCluster && !read.IsOfCluster(repository) };
                    }
                }
            }
        }
    }

    // The base file holds what a developer starts with, but a name with its namespace means nothing on a desk.
    private bool IsOfCluster(Repository repository) =>
        Name.Namespace is { } @namespace && Slip is null && repository.ServicesNamed(Name.Name).Any(s => s.Namespace == @namespace);

    private static SettingsAddress? Read(AppSetting setting, HostAddress address, AppSettings settings, HashSet<string> variables, Repository repository)
    {
        var slip = repository.SlipOf(address.Host);
        if (!ServiceDnsName.TryParse(slip?.Meant ?? address.Host, out var name))
        {
            return null;
        }

        var port = address is { Port: { } written, PortSpan: { } span } ? (written, setting.Value.Part(span.Start, span.End))
            : address.Form == AddressForm.Name ? PortBeside(setting, settings)
            : null;
        var implied = IsProxyDestination(setting) && !IsDiscovered(name.Name, settings, variables) ? address.Port : null;
        return new SettingsAddress(setting, address, name, port?.Span) { Slip = slip, Port = port?.Port ?? implied };
    }

    // RabbitMQ:Host and RabbitMQ:Port, RabbitMQHost and RabbitMQPort.
    private static (int Port, SourceSpan Span)? PortBeside(AppSetting setting, AppSettings settings)
    {
        var key = HostKey.PortBeside(setting.Key);
        var port = key is null ? null : settings.Settings.FirstOrDefault(s => string.Equals(s.Key, key, StringComparison.OrdinalIgnoreCase));
        return port is not null && int.TryParse(port.Value.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (number, port.Value.Span) : null;
    }

    // YARP: ReverseProxy:Clusters:ID:Destinations:ID:Address
    private static bool IsProxyDestination(AppSetting setting) =>
        setting.Key.Split(':') is [.., var clusters, _, var destinations, _, var last]
        && clusters.Equals("Clusters", StringComparison.OrdinalIgnoreCase)
        && destinations.Equals("Destinations", StringComparison.OrdinalIgnoreCase)
        && last.Equals("Address", StringComparison.OrdinalIgnoreCase);

    // services__catalog__http__0, by variable or by settings
    private static bool IsDiscovered(string name, AppSettings settings, HashSet<string> variables)
    {
        var prefix = $"SERVICES__{name.ToUpperInvariant()}__";
        return variables.Any(v => v.StartsWith(prefix, StringComparison.Ordinal)) || settings.Settings.Any(s => s.Variable.StartsWith(prefix, StringComparison.Ordinal));
    }

    private static HashSet<string> Variables(Repository repository)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var container in repository.Workloads.SelectMany(w => w.AllContainers()))
        {
            names.UnionWith((container.Env?.Items ?? []).Select(e => e.Name?.Value.ToUpperInvariant()).OfType<string>());
        }

        foreach (var map in repository.Units.SelectMany(u => u.ConfigMaps))
        {
            names.UnionWith((map.Data?.Entries ?? []).Select(e => e.Key.Value.ToUpperInvariant()));
        }

        return names;
    }
}
