using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Names;

/// <summary>Record types that the cluster's DNS answers.</summary>
public enum DnsType
{
    A,
    AAAA,
    SRV,
    CNAME,
    PTR,
    TXT,
    NS,
    SOA,
}

/// <summary>How a question was answered.</summary>
public enum DnsCode
{
    /// <summary>Some record is in the answer.</summary>
    NoError,

    /// <summary>The name exists, and has no record of the type.</summary>
    NoData,

    NxDomain,

    /// <summary>Not in a zone of the cluster: whatever server is asked next answers, and the input does not tell what.</summary>
    Outside,
}

/// <summary>A record of an answer.</summary>
/// <param name="Owner">Whose record it is, where that is not the name that was asked for.</param>
/// <param name="Type">Its type.</param>
/// <param name="Data">As <c>dig</c> prints it; an address that the cluster has yet to choose is named by its object: <c>service shop/web</c>.</param>
/// <param name="Span">The YAML behind it.</param>
public sealed record DnsRecord(string? Owner, DnsType Type, string Data, SourceSpan? Span)
{
    public bool IsAddress => Type is DnsType.A or DnsType.AAAA;

    public override string ToString() => $"{(Owner is null ? "" : $"[{Owner}] ")}{Type} {Data}";
}

/// <summary>Why an answer is as it is.</summary>
public sealed record DnsReason(string Text, SourceSpan? Span);

/// <summary>What a name below the cluster's zone is called after.</summary>
/// <param name="Service">The Service.</param>
/// <param name="Endpoint">The label of one endpoint below it, or null.</param>
/// <param name="Port">The port's name, without its underscore, or null.</param>
public sealed record DnsTarget(Service Service, string? Endpoint, string? Port);

/// <summary>What the cluster's DNS answers.</summary>
public sealed record DnsAnswer(DnsCode Code, IReadOnlyList<DnsRecord> Records)
{
    public IReadOnlyList<DnsReason> Because { get; init; } = [];

    /// <summary>The input holds some namespaces of the cluster, and the name is of another.</summary>
    public bool IsAssumed { get; init; }

    public bool HasAddress => Records.Any(r => r.IsAddress);

    /// <summary>The answer ends in a name of another zone, whose addresses the input does not tell.</summary>
    public string? OutsideTarget { get; init; }
}
