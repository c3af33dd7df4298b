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

    /// <summary>redis.conf: its port, and what it binds.</summary>
    public static IReadOnlyList<Listener>? Redis(IReadOnlyList<MountedFile> files)
    {
        var found = new List<Listener>();
        foreach (var file in files.Select(f => f.File))
        {
            var port = file.Settings.LastOrDefault(s => s.Key is "port" or "tls-port")?.Value;
            var bind = file.Settings.LastOrDefault(s => s.Key == "bind");
            var bound = bind is null ? [] : bind.Words().Select(w => Listener.BoundOf(w.Value.TrimStart('-'))).ToArray();
            var to = bound.Length > 0 && bound.All(b => b == BoundTo.Loopback) ? BoundTo.Loopback : BoundTo.Any;
            var number = port is not null && int.TryParse(port.Value, out var written) ? written : 6379;
            var span = to == BoundTo.Loopback ? bind!.Value.Span : port?.Span;
            if (span is { } place)
            {
                found.Add(new Listener(number, to, place, $"{(to == BoundTo.Loopback ? "bind" : "port")} in {file.Text.Name}", ListenerEvidence.File));
            }
        }

        return found.Count > 0 ? found : null;
    }

    // False where a value is not known. Sockets and UDP are left out.
    private static bool Listens(ConfigurationFile file, string key, Func<ConfigurationSetting, bool> counts, List<Listener> found)
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
