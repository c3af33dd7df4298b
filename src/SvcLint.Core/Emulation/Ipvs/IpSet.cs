using System.Globalization;

namespace SvcLint.Emulation.Ipvs;

/// <summary>An entry of an ipset: the parts that its set's type asks for.</summary>
/// <param name="IP">Null in a bitmap of ports.</param>
/// <param name="Protocol">tcp, udp or sctp where the entry has address and port.</param>
/// <param name="Port">Null in a set of addresses.</param>
/// <param name="Second">The second address or range of a three-part entry.</param>
/// <param name="Cause">The YAML behind it.</param>
public sealed record IpSetEntry(string? IP, string? Protocol, int? Port, string? Second, Cause? Cause)
{
    /// <summary>As ipset writes it: <c>10.96.0.10,tcp:80</c>.</summary>
    public string Text { get; } = Join(IP, Protocol, Port, Second);

    private static string Join(string? ip, string? protocol, int? port, string? second)
    {
        var number = port?.ToString(CultureInfo.InvariantCulture);
        var place = number is null ? ip! : ip is null ? number : ip + "," + protocol + ":" + number;
        return second is null ? place : place + "," + second;
    }
}

/// <summary>A set that rules of ipvs mode look packets up in.</summary>
/// <param name="Name">As the kernel knows it; IPv6 sets have names of their own.</param>
/// <param name="Type">hash:ip,port and others; see ipset(8).</param>
/// <param name="Family">inet or inet6; null for a bitmap.</param>
/// <param name="Entries">In canonical order, without duplicates.</param>
public sealed record IpSet(string Name, string Type, string? Family, IReadOnlyList<IpSetEntry> Entries)
{
    /// <summary>The line of <c>ipset save</c> that makes the set.</summary>
    internal string Text => Family is null
        ? $"create {Name} {Type} range 0-65535"
        : $"create {Name} {Type} family {Family} hashsize 1024 maxelem 65536";
}
