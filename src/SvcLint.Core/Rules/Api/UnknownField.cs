using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Validation;
using SvcLint.Yaml;

namespace SvcLint.Rules.Api;

/// <summary>A field that no supported version knows: strict clients refuse it, others drop it without a word.</summary>
public sealed class UnknownField : Rule
{
    public const string Id = "SVC1001";

    public override RuleInfo Info { get; } = new()
    {
        Id = Id,
        Name = "unknown-field",
        Title = "A field does not exist",
        Effect = "strict validation rejects the object, otherwise the field is dropped silently",
        Category = Category.Api,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var verdict in context.Objections)
        {
            // kube-proxy reads its configuration leniently: that is another rule's finding.
            if (verdict.Object is KubeProxyConfiguration)
            {
                continue;
            }

            foreach (var error in verdict.Decode.Where(e => e is { Kind: DecodeErrorKind.UnknownField, Known: null }))
            {
                var hint = error.Nearest is { } near ? $"; did you mean '{near}'?" : "; is it at the wrong level?";
                yield return Report(
                    verdict.Object,
                    error.Span,
                    FittingPath.In(error.Field, f => $"unknown field {f}{hint}")) with
                {
                    Api = new ApiVerdict(error.Field, "Decode"),
                    Fixes = Fixes(verdict.Object, error),
                };
            }
        }
    }

    // Only where the right field is not there already.
    private static IReadOnlyList<Fix> Fixes(KubernetesObject item, DecodeError error)
    {
        if (error.Nearest is not { } near || Holder(item.Node, error) is not { } holder || holder[near] is not null)
        {
            return [];
        }

        var onlyCase = string.Equals(near, error.Span.Text, StringComparison.OrdinalIgnoreCase);
        return [new Fix($"Write {near}", onlyCase ? FixSafety.Safe : FixSafety.Unsafe, [YamlEdit.KeepQuotes(error.Span, near)])];
    }

    private static YamlMapping? Holder(YamlNode? node, DecodeError error)
    {
        while (node is not null && node.Span.Range.Contains(error.Span.Range))
        {
            switch (node)
            {
                case YamlMapping mapping when mapping.Entries.Any(e => e.Key.Span.Range == error.Span.Range):
                    return mapping;
                case YamlMapping mapping:
                    node = mapping.Entries.FirstOrDefault(e => e.Value.Span.Range.Contains(error.Span.Range)).Value;
                    break;
                case YamlSequence sequence:
                    node = sequence.Items.FirstOrDefault(i => i.Span.Range.Contains(error.Span.Range));
                    break;
                default:
                    return null;
            }
        }

        return null;
    }
}
