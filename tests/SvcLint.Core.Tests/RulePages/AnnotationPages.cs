using SvcLint.Kubernetes.Annotations;

namespace SvcLint.Core.Tests.RulePages;

/// <summary>The catalogue of annotations as pages for readers, one a provider.</summary>
public static class AnnotationPages
{
    public static string Folder => Path.Combine(RepositoryRoot.Path, "rules", "annotations");

    public static IReadOnlyDictionary<string, string> All()
    {
        var pages = AnnotationCatalog.Providers.ToDictionary(p => p.Slug + ".md", Page);
        pages.Add("README.md", Index());
        return pages;
    }

    private static string Index()
    {
        var lines = new List<string>
        {
            "# Annotations of Services",
            "",
            "The annotations that svclint knows on Services, by who reads them. These pages are derived from the catalogue in `src/SvcLint.Core/Kubernetes/Annotations`; the annotation rules (SVC4012 and SVC4101 to SVC4109) judge by it.",
            "",
            "| Provider | Keys | Read by |",
            "|---|---|---|",
        };
        lines.AddRange(AnnotationCatalog.Providers.Select(p => $"| [{p.Name}]({p.Slug}.md) | {p.Keys.Count} | {(p.Implementations.Count == 0 ? "Kubernetes and others" : string.Join(", ", p.Implementations.Select(i => i.Name)))} |"));
        return string.Join("\n", lines) + "\n";
    }

    private static string Page(CloudProvider provider)
    {
        var lines = new List<string> { $"# Annotations of {provider.Name}", "", provider.Notes, "", $"Source: {provider.Source}.", "" };
        foreach (var implementation in provider.Implementations)
        {
            var classes = implementation.Classes.Length == 0 ? "none of its own" : string.Join(", ", implementation.Classes.Select(c => $"`{c}`"));
            lines.Add($"- **{implementation.Name}**: loadBalancerClass {classes}; without a class {(implementation.WithoutClass is { } condition ? "only with " + condition.Text : "it takes the Service")}.");
        }

        foreach (var annotation in provider.Keys)
        {
            lines.AddRange(["", $"## `{annotation.Key}`", "", annotation.Summary + ".", ""]);
            lines.AddRange(Facts(annotation, provider).Select(f => "- " + f));
        }

        return string.Join("\n", lines) + "\n";
    }

    private static IEnumerable<string> Facts(ServiceAnnotation annotation, CloudProvider provider)
    {
        yield return $"Value: {annotation.Value.Description}, for example `{annotation.Value.Example}`";
        foreach (var (reader, value) in annotation.ValueByReader)
        {
            yield return $"{reader.Name}: {value.Description}";
        }

        if (annotation.Default is { } byDefault)
        {
            yield return $"Default: `{byDefault}`";
        }

        if (annotation.ReadBy.Count > 0 && annotation.ReadBy.Count < provider.Implementations.Count)
        {
            yield return "Read by " + string.Join(" and ", annotation.ReadBy.Select(r => r.Name)) + " alone";
        }

        foreach (var older in annotation.OlderKeys)
        {
            yield return $"Older name, still read: `{older.Key}`{(older.Since is { } since ? $" (superseded since {since})" : "")}";
        }

        foreach (var advice in annotation.Deprecations)
        {
            yield return $"{(advice.Value is { } value ? $"`{value}` is deprecated" : "Deprecated")}{(advice.By is { } by ? $" by {by.Name}" : "")}{(advice.Since is { } since ? $" since {since}" : "")}: {advice.Replacement}";
        }

        foreach (var relation in annotation.Relations)
        {
            var verb = relation.Kind switch { RelationKind.EffectiveWith => "Works only with", RelationKind.Needs => "Needs", _ => "Excludes" };
            yield return $"{(relation.WhenValue is { } value ? $"`{value}`: " : "")}{verb} {relation.Other.Text}: {relation.Effect}";
        }

        if (annotation.IsWrittenByController)
        {
            yield return "Written by the controller: do not set it";
        }

        if (annotation.Certainty != Certainty.Verified)
        {
            yield return annotation.Certainty == Certainty.Documented ? "From documentation; not checked in source" : "Unconfirmed";
        }
    }
}
