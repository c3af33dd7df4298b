using SvcLint.Cluster.Addresses;
using SvcLint.Model;

namespace SvcLint.Cluster.Listening;

/// <summary>Where the servers listen that a configuration file describes.</summary>
internal static class FileListeners
{
    private const string NginxFolder = "/etc/nginx";

    /// <summary>Null where a variable or something unknown decides. The image's own configuration counts as far as the mounted files leave it.</summary>
    public static IReadOnlyList<Listener>? Nginx(IReadOnlyList<MountedFile> files, string folder, IReadOnlyList<Listener> ofImage)
    {
        var found = new List<Listener>();
        var keepsDefault = true;
        foreach (var mounted in files)
        {
            var name = mounted.Path.Substring(mounted.Path.LastIndexOf('/') + 1);
            var below = mounted.Path.Substring(folder.Length);
            var isMain = below == "/nginx.conf";
            var isServer = below.StartsWith("/conf.d/", StringComparison.Ordinal) || below.StartsWith("/templates/", StringComparison.Ordinal) || below.StartsWith("/server_blocks/", StringComparison.Ordinal);
            if (!isMain && !isServer)
            {
                continue;
            }

            // A whole folder hides what the image has in it; templates are added to it.
            keepsDefault &= isMain
                ? mounted.IsSingle && mounted.File.Text.Text.IndexOf("conf.d", StringComparison.Ordinal) >= 0
                : !IsDefault(name) && (mounted.IsSingle || below.StartsWith("/templates/", StringComparison.Ordinal));
            if (Listens(mounted.File, "listen", s => s.Section.IndexOf("server", StringComparison.Ordinal) >= 0, found) is false)
            {
                return null;
            }
        }

        return keepsDefault ? [.. found, .. ofImage] : found;
    }

    private static bool IsDefault(string name) => name is "default.conf" or "default.conf.template";

    /// <summary>HAProxy's bind lines, in every section.</summary>
    public static IReadOnlyList<Listener>? HAProxy(IReadOnlyList<MountedFile> files)
    {
        var found = new List<Listener>();
        return files.All(f => Listens(f.File, "bind", _ => true, found)) && found.Count > 0 ? found : null;
    }

    /// <summary>httpd's Listen lines; a file without any leaves them elsewhere.</summary>
    public static IReadOnlyList<Listener>? Apache(IReadOnlyList<MountedFile> files)
    {
        var found = new List<Listener>();
        return files.All(f => Listens(f.File, "Listen", _ => true, found)) && found.Count > 0 ? found : null;
    }

    /// <summary>The connectors of Tomcat's server.xml.</summary>
    public static IReadOnlyList<Listener>? Tomcat(IReadOnlyList<MountedFile> files)
    {
        const string Attribute = " port=\"";
        var found = new List<Listener>();
        foreach (var file in files.Where(f => f.Path.EndsWith("/server.xml", StringComparison.Ordinal)).Select(f => f.File.Text))
        {
            var text = file.Text;
            for (var at = text.IndexOf("<Connector", StringComparison.Ordinal); at >= 0; at = text.IndexOf("<Connector", at + 1, StringComparison.Ordinal))
            {
                var end = text.IndexOf('>', at);
                var port = end < 0 ? -1 : text.IndexOf(Attribute, at, end - at, StringComparison.Ordinal);
                var close = port < 0 ? -1 : text.IndexOf('"', port + Attribute.Length);
                var isComment = text.LastIndexOf("<!--", at, StringComparison.Ordinal) > text.LastIndexOf("-->", at, StringComparison.Ordinal);
                if (close < 0 || isComment)
                {
                    continue;
                }

                if (Listener.Parse(file.Part(port + Attribute.Length, close), $"Connector in {file.Name}", ListenerEvidence.File) is not { } listener)
                {
                    return null;
                }

                found.Add(listener);
            }
        }

        return found.Count > 0 ? found : null;
    }

