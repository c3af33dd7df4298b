using SvcLint.Text;

namespace SvcLint.Cluster;

/// <summary>What an application's configuration says of listening: the values of each key, the one that counts first.</summary>
internal sealed class ListeningConfiguration
{
    private const string EndpointsPrefix = "KESTREL:ENDPOINTS:";
    private const string UrlSuffix = ":URL";

    private readonly List<(string Key, ConfiguredValue Value)> _values = [];

    /// <summary>Adds what is weaker than all that was added before.</summary>
    /// <param name="name">As written; sections are parted by colons or two underscores.</param>
    /// <param name="prefix">A prefix that is no part of the key.</param>
    /// <param name="value">Null when it is not known.</param>
    /// <param name="place">Where it stands.</param>
    /// <param name="span">The value.</param>
    public void Add(string name, string prefix, string? value, SettingPlace place, SourceSpan span)
    {
        var key = name.Substring(prefix.Length).Replace("__", ":").ToUpperInvariant();
        if (key is Urls or HttpPorts or HttpsPorts || (key.StartsWith(EndpointsPrefix, StringComparison.Ordinal) && key.EndsWith(UrlSuffix, StringComparison.Ordinal)))
        {
            _values.Add((key, new ConfiguredValue(name, value, place, span)));
        }
    }

    public const string Urls = "URLS";
    public const string HttpPorts = "HTTP_PORTS";
    public const string HttpsPorts = "HTTPS_PORTS";

    /// <summary>The values of a key, the one that counts first.</summary>
    public IReadOnlyList<ConfiguredValue> this[string key] => _values.Where(v => v.Key == key).Select(v => v.Value).ToArray();

    /// <summary>The values of each of Kestrel's endpoints.</summary>
    public IReadOnlyList<IReadOnlyList<ConfiguredValue>> Endpoints =>
        [.. _values.Where(v => v.Key.StartsWith(EndpointsPrefix, StringComparison.Ordinal)).GroupBy(v => v.Key).Select(g => g.Select(v => v.Value).ToArray())];
}

/// <summary>A value of the configuration; null when it is not known.</summary>
internal sealed record ConfiguredValue(string Name, string? Value, SettingPlace Place, SourceSpan Span)
{
    public ListeningSetting AsUrls() => new(Name, Place, Span, Value is null ? null : BoundAddress.OfUrls(Value));

    public ListeningSetting AsPorts() => new(Name, Place, Span, Value is null ? null : BoundAddress.OfPorts(Value));
}
