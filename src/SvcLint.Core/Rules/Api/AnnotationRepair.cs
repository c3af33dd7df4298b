using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Rules.Api;

/// <summary>Repairs of deprecated annotations: another key, or the field that took the annotation's place.</summary>
internal static class AnnotationRepair
{
    /// <param name="version">The declared version, or null.</param>
    /// <param name="item">The object with the annotation.</param>
    /// <param name="entry">What is known of the annotation.</param>
    /// <param name="pair">The annotation.</param>
    /// <param name="isAdvice">The annotation may still be needed.</param>
    public static Fix? Of(KubernetesVersion? version, KubernetesObject item, VersionEntry entry, StringMapEntry pair, bool isAdvice)
    {
        if (entry.Replacement is not { } right || !entry.CanReplaceIn(version ?? KubernetesVersion.Newest))
        {
            return null;
        }

        return right.StartsWith("spec.", StringComparison.Ordinal) ? ToField(item, right.Substring("spec.".Length), pair, entry)
            : item.Metadata.Annotations?.Find(right) is not null ? TakeOut(item, pair, isAdvice)
            : Rename(pair.Key, entry, isAdvice);
    }

    /// <summary>A key for a key, in its own quotes.</summary>
    public static Fix? Rename(Located<string> key, VersionEntry entry, bool isAdvice)
    {
        var quote = key.Span.Text is { Length: > 0 } text && text[0] is '"' or '\'' ? key.Span.Text.Substring(0, 1) : "";
        return new Fix($"Write {entry.Replacement}", isAdvice ? FixSafety.Unsafe : FixSafety.Safe, [new TextEdit(key.Span, quote + entry.Replacement + quote)]);
    }

    // What the annotation asked for was long not done: a field that does it changes what happens. One that is set already has the last word.
    private static Fix? ToField(KubernetesObject item, string field, StringMapEntry pair, VersionEntry entry)
    {
        if (item.Node?["spec"] is not YamlMapping spec || Removal(item, pair) is not { } removal)
        {
            return null;
        }

        if (spec[field] is not null || Value(item, field, pair.Value.Value) is not { } value)
        {
            return entry.Removed is null ? null : new Fix($"Take out {pair.Key.Value}", FixSafety.Safe, [removal]);
        }

        return spec.Span.Source == pair.Key.Span.Source
            ? new Fix($"Write spec.{field}: {value}", FixSafety.Unsafe, [removal, YamlEdit.Insert(spec.Span, $"{field}: {value}")])
            : null;
    }

    /// <summary>The field's value for the annotation's; null for one that asks for nothing, or for what the Service's type does not have.</summary>
    private static string? Value(KubernetesObject item, string field, string annotation)
    {
        var spec = (item as Service)?.Spec;
        return field switch
        {
            "publishNotReadyAddresses" when annotation == "true" => "true",
            "externalTrafficPolicy" when annotation == "OnlyLocal" && spec?.Type?.Value is "NodePort" or "LoadBalancer" => "Local",
            "healthCheckNodePort" when spec is { Type.Value: "LoadBalancer", ExternalTrafficPolicy.Value: "Local" } && annotation.Length > 0 && annotation.All(char.IsDigit) => annotation,
            "ingressClassName" when annotation.Length > 0 => YamlEdit.Plain(annotation),
            _ => null,
        };
    }

    private static Fix? TakeOut(KubernetesObject item, StringMapEntry pair, bool isAdvice) =>
        Removal(item, pair) is { } removal ? new Fix($"Take out {pair.Key.Value}", isAdvice ? FixSafety.Unsafe : FixSafety.Safe, [removal]) : null;

    // The last annotation takes the key above it along.
    private static TextEdit? Removal(KubernetesObject item, StringMapEntry pair)
    {
        if (item.Node?["metadata"] is not YamlMapping metadata || !metadata.TryGet("annotations", out var annotations) || annotations.Value is not YamlMapping map)
        {
            return null;
        }

        return map.Entries.Count == 1 && annotations.Key.Span.Source == pair.Key.Span.Source ? YamlEdit.Remove(annotations)
            : map.TryGet(pair.Key.Value, out var own) && !map.IsFlow ? YamlEdit.Remove(own)
            : null;
    }
}
