using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Validation;
using SvcLint.Yaml;

namespace SvcLint.Rules.Api;

/// <summary>A value of a type that its field does not take: the API server cannot read the object at all.</summary>
public sealed class WrongType : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1003",
        Name = "wrong-type",
        Title = "A value has the wrong type, such as a number where a string is required",
        Category = Category.Api,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var verdict in context.Objections.Where(v => v.Object is not KubeProxyConfiguration))
        {
            foreach (var error in verdict.Decode.Where(e => e.IsFatal && !ApiSpans.IsToken(e.Span.Text)))
            {
                yield return Report(
                    verdict.Object,
                    ApiSpans.OneLine(error.Span),
                    FittingPath.In(error.Field, f => $"{f}: {error.Detail}"),
                    effect: verdict.ServedAs is { } api ? $"{api} cannot read the object either" : "the API server cannot read the object",
                    help: Hint(error)) with
                {
                    Api = verdict.ServedAs is null ? new ApiVerdict(error.Field, "Decode") : null,
                    Fixes = Repair(error) is { } fix ? [fix] : [],
                };
            }
        }
    }

    private static string? Hint(DecodeError error) => (error.Expected?.Kind, error.Value) switch
    {
        (FieldKind.String, YamlScalar) => "put it in quotes; without them YAML reads another type",
        (FieldKind.Int32 or FieldKind.UInt32 or FieldKind.Int64 or FieldKind.Bool, YamlScalar { Style: not ScalarStyle.Plain }) => "remove the quotes",
        (FieldKind.List, _) => "write it as a list",
        _ => null,
    };

    private static Fix? Repair(DecodeError error)
    {
        if (error is not { Expected: { } expected, Value: YamlScalar { Tag: null } scalar })
        {
            return null;
        }

        if (expected.Kind == FieldKind.String && scalar.Style == ScalarStyle.Plain)
        {
            return new Fix("Put the value in quotes", FixSafety.Safe, [new TextEdit(error.Span, "\"" + scalar.Value + "\"")]);
        }

        var plain = ScalarResolver.ResolvePlain(scalar.Value);
        var fits = scalar.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted && expected.Kind switch
        {
            FieldKind.Int32 or FieldKind.UInt32 or FieldKind.Int64 => plain.Kind == ScalarKind.Int,
            FieldKind.Bool => plain.Kind == ScalarKind.Bool,
            _ => false,
        };
        return fits ? new Fix("Remove the quotes", FixSafety.Safe, [new TextEdit(error.Span, scalar.Value)]) : null;
    }
}
