using SvcLint.Text;

namespace SvcLint.Model;

/// <summary>How an address was written; the less it says, the less can be concluded from it.</summary>
public enum AddressForm
{
    /// <summary>A word alone: <c>redis</c>.</summary>
    Name,

    /// <summary><c>redis:6379</c>, also several after commas.</summary>
    HostPort,

    /// <summary><c>scheme://host</c>, <c>jdbc:…</c>, a Go data source name.</summary>
    Url,

    /// <summary>A host of <c>Server=…;Port=…</c>.</summary>
    ConnectionString,
}

/// <summary>
/// One host of an address-like string, with its offsets there. <see cref="PortSpan"/> is null when the port is the scheme's default.
/// </summary>
public sealed record HostAddress(string Host, TextSpan HostSpan, int? Port, TextSpan? PortSpan, AddressForm Form, string? Scheme = null)
{
    /// <summary>
    /// The hosts that a string names: environment values, arguments, configuration. Unresolved variables, addresses with
    /// placeholders and whatever is no address yield nothing; no input throws.
    /// </summary>
    public static IReadOnlyList<HostAddress> Parse(string text) => new HostAddressParser(text).Parse();

    /// <summary>The port that a client takes when a URL names none; null where clients differ.</summary>
    public static int? DefaultPort(string scheme) => scheme switch
    {
        "http" or "ws" => 80,
        "https" or "wss" => 443,
        "dns" => 443,
        "redis" or "rediss" => 6379,
        "amqp" => 5672,
        "amqps" => 5671,
        "mongodb" => 27017,
        "postgres" or "postgresql" => 5432,
        "mysql" or "mariadb" => 3306,
        "sqlserver" => 1433,
        "nats" => 4222,
        "mqtt" => 1883,
        "mqtts" => 8883,
        "stomp" => 61613,
        "ldap" => 389,
        "ldaps" => 636,
        "ftp" => 21,
        "neo4j" or "bolt" => 7687,
        _ => null,
    };
}
