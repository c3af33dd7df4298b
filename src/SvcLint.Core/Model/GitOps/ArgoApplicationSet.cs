using SvcLint.Yaml;

namespace SvcLint.Model.GitOps;

/// <summary>An ApplicationSet of Argo CD: a template, and what makes an Application of it for each set of parameters.</summary>
public sealed record ArgoApplicationSet : KubernetesObject
{
    /// <summary>The generators as written; each is a mapping with one key that says which.</summary>
    public IReadOnlyList<YamlMapping> Generators { get; init; } = [];

    public YamlMapping? Template { get; init; }

    /// <summary>A text of YAML that is merged into each Application.</summary>
    public YamlScalar? TemplatePatch { get; init; }

    /// <summary>The template is Go's; else <c>{{name}}</c> alone is replaced.</summary>
    public bool IsGoTemplate { get; init; }

    public bool MissingKeyIsError { get; init; }

    internal static ArgoApplicationSet Read(ObjectHeader header, MappingReader reader)
    {
        var spec = reader.Nested("spec");
        return new ArgoApplicationSet
        {
            Span = reader.Span,
            KeySpan = reader.KeySpan,
            ApiVersion = header.ApiVersion,
            Kind = header.Kind,
            Metadata = header.Metadata,
            Generators = spec?.Raw("generators") is YamlSequence list ? [.. list.Items.OfType<YamlMapping>()] : [],
            Template = spec?.Nested("template")?.Node,
            TemplatePatch = spec?.Raw("templatePatch") as YamlScalar,
            IsGoTemplate = spec?.Bool("goTemplate")?.Value == true,
            MissingKeyIsError = spec?.Strings("goTemplateOptions")?.Items.Any(o => o.Value == "missingkey=error") == true,
        };
    }
}
