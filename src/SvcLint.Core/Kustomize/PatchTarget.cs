using SvcLint.Yaml;

namespace SvcLint.Kustomize;

/// <summary>The <c>target</c> of a patch: anchored expressions and selectors, all of which must hold. Original and current names count.</summary>
internal sealed class PatchTarget
{
    private Pattern? _group;
    private Pattern? _version;
    private Pattern? _kind;
    private Pattern? _name;
    private string? _plainName;
    private Pattern? _namespace;
    private LabelExpression? _labels;
    private LabelExpression? _annotations;

    /// <summary>Null when it cannot be understood, which is logged.</summary>
    public static PatchTarget? Read(KustomizationReader target, BuildLog log)
    {
        target.Only("group", "version", "kind", "name", "namespace", "labelSelector", "annotationSelector");
        var known = true;
        var result = new PatchTarget
        {
            _group = ReadPattern("group"),
            _version = ReadPattern("version"),
            _kind = ReadPattern("kind"),
            _name = ReadPattern("name"),
            _plainName = target.Text("name") is { Value: { Length: > 0 } name } && name.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-') ? name : null,
            _namespace = ReadPattern("namespace"),
            _labels = ReadExpression("labelSelector"),
            _annotations = ReadExpression("annotationSelector"),
        };
        return known ? result : null;

        Pattern? ReadPattern(string field)
        {
            if (target.Text(field) is not { } text)
            {
                return null;
            }

            var pattern = Pattern.Parse(text.Value);
            if (pattern is null)
            {
                log.Unsupported(text.Span, "the pattern " + text.Value);
                known = false;
            }

            return pattern;
        }

        LabelExpression? ReadExpression(string field)
        {
            if (target.Text(field) is not { } text)
            {
                return null;
            }

            var expression = LabelExpression.Parse(text.Value);
            if (expression is null)
            {
                log.Unsupported(text.Span, "the selector " + text.Value);
                known = false;
            }

            return expression;
        }
    }

    public List<Resource> Select(ResourceList resources, NameIndex names) => (_plainName is null ? resources.Items : names.Named(_plainName)).Where(Matches).ToList();

    private bool Matches(Resource resource)
    {
        var original = resource.OriginalId;
        var current = resource.Id;
        var metadata = resource.Root["metadata"] as YamlMapping;
        return Matches(_namespace, original.Namespace, current.Namespace)
            && Matches(_name, original.Name, current.Name)
            && Matches(_group, current.Gvk.Group, current.Gvk.Group)
            && Matches(_version, current.Gvk.Version, current.Gvk.Version)
            && Matches(_kind, current.Gvk.Kind, current.Gvk.Kind)
            && (_labels?.Matches(metadata?["labels"] as YamlMapping) ?? true)
            && (_annotations?.Matches(metadata?["annotations"] as YamlMapping) ?? true);
    }

    private static bool Matches(Pattern? pattern, string original, string current) =>
        pattern is null || pattern.IsMatch(original) || pattern.IsMatch(current);
}
