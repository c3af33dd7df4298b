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
    private static readonly string[] Resolvers = ["SPRING_", "JAVA_", "JVM_", "MANAGEMENT_", "QUARKUS_", "MP_", "LOGGING_", "MICRONAUT_", "CONFIG_", "OTEL_RESOURCE"];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2049",
        Name = "shell-reference-in-value",
        Title = "A value refers to another variable in a form that Kubernetes does not replace",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
        Effect = "the process gets the text as it is written, unless it expands it itself",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var workload in context.Unit.Workloads)
        {
            foreach (var container in workload.AllContainers())
            {
                foreach (var finding in Later(workload, container).Concat(InArguments(workload, container)))
                {
                    yield return finding;
                }

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

    // A variable that stands further down is not replaced either.
    private IEnumerable<Finding> Later(Workload workload, Container container)
    {
        var items = container.Env?.Items ?? [];
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i].Name is { } own && !places.ContainsKey(own.Value))
            {
                places.Add(own.Value, i);
            }
        }

        // ConfigMaps and Secrets come first of all, and may bring the name.
        for (var i = 0; i < items.Count && container.EnvFrom is not { Count: > 0 }; i++)
        {
            if (items[i] is not { Name: { } name, Value: { } value })
            {
                continue;
            }

            for (var at = value.Value.IndexOf("$(", StringComparison.Ordinal); at >= 0; at = value.Value.IndexOf("$(", at + 2, StringComparison.Ordinal))
            {
                var close = value.Value.IndexOf(')', at);
                if (close > at && (at == 0 || value.Value[at - 1] != '$') && places.TryGetValue(value.Value.Substring(at + 2, close - at - 2), out var defined) && defined > i)
                {
                    yield return Report(
                        workload,
                        name.Span,
                        $"'{value.Value.Substring(at, close + 1 - at)}' in {name.Value} is defined further down",
                        [new RelatedSpan(items[defined].Name!.Span, "defined here")],
                        confidence: Confidence.High,
                        effect: "the reference stays as it is: only variables defined before are replaced",
                        help: $"move {items[defined].Name!.Value} above {name.Value}");
                    break;
                }
            }
        }
    }

    // No shell reads an argument of a program.
    private IEnumerable<Finding> InArguments(Workload workload, Container container)
    {
        var words = (container.Command?.Items ?? []).Concat(container.Args?.Items ?? []).ToArray();
        if (words.Length == 0 || words.Any(w => w.Value is "-c" or "-ec" or "-lc" or "-exc" or "-xc" or "-euc" || w.Value.EndsWith("sh", StringComparison.Ordinal) || w.Value.IndexOf('\n') >= 0))
        {
            yield break;
        }

        var variables = (container.Env?.Items ?? []).Where(e => e is { Name: not null, ValueFrom.FieldRef: not null }).GroupBy(e => e.Name!.Value).ToDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal);
        foreach (var word in words)
        {
            if (Find(word.Value, variables, "") is var (start, end, referred))
            {
                yield return Report(
                    workload,
                    start > 0 ? word.Part(0, start) : container.Name?.Span ?? workload.NameSpan,
                    $"'{word.Value.Substring(start, end - start)}' in an argument is not replaced by Kubernetes",
                    [new RelatedSpan(referred.Name!.Span, "defined here")],
                    help: $"write '$({referred.Name.Value})'");
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
