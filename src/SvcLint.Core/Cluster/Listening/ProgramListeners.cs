using System.Globalization;
using SvcLint.Model;
using SvcLint.Model.DotNet;

namespace SvcLint.Cluster.Listening;

/// <summary>
/// Where a program listens, by its command line: well-known servers with their defaults, and for every other program what its flags say
/// without doubt.
/// </summary>
internal static class ProgramListeners
{
    // How far from the start the program's name may stand: "opentelemetry-instrument python -m flask".
    private const int Furthest = 6;

    // Flags by which a server is told in a file, or given a socket.
    private static readonly string[] Elsewhere = ["-c", "-f", "--config", "--config-file", "--uds", "--fd", "--unix-socket", "--unixsocket", "-config", "-config-file", "-config-dir", "--ini", "--yaml"];

    // Flags of any program that name nothing else than where it listens.
    private static readonly string[] Binds =
    [
        "--bind", "--bind-addr", "--bind-address", "--listen", "--listen-address", "--listen-addr", "--web.listen-address", "--http.addr", "--http-addr", "--http-address", "--http-bind-address",
        "--grpc-addr", "--grpc-address", "--secure-listen-address", "--insecure-listen-address", "--server.address", "--address", "--addr", "-listen", "-addr", "-address",
    ];

    // What serves one purpose, beside whatever else the program serves: operators.
    private static readonly (string Flag, ListenerPurpose Purpose)[] Purposes =
    [
        ("--health-probe-bind-address", ListenerPurpose.Health), ("--health-probe-addr", ListenerPurpose.Health), ("--health-addr", ListenerPurpose.Health), ("--healthz-bind-address", ListenerPurpose.Health), ("--health-bind-address", ListenerPurpose.Health),
        ("--health-port", ListenerPurpose.Health), ("--healthz-port", ListenerPurpose.Health), ("--health-probe-port", ListenerPurpose.Health),
        ("--metrics-bind-address", ListenerPurpose.Metrics), ("--metrics-addr", ListenerPurpose.Metrics), ("--metrics-address", ListenerPurpose.Metrics), ("--metrics-listen-address", ListenerPurpose.Metrics), ("--telemetry.addr", ListenerPurpose.Metrics),
        ("--metrics-port", ListenerPurpose.Metrics), ("--telemetry-port", ListenerPurpose.Metrics),
        ("--webhook-port", ListenerPurpose.Webhook), ("--webhook-bind-port", ListenerPurpose.Webhook), ("--webhook-server-port", ListenerPurpose.Webhook), ("--webhook-bind-address", ListenerPurpose.Webhook),
    ];

    private static readonly string[] PortFlags = ["--port", "--secure-port", "--http-port", "--http.port", "--listen-port", "-port"];

    /// <summary>What the words say; the flag tells whether it is all that the process does.</summary>
    public static (IReadOnlyList<Listener> Listeners, bool IsComplete) Of(IReadOnlyList<Located<string>> words, Container container)
    {
        foreach (var server in KnownServer.All)
        {
            if (Fits(server, container) && After(words, server.Name) is { } at && (server.Needs is null || words.Any(w => w.Value == server.Needs)))
            {
                return OfServer(Of(server, container), words, at) is { } listener ? ([listener], !server.StartsOthers) : ([], false);
            }
        }

        return (Flags(words), false);
    }

    private static bool Fits(KnownServer server, Container container) =>
        (!server.IsCommand || container.Command is { Count: > 0 })
        && (server.Image is null || container.Image?.Value.IndexOf(server.Image, StringComparison.Ordinal) >= 0)
        && (server.Folder is null || (container.VolumeMounts?.Items ?? []).All(m => m.MountPath?.Value.StartsWith(server.Folder, StringComparison.Ordinal) != true));

    private static KnownServer Of(KnownServer server, Container container) =>
        server.LoopbackSince is { } since && container.Image is { } image && TagCondition.Compare(ImageName.Parse(image.Value)?.Tag, since) < 0 ? server with { To = BoundTo.Any } : server;

    private static Listener? OfServer(KnownServer server, IReadOnlyList<Located<string>> words, int at)
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

        if (host is null && server.BindsAll is { } all && words.Any(w => w.Value == all))
        {
            return null;
        }

        if (host is not null && Listener.Parse(host, server.Called, ListenerEvidence.Command) is { } both)
        {
            // A port alone leaves the host as it is.
            return host.Value.IndexOf(':') < 0 && server.TakesWord ? both with { To = server.To } : both;
        }

        if (port is null ? server.Port == 0 : !IsNumber(port.Value))
        {
            return null;
        }

        var number = port is null ? server.Port : int.Parse(port.Value, CultureInfo.InvariantCulture);
        return host is null ? new Listener(number, server.To, port?.Span ?? place, server.Called, port is null ? ListenerEvidence.Default : ListenerEvidence.Command)
            : Listener.BoundOf(host.Value) is { } to ? new Listener(number, to, host.Span, server.Called, ListenerEvidence.Command)
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

        foreach (var (flag, purpose) in Purposes)
        {
            if (Value(words, [flag]) is { } value && Listener.Parse(value, flag, ListenerEvidence.Command) is { } listener)
            {
                found.Add(listener with { Purpose = purpose });
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

        return found;
    }

    private static bool IsNumber(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 65536;

    // Index behind the program's words: "flask run", "python -m flask --app cart run", "/usr/bin/uvicorn".
    private static int? After(IReadOnlyList<Located<string>> words, string name)
    {
        var parts = name.Split(' ');
        for (var i = 0; i < Math.Min(words.Count, Furthest); i++)
        {
            if (Last(words[i].Value) == parts[0] && Rest(words, i + 1, parts) is { } end)
            {
                return end;
            }
        }

        return null;
    }

    // Before a subcommand stand flags of the program, each with a value at most.
    private static int? Rest(IReadOnlyList<Located<string>> words, int at, string[] parts)
    {
        for (var part = 1; part < parts.Length; part++, at++)
        {
            while (at < words.Count && words[at].Value != parts[part])
            {
                if (!words[at].Value.StartsWith("-", StringComparison.Ordinal))
                {
                    return null;
                }

                var takesNext = words[at].Value.IndexOf('=') < 0 && at + 1 < words.Count && words[at + 1].Value != parts[part] && !words[at + 1].Value.StartsWith("-", StringComparison.Ordinal);
                at += takesNext ? 2 : 1;
            }

            if (at >= words.Count)
            {
                return null;
            }
        }

        return at;
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
