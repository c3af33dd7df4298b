using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Validation;
using SvcLint.Yaml;

namespace SvcLint.Rules.Api;

/// <summary>A range that is none.</summary>
public sealed class InvalidCidr : RefusalRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1116",
        Name = "invalid-cidr",
        Title = "A range of IP addresses is malformed or does not fit the range around it",
        Category = Category.Api,
        Severity = Severity.Error,
    };

    internal override RefusalTopic Topic => RefusalTopic.Cidr;

    protected override string Advice => "write ADDRESS/LENGTH; a single address is ADDRESS/32, or /128 for IPv6";

    protected override string AdviceOn(ApiError error) =>
        IPAddressValue.TryParse(error.Written, out var single) ? $"write {single}/{(single.IsIPv4 ? 32 : 128)}"
        : CidrValue.TryParseSloppy(error.Written, out _) ? "except takes ranges inside cidr with a longer prefix"
        : Advice;

    // Undeclared, SVC4002 says of a source range with host bits what holds in every version.
    protected override bool IsSilent(Held<ApiError> held) =>
        !held.IsCertain && held.Value.Field.IndexOf("SourceRanges", StringComparison.Ordinal) >= 0 && CidrValue.TryParse(held.Value.Written, out var cidr) && cidr.HasHostBits;

    // A range is read as the whole network, whatever bits stand beyond its prefix.
    protected override Fix? Repair(KubernetesObject item, ApiError error)
    {
        return CidrValue.TryParse(error.Written, out var cidr) && cidr is { HasHostBits: true, IsIPv4Mapped: false } && error.Field.IndexOf("except", StringComparison.Ordinal) < 0
            ? new Fix($"Write the network {cidr}", FixSafety.Safe, [YamlEdit.Replace(error.Span, cidr.ToString())])
            : null;
    }
}
