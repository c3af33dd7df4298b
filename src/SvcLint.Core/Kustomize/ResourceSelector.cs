using SvcLint.Yaml;

namespace SvcLint.Kustomize;

/// <summary>Selects objects of a replacement by exact names, any of an object's present and earlier ones.</summary>
internal sealed class ResourceSelector
{
    private Gvk _gvk;
    private string _name = "";
    private string _namespace = "";
    private LabelExpression? _labels;
    private LabelExpression? _annotations;

    /// <summary>Null when it cannot be understood, which is logged. Newer versions of kustomize read names as expressions: those are not handled.</summary>
    public static ResourceSelector? Read(KustomizationReader reader, BuildLog log)
    {
        foreach (var field in (string[])["group", "version", "kind", "name", "namespace"])
        {
            if (reader.Text(field) is { } text && text.Value.Any(c => c is '*' or '|' or '[' or '(' or '+' or '?' or '^' or '$' or '\\'))
            {
                log.Unsupported(text.Span, "the pattern " + text.Value);
                return null;
            }
        }

        var selector = new ResourceSelector
        {
            _gvk = reader.Gvk(),
            _name = reader.TextOrEmpty("name"),
            _namespace = reader.TextOrEmpty("namespace"),
        };
        return Read(reader, "labelSelector", log, out selector._labels) && Read(reader, "annotationSelector", log, out selector._annotations) ? selector : null;
    }

    public bool SelectsId(Resource resource) => resource.HasId(Selects);

    public bool MatchesLabels(Resource resource)
    {
        var metadata = resource.Root["metadata"] as YamlMapping;
        return (_labels?.Matches(metadata?["labels"] as YamlMapping) ?? true) && (_annotations?.Matches(metadata?["annotations"] as YamlMapping) ?? true);
    }

    /// <summary>As an entry of <c>reject</c>: by its names, or by its labels and annotations.</summary>
    public bool Rejects(Resource resource)
    {
        var hasNames = _gvk != new Gvk("", "", "") || _name.Length > 0 || _namespace.Length > 0;
        var hasLabels = _labels is not null || _annotations is not null;
        return (hasNames && SelectsId(resource)) || (hasLabels && MatchesLabels(resource));
    }

    private bool Selects(ResourceId id) =>
        (_name.Length == 0 || _name == id.Name) && (_namespace.Length == 0 || _namespace == id.Namespace) && id.Gvk.IsSelectedBy(_gvk);

    private static bool Read(KustomizationReader reader, string field, BuildLog log, out LabelExpression? expression)
    {
        expression = null;
        if (reader.Text(field) is not { } text)
        {
            return true;
        }

        expression = LabelExpression.Parse(text.Value);
        if (expression is null)
        {
            log.Unsupported(text.Span, "the selector " + text.Value);
        }

        return expression is not null;
    }
}
