using System.Globalization;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Cluster.Addresses;

/// <summary>The addresses that a configuration file names: URLs wherever they stand, and hosts with ports where the grammar or the key says so.</summary>
internal static class FileAddresses
{
    private static readonly string[] NginxPasses = ["proxy_pass", "grpc_pass", "fastcgi_pass", "uwsgi_pass", "scgi_pass", "memcached_pass", "auth_http"];

    // Words of a key behind which a host with a port stands.
    private static readonly string[] Hints =
        ["host", "server", "addr", "endpoint", "url", "uri", "target", "broker", "bootstrap", "backend", "upstream", "node", "peer", "master", "replica", "remote", "dsn", "connection", "contact", "cluster", "proxy", "dial", "to", "destination"];

    // Words of a key behind which the process itself listens, or an image stands.
    private static readonly string[] OwnHints = ["listen", "bind", "image", "repository", "server_name", "advertise"];

    public static IReadOnlyList<FoundAddress> Of(ContainerConfigurationFile file)
    {
        var found = new List<FoundAddress>();
        switch (file.Format)
        {
            case FileFormat.Script:
                foreach (var command in ShellReader.Read(file.Text))
                {
                    found.AddRange(CommandAddresses.Of(command, file.Text.Name));
                }

                return found;
            case FileFormat.Directives:
                Nginx(file, found);
                break;
            case FileFormat.Blocks:
                Caddy(file, found);
                break;
            default:
                Settings(file, found);
                break;
        }

        if (file.Format is FileFormat.Lines or FileFormat.Blocks)
        {
            Urls(file, found);
        }

        return found;
    }

    private static void Nginx(ContainerConfigurationFile file, List<FoundAddress> found)
    {
        var upstreams = new HashSet<string>(file.Settings.Select(s => Upstream(s.Section)).OfType<string>(), StringComparer.Ordinal);
        foreach (var setting in file.Settings)
        {
            var isMember = setting.Key == "server" && Upstream(setting.Section) is not null;
            if ((isMember || Array.IndexOf(NginxPasses, setting.Key) >= 0 || setting.Key == "set") && setting.Words() is { Count: > 0 } words)
            {
                var word = setting.Key == "set" ? words[words.Count - 1] : words[0];
                foreach (var address in HostAddress.Parse(word.Value))
                {
                    // A bare word in "set" is any text, and where the variable stands a port may follow; an upstream's name is no host.
                    if (!upstreams.Contains(address.Host) || isMember)
                    {
                        Add(found, file, setting, word, setting.Key == "set" && address.PortSpan is null ? address with { Port = null } : address.Form == AddressForm.Name ? address with { Form = AddressForm.HostPort, Port = 80, Scheme = "http" } : address, setting.Key != "set");
                    }
                }
            }
        }
    }

    private static string? Upstream(string section)
    {
        var last = section.Substring(section.LastIndexOf('/') + 1);
        return last.StartsWith("upstream ", StringComparison.Ordinal) ? last.Substring("upstream ".Length).Trim() : null;
    }

    private static void Caddy(ContainerConfigurationFile file, List<FoundAddress> found)
    {
        foreach (var setting in file.Settings.Where(s => s.Key is "reverse_proxy" or "php_fastcgi" or "to" or "forward_auth" or "forward" or "proxy"))
        {
            foreach (var word in setting.Words())
            {
                foreach (var address in HostAddress.Parse(word.Value).Where(a => a.Form is AddressForm.HostPort or AddressForm.Url))
                {
                    Add(found, file, setting, word, address, isSure: true);
                }
            }
        }
    }

    private static void Settings(ContainerConfigurationFile file, List<FoundAddress> found)
    {
        var ports = new Lazy<ILookup<string, ConfigurationSetting>>(() => ByPlace(file.Settings));
        foreach (var setting in file.Settings)
        {
            if (setting.Key == "server" && (setting.Section.StartsWith("backend ", StringComparison.Ordinal) || setting.Section.StartsWith("listen ", StringComparison.Ordinal)))
            {
                // HAProxy: server NAME ADDRESS [options]
                if (setting.Words() is { Count: > 1 } words)
                {
                    found.AddRange(HostAddress.Parse(words[1].Value).Select(a => new FoundAddress(Key(file, setting), ComposedText.Of(words[1]), a, IsSure: true)));
                }
            }
            else if (!Says(OwnHints, setting.Key) && setting.Value.Value.Length is > 1 and < 4096)
            {
                foreach (var address in HostAddress.Parse(setting.Value.Value))
                {
                    if (address.Form == AddressForm.Url ? file.Format is FileFormat.Tree or FileFormat.Elements : MayStand(setting, address))
                    {
                        Add(found, file, setting, setting.Value, address, isSure: false);
                    }
                    else if (address.Form == AddressForm.Name && PortBeside(setting, ports.Value) is { } port)
                    {
                        found.Add(new FoundAddress(Key(file, setting), ComposedText.Of(setting.Value), address, port, IsSure: true));
                    }
                }
            }
        }
    }

