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
                    $"sessionAffinityConfig is ignored: sessionAffinity of Service {service.Name} is {(spec.SessionAffinity is null ? "not set" : "None")}",
                    effect: "the API server drops the configuration; clients are spread over all pods",
                    help: "set sessionAffinity: ClientIP, or remove the configuration");
            }
        }
    }
}
