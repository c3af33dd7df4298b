namespace SvcLint.Yaml;

/// <summary>
/// Tells templates from manifests by what stands at node positions: <c>{{</c> inside a quoted string or a block scalar is text,
/// where a key or a value should start it is a template.
/// </summary>
public static class TemplateDetector
{
    private static readonly string[] Languages = ["ftl", "j2", "jinja", "jinja2", "erb", "tmpl", "tpl", "gotmpl", "mustache", "hbs", "template"];

    /// <summary>What kind of template a document is; null for one that is none.</summary>
    /// <param name="text">The document.</param>
    /// <param name="result">What was read of it.</param>
    /// <param name="fileName">The name of its file, without folders.</param>
    public static SkipReason? Detect(string text, YamlResult result, string fileName)
    {
        if ((result.Problem is not null ? TemplateTags.Has(text) || IsTemplateName(fileName) : IsFilledInByScript(fileName, result.Root)) || YttDirectives.Has(text))
        {
            return SkipReason.Template;
        }

        if (text.IndexOf("{{", StringComparison.Ordinal) < 0 && text.IndexOf("{%", StringComparison.Ordinal) < 0)
        {
            return FormatFields.Has(text, result) ? SkipReason.Template : null;
        }

        if (result.Problem is not null)
        {
            return BraceDirectives.HasLine(text) ? BraceDirectives.Kind(text) : null;
        }

        return BraceDirectives.HasNode(result.Root, 0) ? BraceDirectives.Kind(text) : null;
    }

    /// <summary>Whether a file's name says that a template language makes a file of it: <c>values.ftl.yaml</c>, <c>service.j2.yml</c>.</summary>
    public static bool IsTemplateName(string name)
    {
        var extension = name.LastIndexOf('.');
        var before = extension <= 0 ? -1 : name.LastIndexOf('.', extension - 1);
        return before >= 0 && Array.IndexOf(Languages, name.Substring(before + 1, extension - before - 1)) >= 0;
    }

    // "service_name" in template.yaml, which no object can be called, is replaced by a script.
    private static bool IsFilledInByScript(string fileName, YamlNode? root)
    {
        var stem = fileName.Substring(0, Math.Max(fileName.IndexOf('.'), 0));
        return (stem == "template" || stem.EndsWith("-template", StringComparison.Ordinal) || stem.EndsWith("_template", StringComparison.Ordinal) || fileName.IndexOf(".template.", StringComparison.Ordinal) > 0)
            && ((root as YamlMapping)?["metadata"] as YamlMapping)?["name"] is YamlScalar name && name.Value.IndexOf('_') >= 0;
    }
}