    private static bool MayStand(ConfigurationSetting setting, HostAddress address) =>
        address.Form == AddressForm.ConnectionString ? address.Port is not null : address.Form == AddressForm.HostPort && (Says(Hints, setting.Key) || Says(Hints, setting.Section));

    /// <summary>Settings by section and key.</summary>
    public static ILookup<string, ConfigurationSetting> ByPlace(IEnumerable<ConfigurationSetting> settings) => settings.ToLookup(s => s.Section + "/" + s.Key, StringComparer.OrdinalIgnoreCase);

    /// <summary>The port that stands in a setting of its own beside a host.</summary>
    public static (string Key, int Port, SourceSpan Span)? PortBeside(ConfigurationSetting setting, ILookup<string, ConfigurationSetting> settings) =>
        (IsEnvoy(setting) ? "port_value" : HostKey.PortBeside(setting.Key) ?? (string.Equals(setting.Key, "host", StringComparison.OrdinalIgnoreCase) && setting.Section.Length > 0 ? "port" : null)) is { } wanted
        && Nearest(settings[setting.Section + "/" + wanted], setting) is { } port
        && int.TryParse(port.Value.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 65536
            ? (port.Key, number, port.Value.Span)
            : null;

    // Sections of one name follow each other in a list: the port belongs to the host that stands before it.
    private static ConfigurationSetting? Nearest(IEnumerable<ConfigurationSetting> ports, ConfigurationSetting host)
    {
        var all = ports.ToArray();
        return all.FirstOrDefault(p => p.Value.Span.Start > host.Value.Span.Start) ?? (all.Length == 1 ? all[0] : null);
    }

    private static bool IsEnvoy(ConfigurationSetting setting) => setting.Key == "address" && setting.IsIn("socket_address");

    private static bool Says(string[] hints, string key)
    {
        foreach (var hint in hints)
        {
            if (key.IndexOf(hint, StringComparison.OrdinalIgnoreCase) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    // Whatever the grammar, a scheme and a host are an address; comments are not read.
    private static void Urls(ContainerConfigurationFile file, List<FoundAddress> found)
    {
        var text = file.Text.Text;
        for (var at = text.IndexOf("://", StringComparison.Ordinal); at >= 0; at = text.IndexOf("://", at + 3, StringComparison.Ordinal))
        {
            var start = at;
            while (start > 0 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '+'))
            {
                start--;
            }

            var end = at + 3;
            while (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] is not ('"' or '\'' or '<' or '>' or ';' or ')' or '}' or ']' or '`' or '|'))
            {
                end++;
            }

            if (start < at && end - start < 1024 && !IsComment(text, start))
            {
                var part = file.Text.Part(start, end);
                found.AddRange(HostAddress.Parse(part.Value).Where(a => a.Form == AddressForm.Url).Select(a => new FoundAddress("URL in " + file.Text.Name, ComposedText.Of(part), Written(a))));
            }
        }
    }

    private static bool IsComment(string text, int at)
    {
        var start = at == 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1;
        while (start < at && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        return start < at && (text[start] is '#' or ';' or '!' || string.CompareOrdinal(text, start, "//", 0, 2) == 0 || string.CompareOrdinal(text, start, "--", 0, 2) == 0)
            || text.LastIndexOf(" #", at, at - start + 1, StringComparison.Ordinal) >= start;
    }

    // Files are full of links: a port that nobody wrote is not taken for one.
    private static HostAddress Written(HostAddress address) => address.PortSpan is null ? address with { Port = null } : address;

    private static void Add(List<FoundAddress> found, ContainerConfigurationFile file, ConfigurationSetting setting, Located<string> text, HostAddress address, bool isSure) =>
        found.Add(new FoundAddress(Key(file, setting), ComposedText.Of(text), isSure || setting.Key == "set" ? address : Written(address), IsSure: isSure));

    private static string Key(ContainerConfigurationFile file, ConfigurationSetting setting) => $"{setting.Key} in {file.Text.Name}";
}
