using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>
/// A value that refers to a variable of the same container as a shell does, <c>${NAME}</c>. Kubernetes replaces <c>$(NAME)</c> alone, and the
/// process gets the text as it stands.
/// </summary>
public sealed class ShellReferenceInValue : Rule
{
    // Frameworks that resolve such references themselves.
    private static readonly string[] Resolvers = ["SPRING_", "JAVA_", "JVM_", "MANAGEMENT_", "QUARKUS_", "MP_", "LOGGING_", "MICRONAUT_", "CONFIG_", "OTEL_"];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2049",
        Name = "shell-reference-in-value",
        Title = "A value refers to another variable in a form that Kubernetes does not replace",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
        Effect = "the process gets the text itself, unless it replaces it on its own",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var workload in context.Unit.Workloads)
        {
            foreach (var container in workload.AllContainers())
            {
                // Set by the kubelet: nothing else than this pod can know them.
                var variables = (container.Env?.Items ?? []).Where(e => e.Name is not null).GroupBy(e => e.Name!.Value).ToDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal);
                foreach (var variable in container.Env?.Items ?? [])
                {
                    if (variable is { Name: { } name, Value: { } value } && value.Value.IndexOf('\n') < 0 && !Resolvers.Any(r => name.Value.StartsWith(r, StringComparison.Ordinal))
                        && Find(value.Value, variables, name.Value) is var (start, end, referred))
                    {
                        // The value itself looks like a placeholder, on which no finding may rest.
                        var isAddress = value.Value.IndexOf("://", StringComparison.Ordinal) >= 0 || value.Value.IndexOf(':') > 0 || HostKey.PortBeside(name.Value) is not null;
                        yield return Report(
                            workload,
                            name.Span,
                            $"'{value.Value.Substring(start, end - start)}' in {name.Value} is not replaced by Kubernetes",
                            [new RelatedSpan(referred.Name!.Span, "defined here")],
                            isAddress && referred.ValueFrom?.FieldRef is not null ? null : Severity.Info,
                            help: $"write '$({referred.Name.Value})', and define it before");
                    }
                }
            }
        }
    }

    private static (int Start, int End, EnvVar Variable)? Find(string text, Dictionary<string, EnvVar> variables, string own)
    {
        for (var at = text.IndexOf("${", StringComparison.Ordinal); at >= 0; at = text.IndexOf("${", at + 2, StringComparison.Ordinal))
        {
            var close = text.IndexOf('}', at);
            if (close > at && text.Substring(at + 2, close - at - 2) is var name && name != own && variables.TryGetValue(name, out var variable))
            {
                return (at, close + 1, variable);
            }
        }

        return null;
    }
}
