using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Validation;
using SvcLint.Yaml;

namespace SvcLint.Rules.Api;

/// <summary>
/// A rule that passes on what the API server would refuse: it explains and repairs, and decides nothing itself. Undeclared, a refusal by
/// some versions only is advice.
/// </summary>
public abstract class RefusalRule : Rule
{
    internal abstract RefusalTopic Topic { get; }

    /// <summary>What to do, imperative, without a full stop.</summary>
    protected abstract string Advice { get; }

    public sealed override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var verdict in context.Objections.Where(v => !ObjectFragments.IsMergedByFlux(v.Object)))
        {
            foreach (var held in verdict.Errors)
            {
                if (held.Value.Topic == Topic && !IsSilent(held) && !IsToBeFilledIn(verdict, held.Value))
                {
                    yield return Refused(verdict, held);
                }
            }
        }
    }

    /// <summary>True where another rule says the same with more certainty, or where a value is plainly to be filled in.</summary>
    protected virtual bool IsSilent(Held<ApiError> held) => false;

    // "port: PORT" beside "targetPort: PORT": the first tells that the second is no name either.
    private static bool IsToBeFilledIn(ObjectVerdict verdict, ApiError error) =>
        ApiSpans.IsToken(error.Span.Text) && verdict.Decode.Any(e => e.IsFatal && e.Span.Text == error.Span.Text);

    /// <summary>True for what is probably not meant to be applied by itself: said at Low confidence.</summary>
    protected virtual bool IsFragment(KubernetesObject item) => IsPatch(item) || IsFilledIn(item);

    /// <summary>The same, where one error of several asks for something else.</summary>
    protected virtual string AdviceOn(ApiError error) => Advice;

    /// <summary>The repair, where there is one.</summary>
    protected virtual Fix? Repair(KubernetesObject item, ApiError error) => null;

    private static Fix? Respelled(ApiError error) =>
        error.Preferred is { } right && !(CidrValue.TryParseSloppy(error.Written, out var range) && range.HasHostBits)
            ? new Fix($"Write {right}", FixSafety.Safe, [YamlEdit.Replace(error.Span, right)]) : null;

    // No selector, no labels and no image: nobody forgets all three, a patch needs none of them.
    private static bool IsPatch(KubernetesObject item) =>
        item is Workload { Group: "apps" or "extensions", Selector: null, PodLabels: null } workload
        && (workload.PodSpec?.Containers?.Items ?? []).All(c => c.Image is null);

    // Where no container has an image, a program fills them in; one among others is forgotten.
    private static bool IsFilledIn(KubernetesObject item) =>
        item is Workload { PodSpec.Containers.Items: { Count: > 0 } containers } && containers.All(c => c.Image is { Value.Length: 0, IsDefault: false });

    // The field as users write it, where the server's words do not name it themselves.
    private static string Message(ApiError error)
    {
        var field = string.Join(".", error.Field.Split('.').Select(p => p.Length > 0 && char.IsUpper(p[0]) ? char.ToLowerInvariant(p[0]) + p.Substring(1) : p));
        if (field.StartsWith("metadata.annotations[", StringComparison.Ordinal) && field.IndexOf('/') > 0)
        {
            // The place shows its prefix.
            return error.Clause($"annotation {field.Substring(field.LastIndexOf('/') + 1).TrimEnd(']')}");
        }

        return FittingPath.In(field, error.Clause);
    }

    private Finding Refused(ObjectVerdict verdict, Held<ApiError> held)
    {
        var item = verdict.Object;
        var error = held.Value;
        var ofPods = error.Stage == ValidationStage.Pods;
        var who = held.IsCertain ? "the API server rejects" : $"Kubernetes {held.VersionText} {(held.VersionText.IndexOf(' ') < 0 ? "rejects" : "reject")}";
        return Report(
            item,
            ApiSpans.OneLine(error.Span),
            Message(error),
            severity: held.IsCertain ? null : Severity.Info,
            confidence: IsFragment(item) ? Confidence.Low : null,
            effect: verdict.ServedAs is null ? $"{who} {(ofPods ? "its pods" : "the object")}" : $"{verdict.ServedAs} rejects the object too",
            help: error.Preferred is { } right ? $"write {right}" : AdviceOn(error)) with
        {
            Api = held.IsCertain && !ofPods && verdict.IsDecoded ? new ApiVerdict(error.Field, error.Type.ToString()) : null,
            Fixes = (Repair(item, error) ?? Respelled(error)) is { } fix ? [fix] : [],
        };
    }
}

/// <summary>What the API server warns of at a place that a rule speaks of by itself.</summary>
internal static class WarningsAt
{
    /// <summary>The verdict for a finding; null where not every asked version warns there.</summary>
    public static ApiVerdict? Find(ObjectVerdict verdict, SourceSpan span) =>
        verdict.Warnings.FirstOrDefault(w => w.Value.Span == span && w.Value.Code != WarningCode.Ignored) is { IsCertain: true, Value: var warning } ? new ApiVerdict(warning.Field, "Warning", warning.Code.ToString()) : null;
}

/// <summary>Places as findings show them.</summary>
internal static class ApiSpans
{
    /// <summary>The first line of a span: a region that covers a whole mapping points nowhere.</summary>
    public static SourceSpan OneLine(SourceSpan span)
    {
        var lines = span.Source.Lines;
        var line = lines.Line(lines.LineIndex(span.Start));
        return span.End <= line.End ? span : new SourceSpan(span.Source, new TextSpan(span.Start, Math.Max(span.Start, line.End)));
    }

    /// <summary>Capitals for something to fill in (<c>PORT</c>, <c>SERVICE_ACCOUNT</c>): documentation, not a value; YAML's own words are values.</summary>
    public static bool IsToken(string text) =>
        text.Length > 2 && text is not ("TRUE" or "FALSE" or "YES" or "OFF" or "NULL") && text[0] is >= 'A' and <= 'Z' && text.All(c => c is '_' or (>= 'A' and <= 'Z') or (>= '0' and <= '9'));
}
