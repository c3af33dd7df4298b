using System.Globalization;
using SvcLint.Cluster.Addresses;
using SvcLint.Model;

namespace SvcLint.Cluster.Listening;

/// <summary>Where Caddy listens: the addresses of its sites.</summary>
internal static class CaddyListeners
{
    /// <summary>Null where a file is imported, or a variable decides.</summary>
    public static IReadOnlyList<Listener>? Read(IReadOnlyList<MountedFile> files)
    {
        var found = new List<Listener>();
        foreach (var file in files.Select(f => f.File))
        {
            if (file.Format != FileFormat.Blocks || file.Settings.Any(s => s.Key is "import" or "default_bind") || !Sites(file, found))
            {
                return null;
            }
        }

        return found.Count > 0 ? found : null;
    }

    private static bool Sites(ContainerConfigurationFile file, List<Listener> found)
    {
        var http = Option(file, "http_port") ?? 80;
        var https = Option(file, "https_port") ?? 443;
        foreach (var site in file.Settings.Where(s => s.Section.Length == 0 && IsAddress(s.Key)))
        {
            var section = (site.Key + " " + site.Value.Value).Trim().Replace('/', '|');
            var bind = file.Settings.LastOrDefault(s => s.Key == "bind" && s.Section == section)?.Value;
            foreach (var address in section.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Select(a => a.Replace('|', '/')))
            {
                if (address.IndexOf('{') >= 0 || address.IndexOf('$') >= 0)
                {
                    return false;
                }

                Add(file, address, bind, (http, https), site, found);
            }
        }

        return true;
    }

    private static void Add(ContainerConfigurationFile file, string address, Located<string>? bind, (int Http, int Https) defaults, ConfigurationSetting site, List<Listener> found)
    {
        var scheme = address.IndexOf("://", StringComparison.Ordinal);
        var rest = scheme < 0 ? address : address.Substring(scheme + 3);
        rest = rest.IndexOf('/') is >= 0 and var slash ? rest.Substring(0, slash) : rest;
        var colon = rest.LastIndexOf(':');
        var host = colon < 0 ? rest : rest.Substring(0, colon);
        var at = file.Text.Text.IndexOf(address, StringComparison.Ordinal);
        var span = at < 0 ? site.Value.Span : file.Text.Part(at, at + address.Length).Span;
        // A site's host names what clients ask for; only "bind" says what is bound.
        var to = bind is null ? BoundTo.Any : Listener.BoundOf(bind.Value) ?? BoundTo.Any;
        var place = to == BoundTo.Loopback ? bind!.Span : span;
        if (colon >= 0 && int.TryParse(rest.Substring(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            Found(port);
        }
        else if (scheme > 0 && address.StartsWith("http:", StringComparison.Ordinal))
        {
            Found(defaults.Http);
        }
        else if (host.Length > 0)
        {
            Found(defaults.Https);
            Found(defaults.Http);
        }

        void Found(int number) => found.Add(new Listener(number, to, place, $"{(to == BoundTo.Loopback ? "bind" : address)} in {file.Text.Name}", ListenerEvidence.File));
    }

    private static bool IsAddress(string key) => key[0] != '(' && (key.IndexOf(':') >= 0 || key.IndexOf('.') >= 0 || key == "localhost");

    private static int? Option(ContainerConfigurationFile file, string name) =>
        file.Settings.FirstOrDefault(s => s.Key == name && s.Section.Length == 0) is { } option && int.TryParse(option.Value.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null;
}
