using System.Globalization;
using SvcLint.Kubernetes;
using SvcLint.Text;

namespace SvcLint.Cluster;

/// <summary>From where a bound address can be reached.</summary>
public enum BoundTo
{
    /// <summary>Every address of the pod.</summary>
    Any,

    /// <summary>Its IPv4 addresses only.</summary>
    IPv4,

    /// <summary>From within the pod only.</summary>
    Loopback,
}

/// <summary>An address on which Kestrel listens.</summary>
public readonly record struct BoundAddress(int Port, BoundTo To)
{
    /// <summary>URLs as <c>ASPNETCORE_URLS</c> holds them; null when one of them is not known, or one that Kestrel refuses.</summary>
    public static IReadOnlyList<BoundAddress>? OfUrls(string urls)
    {
        var addresses = new List<BoundAddress>();
        foreach (var url in urls.Split([';'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (OfUrl(url.Trim()) is not { } address)
            {
                return null;
            }

            addresses.Add(address);
        }

        return addresses;
    }

    /// <summary>Ports as <c>ASPNETCORE_HTTP_PORTS</c> holds them; null when one of them is none.</summary>
    public static IReadOnlyList<BoundAddress>? OfPorts(string ports)
    {
        var addresses = new List<BoundAddress>();
        foreach (var text in ports.Split([';'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (!TryPort(text.Trim(), out var port))
            {
                return null;
            }

            addresses.Add(new BoundAddress(port, BoundTo.Any));
        }

        return addresses;
    }

    /// <summary>What a host binds, as Kestrel reads it: any name but localhost binds everything. Null for a single address of the pod.</summary>
    public static BoundTo? OfHost(string host)
    {
        if (string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase))
        {
            return BoundTo.Loopback;
        }

        if (!IPAddressValue.TryParseSloppy(host.Trim('[', ']'), out var address))
        {
            return BoundTo.Any;
        }

        var text = address.ToString();
        return text is "0.0.0.0" ? BoundTo.IPv4 : text is "::" ? BoundTo.Any : text is "::1" || text.StartsWith("127.", StringComparison.Ordinal) ? BoundTo.Loopback : null;
    }

    private static BoundAddress? OfUrl(string url)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        var isSecure = url.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        if (scheme < 0 || !(isSecure || url.StartsWith("http:", StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        // A path base is refused, a socket has no port.
        var authority = url.Substring(scheme + 3).TrimEnd('/');
        if (authority.Length == 0 || authority.IndexOfAny(['/', '$', '{', '%', '<', ' ', ',']) >= 0)
        {
            return null;
        }

        var colon = authority.LastIndexOf(':');
        var hasPort = colon > authority.LastIndexOf(']');
        var port = isSecure ? 443 : 80;
        return (!hasPort || TryPort(authority.Substring(colon + 1), out port)) && OfHost(hasPort ? authority.Substring(0, colon) : authority) is { } to
            ? new BoundAddress(port, to)
            : null;
    }

    private static bool TryPort(string text, out int port) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= 65535;
}

/// <summary>Where something is set, from the image's base to the deployment.</summary>
public enum SettingPlace
{
    /// <summary>ASP.NET Core itself, where nothing is set.</summary>
    Framework,

    BaseImage,

    Code,

    /// <summary><c>appsettings.json</c>, <c>appsettings.ENVIRONMENT.json</c>.</summary>
    Settings,

    /// <summary>The Dockerfile, or container properties of the project.</summary>
    Image,

    Manifest,
}

/// <summary>Something that says where the application listens.</summary>
/// <param name="Name">As people call it: <c>ASPNETCORE_URLS</c>, <c>ListenAnyIP</c>.</param>
/// <param name="Span">The value, or the call.</param>
/// <param name="Addresses">Null when they are not known.</param>
public sealed record ListeningSetting(string Name, SettingPlace Place, SourceSpan Span, IReadOnlyList<BoundAddress>? Addresses)
{
    /// <summary>The setting with its place: <c>ASPNETCORE_URLS in src/Web/Dockerfile</c>.</summary>
    public string Described => Place switch
    {
        SettingPlace.Framework => Name,
        // A target framework stands for the image that the SDK takes.
        SettingPlace.BaseImage => $"the default of {(Span.Text.IndexOf('/') < 0 ? "images with " : "")}{Span.Text}",
        _ => $"{Name} in {Span.Source.Path}",
    };
}
