using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Traffic;

/// <summary>sessionAffinityConfig without sessionAffinity ClientIP: the API server drops it.</summary>
public sealed class AffinityConfigDropped : FileRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC3007",
        Name = "affinity-config-dropped",
        Title = "sessionAffinityConfig is set without sessionAffinity ClientIP and is dropped",
        Category = Category.Traffic,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(ParsedFile file)
    {
        foreach (var service in file.Objects.OfType<Service>())
        {
            // Without ports it is a patch: what it is laid over may say ClientIP.
            if (service.Spec is { SessionAffinityConfig.ClientIP: not null, Ports.Count: > 0 } spec && spec.SessionAffinity?.Value is null or "" or "None")
            {
                yield return Report(
                    service,
                    spec.SessionAffinityConfig.KeySpan,
                    $"Service {service.Name} has a sessionAffinityConfig, but its sessionAffinity is {(spec.SessionAffinity is null ? "not set, which means None" : "None")}: the API server drops the configuration without a word, and clients are spread over all pods. Write sessionAffinity: ClientIP, or remove the configuration");
            }
        }
    }
}
