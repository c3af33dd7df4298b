using System.Globalization;
using SvcLint.Model;

namespace SvcLint.Cluster.Listening;

/// <summary>
/// Where a program listens, by its command line: well-known servers with their defaults, and for every other program what its flags say
/// without doubt.
/// </summary>
internal static class ProgramListeners
{
    /// <param name="Name">The program, or the words with which it is called.</param>
    /// <param name="Port">The port when nothing says another; 0 when there is none.</param>
    /// <param name="To">What it binds when nothing says it.</param>
    /// <param name="Hosts">Flags that name the host, or host and port.</param>
    /// <param name="Ports">Flags that name the port.</param>
    private sealed record Server(string Name, int Port, BoundTo To, string Hosts, string Ports)
    {
        /// <summary>The first plain word behind the name is host and port, or the port alone.</summary>
        public bool TakesWord { get; init; }

        /// <summary>Only where it replaces the image's entry point, which would tell it more.</summary>
        public bool IsCommand { get; init; }
    }

    private static readonly Server[] Servers =
    [
        new("uvicorn", 8000, BoundTo.Loopback, "--host", "--port"),
        new("hypercorn", 8000, BoundTo.Loopback, "--bind -b", ""),
        new("gunicorn", 8000, BoundTo.Loopback, "--bind -b", ""),
        new("daphne", 8000, BoundTo.Loopback, "--bind -b", "--port -p"),
        new("fastapi run", 8000, BoundTo.Any, "--host", "--port"),
        new("fastapi dev", 8000, BoundTo.Loopback, "--host", "--port"),
        new("flask run", 5000, BoundTo.Loopback, "--host -h", "--port -p"),
        new("runserver", 8000, BoundTo.Loopback, "", "") { TakesWord = true },
        new("http.server", 8000, BoundTo.Any, "--bind -b", "") { TakesWord = true },
        new("artisan serve", 8000, BoundTo.Loopback, "--host", "--port"),
        new("mkdocs serve", 8000, BoundTo.Loopback, "--dev-addr -a", ""),
        new("jekyll serve", 4000, BoundTo.Loopback, "--host -H", "--port -P"),
        new("hugo server", 1313, BoundTo.Loopback, "--bind", "--port -p"),
        new("streamlit run", 8501, BoundTo.Any, "--server.address", "--server.port"),
        new("vite", 5173, BoundTo.Loopback, "--host", "--port"),
        new("ng serve", 4200, BoundTo.Loopback, "--host", "--port"),
        new("next start", 3000, BoundTo.Any, "--hostname -H", "--port -p"),
        new("webpack serve", 8080, BoundTo.Loopback, "--host", "--port"),
        new("webpack-dev-server", 8080, BoundTo.Loopback, "--host", "--port"),
        new("http-server", 8080, BoundTo.Any, "-a", "--port -p"),
        new("kubectl proxy", 8001, BoundTo.Loopback, "--address", "--port -p"),
        new("rails server", 3000, BoundTo.Any, "--binding -b", "--port -p"),
        new("rails s", 3000, BoundTo.Any, "--binding -b", "--port -p"),
        new("jupyter lab", 8888, BoundTo.Loopback, "--ip --ServerApp.ip", "--port --ServerApp.port"),
        new("jupyter notebook", 8888, BoundTo.Loopback, "--ip --NotebookApp.ip", "--port --NotebookApp.port"),
        new("mongod", 27017, BoundTo.Loopback, "--bind_ip", "--port") { IsCommand = true },
        new("ray start", 6379, BoundTo.Any, "--node-ip-address", "--port"),
        new("mlflow server", 5000, BoundTo.Loopback, "--host -h", "--port -p"),
        new("mlflow ui", 5000, BoundTo.Loopback, "--host -h", "--port -p"),
        new("redis-server", 6379, BoundTo.Any, "--bind", "--port"),
        new("memcached", 11211, BoundTo.Any, "--listen -l", "--port -p"),
    ];

    // Flags by which a server is told in a file, or given a socket.
    private static readonly string[] Elsewhere = ["-c", "-f", "--config", "--config-file", "--uds", "--fd", "--unix-socket", "--unixsocket"];

    // Flags of any program that name nothing else than where it listens.
    private static readonly string[] Binds =
    [
        "--bind", "--bind-addr", "--bind-address", "--listen", "--listen-address", "--listen-addr", "--web.listen-address", "--http.addr", "--http-addr", "--http-address", "--http-bind-address", "--metrics-bind-address",
        "--metrics-addr", "--health-probe-bind-address", "--telemetry.addr", "--grpc-addr", "--grpc-address", "--secure-listen-address", "--insecure-listen-address", "--server.address", "--address", "--addr", "-listen", "-addr", "-address",
    ];

    private static readonly string[] PortFlags = ["--port", "--secure-port", "--http-port", "--http.port", "--server.port", "--listen-port", "-port"];

    /// <summary>What the words say; the flag tells whether it is all that the process does.</summary>
    public static (IReadOnlyList<Listener> Listeners, bool IsComplete) Of(IReadOnlyList<Located<string>> words, bool isCommand)
    {
        foreach (var server in Servers.Where(s => isCommand || !s.IsCommand))
        {
            if (After(words, server.Name) is { } at)
            {
                return OfServer(server, words, at) is { } listener ? ([listener], true) : ([], false);
            }
        }

        return (Flags(words), false);
    }

