using System.Globalization;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Cluster;

/// <summary>A host and port in the settings of a .NET application, as the cluster's DNS reads the host.</summary>
/// <param name="Setting">The key that names the host.</param>
/// <param name="Name">The host.</param>
/// <param name="NameSpan">The first label of the host: the Service's name.</param>
/// <param name="Port">As written; a scheme's default port says too little.</param>
/// <param name="PortSpan">Beside the host or in a key of its own.</param>
public sealed record SettingsAddress(AppSetting Setting, ServiceDnsName Name, SourceSpan NameSpan, int Port, SourceSpan PortSpan)
{
    // Where the application itself listens.
    private const string OwnEndpoints = "Kestrel:";

    private static readonly string[] HostSuffixes = ["Hostname", "Host", "Server", "Address"];

    /// <summary>The addresses that hold in the cluster: keys that a manifest overrides by a variable are left out.</summary>
    public static IEnumerable<SettingsAddress> Of(Repository repository)
    {
        var files = repository.Settings.Where(s => s.MayBeOfCluster).ToArray();
        var overridden = files.Length == 0 ? [] : Variables(repository);
        foreach (var settings in files)
        {
            foreach (var setting in settings.Settings)
            {
                if (overridden.Contains(setting.Variable) || setting.Key.StartsWith(OwnEndpoints, StringComparison.OrdinalIgnoreCase))
                {
                    continue;
                }

                foreach (var address in Of(setting, settings))
                {
                    yield return address;
                }
            }
        }
    }

    private static IEnumerable<SettingsAddress> Of(AppSetting setting, AppSettings settings)
    {
        foreach (var address in HostAddress.Parse(setting.Value.Value))
        {
            var port = address is { Port: { } number, PortSpan: { } span } ? (number, setting.Value.Part(span.Start, span.End))
                : address.Form == AddressForm.Name ? PortBeside(setting, settings)
                : null;
            if (port is var (value, place) && ServiceDnsName.TryParse(address.Host, out var name))
            {
                var start = address.HostSpan.Start;
                yield return new SettingsAddress(setting, name, setting.Value.Part(start + name.NameStart, start + name.NameEnd), value, place);
            }
        }
    }

    // RabbitMQ:Host and RabbitMQ:Port, RabbitMQHost and RabbitMQPort.
    private static (int Port, SourceSpan Span)? PortBeside(AppSetting setting, AppSettings settings)
    {
        var suffix = HostSuffixes.FirstOrDefault(s => setting.Key.EndsWith(s, StringComparison.OrdinalIgnoreCase));
        if (suffix is null)
        {
            return null;
        }

        var key = setting.Key.Substring(0, setting.Key.Length - suffix.Length) + "Port";
        var port = settings.Settings.FirstOrDefault(s => string.Equals(s.Key, key, StringComparison.OrdinalIgnoreCase));
        return port is not null && int.TryParse(port.Value.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (number, port.Value.Span) : null;
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
