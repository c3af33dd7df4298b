namespace SvcLint.Yaml;

/// <summary>Why a file is not linted although it was read.</summary>
public enum SkipReason
{
    /// <summary>Go template (Helm): what it renders to is linted, not the template.</summary>
    HelmTemplate,

    /// <summary>Jinja or another template language.</summary>
    Template,
}
