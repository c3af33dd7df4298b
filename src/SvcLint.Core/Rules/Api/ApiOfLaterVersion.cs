using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Rules.Api;

/// <summary>A kind or apiVersion that a later version of Kubernetes brings; undeclared, one that not every supported version has.</summary>
public sealed class ApiOfLaterVersion : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1211",
        Name = "api-of-later-version",
        Title = "The apiVersion begins in a later Kubernetes version than the manifest is for",
        Effect = "API servers of earlier versions reject the object",
        Category = Category.Api,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var item in context.Unit.OneOfEachKind.Any(o => Later(o, context.Version) is not null) ? context.Unit.Objects : [])
        {
            if (Later(item, context.Version) is { } entry)
            {
                yield return Report(
                    item,
                    item.ApiVersion.Span,
                    context.Version is { } asked ? $"{entry.ApiVersion} {entry.Kind} is not in Kubernetes {asked}; it was added in {entry.Since}" : $"{entry.ApiVersion} {entry.Kind} is served since Kubernetes {entry.Since} only",
                    severity: context.Version is null ? Severity.Info : null,
                    help: Advice(entry, context.Version)) with
                {
                    Api = context.Version is null ? null : new ApiVerdict("apiVersion", "Decode"),
                };
            }
        }
    }

    // Undeclared, of an API that has come and gone its end is told.
    private static ApiEntry? Later(KubernetesObject item, KubernetesVersion? version) =>
        ApiTable.Find(item.ApiVersion.Value, item.Kind.Value) is { } entry && entry.IsLaterThan(version ?? KubernetesVersion.Oldest)
        && (version is not null || !entry.IsGoneIn(KubernetesVersion.Newest)) ? entry : null;

    private static string Advice(ApiEntry entry, KubernetesVersion? version) =>
        version is { } asked && ApiTable.Alternative(entry, asked) is { } other
            ? $"use {other.ApiVersion}{(other.IsOptional ? ", which the API server serves when told to (--runtime-config)" : "")}"
            : $"apply it only to Kubernetes {entry.Since} and later";
}
