using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Cluster.Listening;

/// <summary>What shows that a process listens somewhere. Order is by strength.</summary>
public enum ListenerEvidence
{
    /// <summary>The image as it comes.</summary>
    Image,

    /// <summary>What a well-known program does when nothing tells it otherwise.</summary>
    Default,

    /// <summary>A variable that most programs read, but not all: <c>PORT</c>.</summary>
    Habit,

    /// <summary>A configuration file that the container mounts.</summary>
    File,

    /// <summary>The command or a flag.</summary>
    Command,
}

/// <summary>What is served there.</summary>
public enum ListenerPurpose
{
    /// <summary>Nothing says it.</summary>
    Unknown,

    /// <summary>What the program is for.</summary>
    Main,

    Health,

    Metrics,

    Webhook,

    /// <summary>Health and metrics of an application framework, away from its main port.</summary>
    Management,
}

/// <summary>A TCP port on which a process listens.</summary>
/// <param name="Port">The number.</param>
/// <param name="To">From where it can be reached.</param>
/// <param name="Span">What says so.</param>
/// <param name="What">The same in words: "image nginx", "listen in default.conf", "--port".</param>
/// <param name="Evidence">What kind of thing says so.</param>
public sealed record Listener(int Port, BoundTo To, SourceSpan Span, string What, ListenerEvidence Evidence)
{
    /// <summary>What the setting says that it is for.</summary>
    public ListenerPurpose Purpose { get; init; }

    /// <summary>How the paths begin that are served there, and at no other port.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>
    /// <c>8080</c>, <c>:8080</c>, <c>0.0.0.0:8080</c>, <c>[::1]:8080</c>, <c>localhost:8080</c>, <c>http://*:8080</c>. Null for sockets, variables and
    /// single addresses of the pod.
    /// </summary>
    public static Listener? Parse(Located<string> text, string what, ListenerEvidence evidence, int? defaultPort = null)
    {
        var value = text.Value.Trim();
        var scheme = value.IndexOf("://", StringComparison.Ordinal);
        value = scheme < 0 ? value : value.Substring(scheme + 3);
        var colon = value.LastIndexOf(':');
        var hasPort = colon > value.LastIndexOf(']');
        var portText = hasPort ? value.Substring(colon + 1).TrimEnd('/') : value;
        var host = hasPort ? value.Substring(0, colon) : "";
        if (!int.TryParse(portText, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var port))
        {
            if (hasPort || defaultPort is null || !IsAddress(value))
            {
                return null;
            }

            (host, port) = (value, defaultPort.Value);
        }

        return port is > 0 and < 65536 && BoundOf(host) is { } to ? new Listener(port, to, text.Span, what, evidence) : null;
    }

    /// <summary>What a host in front of a port binds; null for an address of its own, a name, a variable.</summary>
    public static BoundTo? BoundOf(string host)
    {
        host = host.Trim('[', ']');
        return host is "" or "*" or "::" or "+" ? BoundTo.Any
            : host == "localhost" ? BoundTo.Loopback
            : IPAddressValue.TryParseSloppy(host, out _) ? BoundAddress.OfHost(host)
            : null;
    }

    private static bool IsAddress(string host) => BoundOf(host) is not null && host.Length > 0;
}
