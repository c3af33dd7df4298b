using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Kustomize;

/// <summary>A cursor over a mapping of a kustomization; values of the wrong type are logged and read as absent.</summary>
internal sealed class KustomizationReader(YamlMapping mapping, BuildLog log)
{
    public YamlMapping Mapping => mapping;

    public SourceSpan Span => mapping.Span;

    public bool Has(string name) => !NodeEdit.IsNull(mapping[name]);

    /// <summary>kustomize refuses fields that it does not know.</summary>
    public KustomizationReader Only(params string[] fields)
    {
        foreach (var entry in mapping.Entries)
        {
            if (entry.Name is not { } name || Array.IndexOf(fields, name) < 0)
            {
                log.Invalid(entry.Key.Span, "an unknown field: " + entry.Name);
            }
        }

        return this;
    }

    /// <summary>The span of a field's key, or of the whole mapping.</summary>
    public SourceSpan KeyOf(string name) => mapping.TryGet(name, out var entry) ? entry.Key.Span : mapping.Span;

    /// <summary>A non-empty text.</summary>
    public YamlScalar? Text(string name)
    {
        var value = mapping[name];
        if (NodeEdit.IsNull(value))
        {
            return null;
        }

        if (value is not YamlScalar scalar || scalar.Resolve().Kind != ScalarKind.String)
        {
            log.Invalid(value!.Span, name + " must be a string");
            return value as YamlScalar;
        }

        return scalar.Value.Length == 0 ? null : scalar;
    }

    public string TextOrEmpty(string name) => Text(name)?.Value ?? "";

    public bool Flag(string name)
    {
        var value = mapping[name];
        if (NodeEdit.IsNull(value))
        {
            return false;
        }

        if (value is YamlScalar scalar && scalar.Resolve() is { Kind: ScalarKind.Bool } flag)
        {
            return flag.Bool;
        }

        log.Invalid(value!.Span, name + " must be true or false");
        return false;
    }

    public YamlScalar? Number(string name)
    {
        var value = mapping[name];
        if (NodeEdit.IsNull(value))
        {
            return null;
        }

        if (value is YamlScalar scalar && scalar.Resolve() is { Int: not null })
        {
            return scalar;
        }

        log.Invalid(value!.Span, name + " must be a number");
        return null;
    }

    public KustomizationReader? Nested(string name)
    {
        var value = mapping[name];
        if (NodeEdit.IsNull(value))
        {
            return null;
        }

        if (value is YamlMapping nested)
        {
            return new KustomizationReader(nested, log);
        }

        log.Invalid(value!.Span, name + " must be a mapping");
        return null;
    }

    public IReadOnlyList<YamlScalar> Texts(string name)
    {
        var texts = new List<YamlScalar>();
        foreach (var item in Sequence(name))
        {
            if (item is YamlScalar scalar && scalar.Resolve().Kind == ScalarKind.String)
            {
                texts.Add(scalar);
            }
            else
            {
                log.Invalid(item.Span, name + " must hold strings");
            }
        }

        return texts;
    }

    /// <summary>What stands as plain text in a list of mappings.</summary>
    public IReadOnlyList<YamlScalar> Scalars(string name) => mapping[name] is YamlSequence sequence ? [.. sequence.Items.OfType<YamlScalar>()] : [];

    public IReadOnlyList<KustomizationReader> Items(string name, bool scalarsToo = false)
    {
        var items = new List<KustomizationReader>();
        foreach (var item in Sequence(name))
        {
            if (item is YamlMapping nested)
            {
                items.Add(new KustomizationReader(nested, log));
            }
            else if (!scalarsToo || item is not YamlScalar)
            {
                log.Invalid(item.Span, name + " must hold mappings");
            }
        }

        return items;
    }

    /// <summary>Pairs of strings, sorted by key as kustomize applies them; of duplicates the last one.</summary>
    public IReadOnlyList<YamlEntry> Pairs(string name)
    {
        var pairs = new SortedDictionary<string, YamlEntry>(StringComparer.Ordinal);
        foreach (var entry in Nested(name)?.Mapping.Entries ?? [])
        {
            if (entry.Name is { } key && entry.Value is YamlScalar value && value.Resolve().Kind is ScalarKind.String or ScalarKind.Null)
            {
                pairs[key] = new YamlEntry(entry.Key, NodeEdit.IsNull(value) ? NodeEdit.Text(value.Span, "") : value);
            }
            else
            {
                log.Invalid(entry.Value.Span, name + " must hold strings");
            }
        }

        return [.. pairs.Values];
    }

    public Gvk Gvk() => new(TextOrEmpty("group"), TextOrEmpty("version"), TextOrEmpty("kind"));

    private IReadOnlyList<YamlNode> Sequence(string name)
    {
        var value = mapping[name];
        if (NodeEdit.IsNull(value))
        {
            return [];
        }

        if (value is YamlSequence sequence)
        {
            return sequence.Items;
        }

        log.Invalid(value!.Span, name + " must be a list");
        return [];
    }
}