    /// <summary>Mosquitto's listeners: a port, and the address behind it. Without any, versions since 2 bind localhost alone.</summary>
    public static IReadOnlyList<Listener>? Mosquitto(IReadOnlyList<MountedFile> files, string? tag)
    {
        var found = new List<Listener>();
        var settings = files.SelectMany(f => f.File.Settings.Select(s => (Setting: s, f.File.Text.Name))).ToArray();
        if (settings.Any(s => s.Setting.Key is "include_dir" or "port" or "bind_address"))
        {
            return null;
        }

        foreach (var (setting, name) in settings.Where(s => s.Setting.Key == "listener"))
        {
            if (setting.Words() is not { Count: > 0 } words || words[0].Value == "0")
            {
                continue;
            }

            var to = words.Count == 1 ? BoundTo.Any : Listener.BoundOf(words[1].Value);
            if (to is null || Listener.Parse(words[0], $"listener in {name}", ListenerEvidence.File) is not { } listener)
            {
                return null;
            }

            found.Add(listener with { To = to.Value, Span = to == BoundTo.Loopback ? words[1].Span : listener.Span });
        }

        var text = files[0].File.Text;
        return found.Count > 0 ? found
            : TagCondition.Compare(tag, "2") is not { } order ? null
            : [new Listener(1883, order < 0 ? BoundTo.Any : BoundTo.Loopback, text.Part(0, 0).Span, $"no listener in {text.Name}", ListenerEvidence.File)];
    }

    /// <summary>Traefik's entry points by its flags; null where none is told.</summary>
    public static IReadOnlyList<Listener>? Traefik(IReadOnlyList<Located<string>> words)
    {
        var found = new List<Listener>();
        foreach (var word in words)
        {
            var equals = word.Value.IndexOf('=');
            if (equals > 0 && word.Value.StartsWith("--entrypoints.", StringComparison.OrdinalIgnoreCase) && word.Value.Substring(0, equals).EndsWith(".address", StringComparison.OrdinalIgnoreCase))
            {
                var end = word.Value.IndexOf('/', equals);
                if (end > 0 && word.Value.EndsWith("/udp", StringComparison.OrdinalIgnoreCase))
                {
                    continue;
                }

                if (Listener.Parse(word.Slice(equals + 1, end < 0 ? word.Value.Length : end), word.Value.Substring(0, equals), ListenerEvidence.Command) is not { } listener)
                {
                    return null;
                }

                found.Add(listener);
            }
        }

        // The dashboard, the ping and the metrics have an entry point of their own.
        return found.Count == 0 ? null : found.Any(l => l.Port == 8080) ? found : [.. found, found[0] with { Port = 8080, What = "the entry point traefik" }];
    }

    // False where a value is not known. Sockets and UDP are left out.
    private static bool Listens(ContainerConfigurationFile file, string key, Func<ConfigurationSetting, bool> counts, List<Listener> found)
    {
        foreach (var setting in file.Settings.Where(s => s.Key == key && counts(s)))
        {
            if (setting.Words() is not { Count: > 0 } words || words[0].Value.StartsWith("unix", StringComparison.Ordinal) || words[0].Value.StartsWith("/", StringComparison.Ordinal)
                || words.Any(w => w.Value is "udp" or "quic"))
            {
                continue;
            }

            foreach (var (start, end) in Items(words[0].Value))
            {
                if (Listener.Parse(words[0].Slice(start, end), $"{key} in {file.Text.Name}", ListenerEvidence.File, 80) is not { } listener)
                {
                    return false;
                }

                found.Add(listener);
            }
        }

        return true;
    }

    // HAProxy takes several addresses after commas.
    private static IEnumerable<(int Start, int End)> Items(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf(',', start);
            end = end < 0 ? text.Length : end;
            yield return (start, end);
            start = end + 1;
        }
    }

    /// <summary>True for a folder in which nginx looks for its configuration.</summary>
    public static bool IsNginx(StockImage image) => image.Folder is NginxFolder or "/opt/bitnami/nginx/conf";
}
