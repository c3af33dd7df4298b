using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Validation;

namespace SvcLint.Rules.Api;

/// <summary>An address that traffic cannot be sent to.</summary>
public sealed class InvalidAddress : RefusalRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1115",
        Name = "invalid-address",
        Title = "An IP address is malformed, of the wrong family, or valid on one host only",
        Category = Category.Api,
        Severity = Severity.Error,
    };

    internal override RefusalTopic Topic => RefusalTopic.Address;

    protected override string Advice => "write an address that other hosts can reach";

    protected override string AdviceOn(ApiError error) =>
        !IPAddressValue.TryParseSloppy(error.Written, out var address) ? "write an IP address such as 192.0.2.10"
        : address is { IsUnspecified: false, IsLoopback: false, IsLinkLocalUnicast: false, IsLinkLocalMulticast: false } ? $"move it to an EndpointSlice with addressType {address.Family}"
        : Advice;
}
