using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Validation;
using SvcLint.Yaml;

namespace SvcLint.Rules.Api;

/// <summary>A key that stands twice in one mapping: whoever reads the file keeps one of the two.</summary>
public sealed class DuplicateKey : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1004",
        Name = "duplicate-key",
        Title = "A key is set twice in one mapping",
        Effect = "kubectl keeps the last one silently; strict validation and kustomize reject the file",
        Category = Category.Api,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        var found = new List<(YamlEntry Entry, YamlEntry First)>();
        foreach (var verdict in context.Verdicts.Where(v => v.Object.Node is not null && !IsFlawless(v)))
        {
            var item = verdict.Object;
            found.Clear();
            Walk(item.Node!, found);
            if (found.Count == 0)
            {
                continue;
            }

            var fields = FieldsOf(verdict);
            foreach (var (entry, first) in found)
            {
                var finding = Report(
                    item,
                    entry.Key.Span,
                    $"duplicate key '{entry.Name}'",
                    [new RelatedSpan(first.Key.Span, "first set here")],
                    context.Unit.Kind != UnitKind.Chart ? null : IsSame(entry.Value, first.Value) ? Severity.Info : Severity.Warning,
                    effect: context.Unit.Kind != UnitKind.Chart ? null : "Helm installs the last one silently; strict validation of what the chart renders rejects it");
                yield return fields.TryGetValue(entry.Key.Span, out var field) ? finding with { Api = new ApiVerdict(field, "Decode") } : finding;
            }
        }
    }

    // Where strict decoding says nothing of an object, it has looked at every mapping in it.
    private static bool IsFlawless(ObjectVerdict verdict) =>
        verdict.Decode.Count == 0 && FieldTables.Root(verdict.Object.ApiVersion.Value, verdict.Object.Kind.Value) is not null;

    // What a chart includes twice under one key is the same twice.
    private static bool IsSame(YamlNode a, YamlNode b) => a is YamlScalar one && b is YamlScalar other && one.Value == other.Value;

    // kube-proxy does not mind, and of kinds without a table nothing is known.
    private static Dictionary<SourceSpan, string> FieldsOf(ObjectVerdict verdict)
    {
        var fields = new Dictionary<SourceSpan, string>();
        foreach (var error in verdict.Decode)
        {
            if (error.Kind == DecodeErrorKind.DuplicateKey && verdict.Object is not KubeProxyConfiguration)
            {
                fields[error.Span] = error.Field;
            }
        }

        return fields;
    }

    private static void Walk(YamlNode node, List<(YamlEntry Entry, YamlEntry First)> found)
    {
        if (node is YamlSequence sequence)
        {
            for (var i = 0; i < sequence.Items.Count; i++)
            {
                Walk(sequence.Items[i], found);
            }
        }

        if (node is not YamlMapping mapping)
        {
            return;
        }

        var seen = mapping.Repeats ? new Dictionary<string, YamlEntry>(StringComparer.Ordinal) : null;
        for (var i = 0; i < mapping.Entries.Count; i++)
        {
            var entry = mapping.Entries[i];
            if (seen is not null && entry is { Name: { } name, Merged: false })
            {
                if (seen.TryGetValue(name, out var first))
                {
                    found.Add((entry, first));
                }
                else
                {
                    seen.Add(name, entry);
                }
            }

            if (entry.Value is not YamlScalar)
            {
                Walk(entry.Value, found);
            }
        }
    }
}
