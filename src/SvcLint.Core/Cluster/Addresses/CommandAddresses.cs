using System.Globalization;
using SvcLint.Model;

namespace SvcLint.Cluster.Addresses;

/// <summary>The addresses to which a command connects, by what is known of the command.</summary>
internal static class CommandAddresses
{
    // The option of the port (-h names the host), and the port where nothing names one.
    private static readonly (string Program, string PortOption, int Port)[] Clients =
    [
        ("psql", "-p", 5432), ("pg_isready", "-p", 5432), ("pg_dump", "-p", 5432), ("pg_dumpall", "-p", 5432), ("pg_restore", "-p", 5432), ("pg_basebackup", "-p", 5432), ("createdb", "-p", 5432),
        ("redis-cli", "-p", 6379), ("valkey-cli", "-p", 6379), ("mysql", "-P", 3306), ("mysqladmin", "-P", 3306), ("mysqldump", "-P", 3306), ("mariadb", "-P", 3306), ("mariadb-admin", "-P", 3306), ("mariadb-dump", "-P", 3306),
        ("mongosh", "--port", 27017), ("mongodump", "--port", 27017), ("influx", "-port", 8086), ("clickhouse-client", "--port", 9000), ("mosquitto_pub", "-p", 1883), ("mosquitto_sub", "-p", 1883),
    ];

    private static readonly string[] Fetchers = ["curl", "wget", "http", "wait-for-it", "wait-for-it.sh", "wait-for", "wait-for.sh", "wait4ports", "dockerize", "grpcurl", "grpc_health_probe", "kafka-topics.sh", "kcat", "kafkacat", "nats"];

    private static readonly string[] Local = ["localhost", "127.0.0.1"];

    private static readonly string[] Resolvers = ["nslookup", "ping", "getent", "host", "dig"];

    /// <param name="words">The command's words: an exec list, or one command of a shell text.</param>
    /// <param name="key">What people call the place.</param>
    public static IEnumerable<FoundAddress> Of(IReadOnlyList<Located<string>> words, string key)
    {
        var at = Program(words);
        var program = at < words.Count ? words[at].Value.Substring(words[at].Value.LastIndexOf('/') + 1) : "";
        for (var i = 0; i < words.Count; i++)
        {
            foreach (var found in OfWord(words[i], program, key))
            {
                yield return found;
            }
        }

        if (Array.IndexOf(Resolvers, program) >= 0)
        {
            foreach (var word in words.Skip(at + 1))
            {
                foreach (var address in HostAddress.Parse(word.Value).Where(a => a.Form == AddressForm.Name && ServiceDnsName.TryParse(a.Host, out var name) && name.IsQualified))
                {
                    yield return new FoundAddress(key, ComposedText.Of(word), address, IsSure: true);
                }
            }
        }
        else if (program is "nc" or "ncat" or "netcat" or "telnet")
        {
            // Options of nc that take a value are rare before the host: -w and -i count seconds.
            var plain = words.Skip(at + 1).Where((w, i) => !w.Value.StartsWith("-", StringComparison.Ordinal) && words[at + i].Value is not ("-w" or "-i" or "-G" or "-q")).ToArray();
            if (plain.Length >= 2 && Pair(plain[0], plain[1], key) is { } pair)
            {
                yield return pair;
            }
        }
        else if (Array.Find(Clients, c => c.Program == program) is { Program: not null } client
            && Option(words, at + 1, "-h", "--host") is { } host)
        {
            if (Option(words, at + 1, client.PortOption, "--port") is not { } port)
            {
                foreach (var address in HostAddress.Parse(host.Value).Where(a => a.Form == AddressForm.Name))
                {
                    yield return new FoundAddress(key, ComposedText.Of(host), address with { Port = client.Port }, IsSure: true);
                }
            }
            else if (Pair(host, port, key) is { } pair)
            {
                yield return pair;
            }
        }
    }

    /// <summary>The port at which a well-known client asks the pod itself; null for other hosts, and where no port is written.</summary>
    public static Located<string>? LocalPort(IReadOnlyList<Located<string>> words)
    {
        var at = Program(words);
        var program = at < words.Count ? words[at].Value.Substring(words[at].Value.LastIndexOf('/') + 1) : "";
        return Array.Find(Clients, c => c.Program == program) is { Program: not null } client && (Option(words, at + 1, "-h", "--host")?.Value ?? Local[0]) is var host && Array.IndexOf(Local, host) >= 0
            ? Option(words, at + 1, client.PortOption, "--port")
            : null;
    }

    private static IEnumerable<FoundAddress> OfWord(Located<string> word, string program, string key)
    {
        const string Device = "/dev/tcp/";
        var text = word.Value;
        if (text.StartsWith(Device, StringComparison.Ordinal) && text.IndexOf('/', Device.Length) is > 0 and var slash)
        {
            if (Pair(word.Slice(Device.Length, slash), word.Slice(slash + 1, text.Length), key) is { } pair)
            {
                yield return pair;
            }

            yield break;
        }

        var equals = text.IndexOf('=');
        var start = equals > 0 && text.IndexOf("://", StringComparison.Ordinal) is var scheme && (scheme < 0 || equals < scheme) ? equals + 1 : 0;
        var value = start == 0 ? word : word.Slice(start, text.Length);
        foreach (var address in HostAddress.Parse(value.Value))
        {
            if (address.Form == AddressForm.Url || (address is { Form: AddressForm.HostPort, Port: not null } && Array.IndexOf(Fetchers, program) >= 0))
            {
                yield return new FoundAddress(key, ComposedText.Of(value), address, IsSure: program is "curl" or "wget");
            }
        }
    }

    // Behind "until", "while !", "if", variables set for one command, "timeout 5" and the like.
    private static int Program(IReadOnlyList<Located<string>> words)
    {
        var at = 0;
        while (at < words.Count && (words[at].Value is "until" or "while" or "if" or "!" or "then" or "do" or "exec" or "timeout" or "sudo" or "env" or "time" or "&&" or "||"
            || words[at].Value.IndexOf('=') > 0 || words[at].Value.All(c => char.IsDigit(c) || c == 's')))
        {
            at++;
        }

        return at;
    }

    private static Located<string>? Option(IReadOnlyList<Located<string>> words, int from, string brief, string full)
    {
        for (var i = from; i < words.Count; i++)
        {
            var word = words[i].Value;
            if (word == brief || word == full)
            {
                return i + 1 < words.Count ? words[i + 1] : null;
            }

            if (word.StartsWith(full + "=", StringComparison.Ordinal))
            {
                return words[i].Slice(full.Length + 1, word.Length);
            }

            if (brief.Length == 2 && word.Length > 2 && word.StartsWith(brief, StringComparison.Ordinal) && !word.StartsWith("--", StringComparison.Ordinal))
            {
                return words[i].Slice(2, word.Length);
            }
        }

        return null;
    }

    private static FoundAddress? Pair(Located<string> host, Located<string> port, string key) =>
        int.TryParse(port.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 65536 && HostAddress.Parse(host.Value) is [{ Form: AddressForm.Name } address]
            ? new FoundAddress(key, ComposedText.Of(host), address, (key, number, port.Span), IsSure: true)
            : null;
}
