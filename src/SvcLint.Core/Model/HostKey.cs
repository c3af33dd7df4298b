namespace SvcLint.Model;

/// <summary>What the name of a setting or variable says of a value that is a host.</summary>
public static class HostKey
{
    private static readonly string[] Suffixes = ["Hostname", "Host", "Server", "Address", "Addr"];

    private static readonly string[] AddressWords = ["host", "hostname", "addr", "address", "server", "service", "endpoint", "url", "uri", "port"];

    private static readonly string[] OtherWords =
    [
        "tag", "version", "auth", "credential", "credentials", "creds", "password", "pass", "passwd", "secret", "token", "user", "username", "login", "email", "mail",
        "cred", "userpass", "uid", "gid", "uidgid", "container", "partitions", "weight", "weights", "limit", "limits", "quota", "ratio", "format", "logformat", "metric", "path", "file", "dir", "folder", "volume", "mount", "label", "labels", "annotation", "role", "topic", "queue", "class", "scope", "regex", "pattern",
    ];

    private static readonly string[] Sure = ["HOST", "HOSTNAME", "_ADDR", "ADDRESS", "SERVER", "ENDPOINT"];

    private static readonly string[] Address = ["host", "server", "addr", "endpoint", "url", "uri", "target", "broker", "bootstrap", "backend", "upstream", "peer", "join", "remote", "proxy", "redis", "database", "etcd"];

    private static readonly string[] Own = ["listen", "bind", "image", "advertise"];

    /// <summary>True when a flag's name says that a word with a port is where the program connects.</summary>
    public static bool SaysAddress(string flag) =>
        Array.Exists(Address, a => flag.IndexOf(a, StringComparison.OrdinalIgnoreCase) >= 0) && !Array.Exists(Own, o => flag.IndexOf(o, StringComparison.OrdinalIgnoreCase) >= 0);

    /// <summary>True when the name says that a URL is a name by which tokens know their issuer or reader, to which nobody connects.</summary>
    public static bool SaysIdentity(string key) =>
        key.IndexOf("issuer", StringComparison.OrdinalIgnoreCase) >= 0 || key.IndexOf("audience", StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>True when the name says that a URL is an origin, by which browsers name the page that calls: nobody connects to it.</summary>
    public static bool SaysOrigin(string key) =>
        key.IndexOf("cors", StringComparison.OrdinalIgnoreCase) >= 0 || key.IndexOf("origins", StringComparison.OrdinalIgnoreCase) >= 0
        || (key.IndexOf("allow", StringComparison.OrdinalIgnoreCase) is >= 0 and var allow && key.IndexOf("origin", allow, StringComparison.OrdinalIgnoreCase) > 0);

    /// <summary>True when the name alone says that a word is a host.</summary>
    public static bool SaysHost(string key) => Array.Exists(Sure, s => key.EndsWith(s, StringComparison.OrdinalIgnoreCase));

    /// <summary>True when the name says that the value is something else with a colon: an image, a credential, a path, a format.</summary>
    public static bool SaysOther(string key)
    {
        var words = Words(key);
        return words.Count > 0 && Array.IndexOf(AddressWords, words[words.Count - 1]) < 0 && (words.Contains("image") || words.Contains("images") || words.Contains("img") || Array.IndexOf(OtherWords, words[words.Count - 1]) >= 0);
    }

    // REDIS_IMAGE, redis.image, --redis-image, redisImage.
    private static List<string> Words(string key)
    {
        var words = new List<string>();
        var start = 0;
        for (var i = 0; i <= key.Length; i++)
        {
            var ends = i == key.Length || !char.IsLetterOrDigit(key[i]);
            if (ends || (i > start && char.IsUpper(key[i]) && char.IsLower(key[i - 1])))
            {
                if (i > start)
                {
                    words.Add(key.Substring(start, i - start).ToLowerInvariant());
                }

                start = ends ? i + 1 : i;
            }
        }

        return words;
    }

    /// <summary>The variable beside a URL that may hold its port: <c>ADS_PORT</c> beside <c>ADS_ROUTE</c>. Null for a name without a prefix.</summary>
    public static string? PortOfPrefix(string key) => key.LastIndexOf('_') is > 0 and var at ? key.Substring(0, at) + "_PORT" : null;

    /// <summary>
    /// The key under which the port stands that belongs to a host (case does not count): <c>DB_HOST</c> and <c>DB_PORT</c>, <c>RabbitMQ:HostName</c>
    /// and <c>RabbitMQ:Port</c>. Null when the key names no host, or nothing else: HOST and PORT are where a program itself listens.
    /// </summary>
    public static string? PortBeside(string key)
    {
        var suffix = Array.Find(Suffixes, s => key.EndsWith(s, StringComparison.OrdinalIgnoreCase));
        return suffix is null || suffix.Length == key.Length ? null : key.Substring(0, key.Length - suffix.Length) + "Port";
    }
}