    private static Listener? OfServer(Server server, IReadOnlyList<Located<string>> words, int at)
    {
        // A configuration file, a socket or another subcommand may say anything.
        if (words.Skip(at).Any(w => Array.Exists(Elsewhere, e => w.Value == e || w.Value.StartsWith(e + "=", StringComparison.Ordinal)))
            || (!server.TakesWord && server.Name is "redis-server" or "vite" && at < words.Count && !words[at].Value.StartsWith("-", StringComparison.Ordinal)))
        {
            return null;
        }

        var host = Value(words, server.Hosts.Split(' '));
        var port = Value(words, server.Ports.Split(' '));
        var place = words[at - 1].Span;
        if (host is null && server.TakesWord && at < words.Count && !words[at].Value.StartsWith("-", StringComparison.Ordinal))
        {
            host = words[at];
        }

        // "vite --host" alone binds every address, as does "mongod --bind_ip_all".
        if (host is null && words.Any(w => (w.Value == "--host" && server.Name == "vite") || w.Value is "--bind_ip_all"))
        {
            return null;
        }

        if (host is not null && Listener.Parse(host, server.Name, ListenerEvidence.Command) is { } both)
        {
            // A port alone leaves the host as it is.
            return host.Value.IndexOf(':') < 0 && server.TakesWord ? both with { To = server.To } : both;
        }

        if (port is not null && !IsNumber(port.Value))
        {
            return null;
        }

        var number = port is null ? server.Port : int.Parse(port.Value, CultureInfo.InvariantCulture);
        return host is null ? new Listener(number, server.To, port?.Span ?? place, server.Name, port is null ? ListenerEvidence.Default : ListenerEvidence.Command)
            : Listener.BoundOf(host.Value) is { } to ? new Listener(number, to, host.Span, server.Name, ListenerEvidence.Command)
            : null;
    }

    private static IReadOnlyList<Listener> Flags(IReadOnlyList<Located<string>> words)
    {
        var found = new List<Listener>();
        foreach (var flag in Binds)
        {
            if (Value(words, [flag]) is { } value && Listener.Parse(value, flag, ListenerEvidence.Command) is { } listener)
            {
                found.Add(listener);
            }
        }

        var host = Value(words, ["--host", "--address", "--bind", "--bind-address", "--listen", "--hostname", "--server.address", "--ip"]);
        var port = Value(words, PortFlags);
        if (port is not null && IsNumber(port.Value) && !found.Any(f => f.Port.ToString(CultureInfo.InvariantCulture) == port.Value))
        {
            var to = host is null ? BoundTo.Any : Listener.BoundOf(host.Value);
            // A client has a host and a port, too: only what cannot be a client's is one of a listener.
            if (to is not null)
            {
                found.Add(new Listener(int.Parse(port.Value, CultureInfo.InvariantCulture), to.Value, host?.Span ?? port.Span, host is null ? "--port" : "--host", ListenerEvidence.Command));
            }
        }

        foreach (var word in words)
        {
            // The JVM: -Dserver.address=127.0.0.1 -Dserver.port=8080
            if (word.Value.StartsWith("-Dserver.port=", StringComparison.Ordinal) && IsNumber(word.Value.Substring(14)))
            {
                var address = words.FirstOrDefault(w => w.Value.StartsWith("-Dserver.address=", StringComparison.Ordinal));
                var to = address is null ? BoundTo.Any : Listener.BoundOf(address.Value.Substring(17)) ?? BoundTo.Any;
                found.Add(new Listener(int.Parse(word.Value.Substring(14), CultureInfo.InvariantCulture), to, (address ?? word).Span, "server.port", ListenerEvidence.Command));
            }
        }

        return found;
    }

    private static bool IsNumber(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 65536;

    // Index behind the program's words: "flask run", "python -m flask run", "/usr/bin/uvicorn".
    private static int? After(IReadOnlyList<Located<string>> words, string name)
    {
        var parts = name.Split(' ');
        for (var i = 0; i + parts.Length <= words.Count && i < 6; i++)
        {
            if (Last(words[i].Value) == parts[0] && (parts.Length == 1 || words[i + 1].Value == parts[1]))
            {
                return i + parts.Length;
            }
        }

        return null;
    }

    private static string Last(string path) => path.Substring(path.LastIndexOf('/') + 1);

    /// <summary>The value of the last of these flags, as <c>--flag value</c>, <c>--flag=value</c> or, for one letter, <c>-fvalue</c>.</summary>
    public static Located<string>? Value(IReadOnlyList<Located<string>> words, IReadOnlyList<string> flags)
    {
        Located<string>? found = null;
        for (var i = 0; i < words.Count; i++)
        {
            foreach (var flag in flags)
            {
                var word = words[i].Value;
                if (flag.Length == 0 || !word.StartsWith(flag, StringComparison.Ordinal))
                {
                    continue;
                }

                if (word.Length == flag.Length)
                {
                    found = i + 1 < words.Count && !words[i + 1].Value.StartsWith("-", StringComparison.Ordinal) ? words[i + 1] : found;
                }
                else if (word[flag.Length] == '=')
                {
                    found = words[i].Slice(flag.Length + 1, word.Length);
                }
                else if (flag.Length == 2 && flag[1] != '-' && word[1] != '-' && (char.IsDigit(word[2]) || word[2] is ':' or '['))
                {
                    found = words[i].Slice(2, word.Length);
                }
            }
        }

        return found;
    }
}
