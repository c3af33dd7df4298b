using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Validation;

namespace SvcLint.Rules.Api;

/// <summary>A field that exists, but not in the declared version; undeclared, not in every supported one.</summary>
public sealed class FieldOfAnotherVersion : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1002",
        Name = "field-of-another-version",
        Title = "A field exists, but not in the Kubernetes version that the manifest is for",
        Effect = "strict validation rejects the object, otherwise the field is dropped silently",
        Category = Category.Api,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var verdict in context.Objections.Where(v => v.Object is not KubeProxyConfiguration))
        {
            foreach (var error in verdict.Decode.Where(e => e is { Kind: DecodeErrorKind.UnknownField, Known: not null }))
            {
                yield return Report(
                    verdict.Object,
                    error.Span,
                    Message(error, context.Version),
                    severity: context.Version is null ? Severity.Info : null) with
                {
                    NamedVersion = context.Version,
                    Api = context.Version is null ? null : new ApiVerdict(error.Field, "Decode"),
                };
            }
        }
    }

    internal static string Message(DecodeError error, KubernetesVersion? version) =>
        FittingPath.In(error.Field, f => $"field {f} is not in {(version is { } asked ? $"Kubernetes {asked}" : "every supported version")}; {error.Detail}");
}
