using SvcLint.Findings;
using SvcLint.Validation;

namespace SvcLint.Rules.Api;

/// <summary>A session affinity timeout outside one day.</summary>
public sealed class InvalidAffinityTimeout : RefusalRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1117",
        Name = "invalid-affinity-timeout",
        Title = "The timeout of session affinity is outside 1 to 86400 seconds",
        Category = Category.Api,
        Severity = Severity.Error,
    };

    internal override RefusalTopic Topic => RefusalTopic.AffinityTimeout;

    protected override string Advice => "omit it for the default of 10800 seconds (three hours)";
}
