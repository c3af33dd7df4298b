using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Kustomize;

/// <summary><c>replacements</c>: copies a field of one object into fields of others. A copied value keeps the source's span.</summary>
internal sealed class ReplacementTransformer(ResourceList resources, KustomizationSource source, BuildLog log)
{
    private const long MostBuilt = 64 << 20;

    private long _built;

    private const string DefaultPath = "metadata.name";

    public void Apply(KustomizationReader entry)
    {
        if (entry.Text("path") is not { } path)
        {
            Replace(entry);
            return;
        }

        foreach (var document in source.Documents(path, KustomizeRole.Configuration) ?? [])
        {
            if (document.Problem is { } problem)
            {
                log.Invalid(problem.Span, problem.Message);
            }

            foreach (var item in document.Root is YamlSequence list ? list.Items : document.Root is { } root ? [root] : [])
            {
                if (item is YamlMapping mapping)
                {
                    Replace(new KustomizationReader(mapping, log));
                }
            }
        }
    }

    private void Replace(KustomizationReader replacement)
    {
        if (!replacement.Has("targets") || Value(replacement) is not { } value)
        {
            if (!replacement.Has("targets"))
            {
                log.Invalid(replacement.Span, "a replacement needs targets");
            }

            return;
        }

        foreach (var target in replacement.Items("targets"))
        {
            if (target.Nested("select") is { } select)
            {
                CopyTo(target, select, value);
            }
            else
            {
                log.Invalid(target.Span, "a target needs select");
            }
        }
    }

    private YamlNode? Value(KustomizationReader replacement)
    {
        if (replacement.Text("sourceValue") is { } constant)
        {
            return constant;
        }

        if (replacement.Nested("source") is not { } selector || ResourceSelector.Read(selector, log) is not { } selected)
        {
            log.Invalid(replacement.Span, "a replacement needs a source");
            return null;
        }

        var found = resources.Items.Where(r => selected.SelectsId(r)).ToList();
        if (found.Count != 1)
        {
            log.Invalid(selector.Span, found.Count == 0 ? "no object is the source of the replacement" : "several objects are the source of the replacement");
            return null;
        }

        var path = selector.Text("fieldPath");
        var value = ReplacementPath.Parse(path?.Value ?? DefaultPath).Find(found[0].Root);
        if (NodeEdit.IsNullOrEmpty(value))
        {
            if (found[0].IsHeadAlone)
            {
                log.Unsupported(path?.Span ?? selector.Span, "a field of a CustomResourceDefinition as the source");
            }
            else
            {
                log.Invalid(path?.Span ?? selector.Span, "the source has no such field");
            }

            return null;
        }

        return Part(value!, selector.Nested("options"));
    }

    private YamlNode? Part(YamlNode value, KustomizationReader? options)
    {
        if (options?.Text("delimiter") is not { } delimiter)
        {
            return value;
        }

        var parts = value is YamlScalar scalar ? Split(scalar.Value, delimiter.Value) : [];
        if (Index(options) is var index && (index < 0 || index >= parts.Length))
        {
            log.Invalid(options.Span, "the source has no such part");
            return null;
        }

        return NodeEdit.AsText(new YamlScalar(value.Span, parts[index]));
    }

    private static string[] Split(string text, string delimiter) => text.Split([delimiter], StringSplitOptions.None);

    private static int Index(KustomizationReader options) => (int)Math.Max(-1, Math.Min(int.MaxValue, options.Number("index")?.Resolve().Int ?? 0));

    private void CopyTo(KustomizationReader target, KustomizationReader select, YamlNode value)
    {
        var rejects = target.Items("reject").Select(r => ResourceSelector.Read(r, log)).ToList();
        if (ResourceSelector.Read(select, log) is not { } selector || rejects.Contains(null))
        {
            return;
        }

        var options = target.Nested("options");
        var paths = target.Texts("fieldPaths");
        foreach (var resource in resources.Items)
        {
            if (!resource.IsHeadAlone && selector.SelectsId(resource) && selector.MatchesLabels(resource) && !rejects.Exists(r => r!.Rejects(resource)))
            {
                foreach (var path in paths.Count == 0 ? [DefaultPath] : paths.Select(p => p.Value))
                {
                    Copy(resource, path, value, options, target.Span);
                }
            }
        }
    }

    private void Copy(Resource resource, string path, YamlNode value, KustomizationReader? options, SourceSpan span)
    {
        var setter = new ReplacementSetter(value, options?.Text("delimiter")?.Value, options is null ? 0 : Index(options));
        var shape = options?.Flag("create") == true ? value : null;
        var changed = ReplacementPath.Parse(path).Change(resource.Root, setter.Set, shape, out var count);
        _built += setter.Built;
        if (setter.Problem is { } problem)
        {
            if (setter.IsTooLong)
            {
                log.BeyondLimit(span, problem);
            }
            else
            {
                log.Invalid(span, problem);
            }
        }
        else if (_built > MostBuilt)
        {
            log.BeyondLimit(span, $"replacements that make more than {MostBuilt >> 20} MB of text");
        }
        else if (count == 0 || changed is not YamlMapping root || NodeEdit.IsTooLarge(root))
        {
            log.Invalid(span, $"{resource.Id} has no field {path}");
        }
        else
        {
            resource.Root = root;
        }
    }
}

/// <summary>Puts a value into a field: into a scalar only its text, so that the field keeps its type.</summary>
internal sealed class ReplacementSetter(YamlNode value, string? delimiter, int index)
{
    // No server takes an object that is larger.
    private const int LongestText = 2 << 20;

    public string? Problem { get; private set; }

    /// <summary>The problem is what it would make, not what is asked.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>How many characters of new text were made.</summary>
    public long Built { get; private set; }

    public YamlNode Set(YamlNode target)
    {
        if (delimiter is null && target is not YamlScalar)
        {
            return value;
        }

        if (target is not YamlScalar scalar || value is not YamlScalar text)
        {
            return Refuse(target);
        }

        if ((delimiter is null ? text.Value : Joined(scalar.Value, text.Value, delimiter)) is not { } content)
        {
            IsTooLong = true;
            Problem = $"a replacement makes a text of more than {LongestText >> 20} MB";
            return target;
        }

        Built += delimiter is null ? 0 : content.Length;
        var replaced = new YamlScalar(text.Span, content, scalar.Style, scalar.Tag);
        return NodeEdit.KindOf(scalar) switch
        {
            ScalarKind.String when scalar.Value.Length > 0 || scalar.Style != ScalarStyle.Plain => NodeEdit.AsText(replaced),
            var kind when kind == NodeEdit.KindOf(replaced) => replaced,
            // A field made just now takes the type that its text has.
            ScalarKind.Null when scalar.Span == text.Span => new YamlScalar(text.Span, content),
            _ => Refuse(target),
        };
    }

    private string? Joined(string target, string text, string delimiter)
    {
        if (target.Length + text.Length + delimiter.Length > LongestText)
        {
            return null;
        }

        var parts = target.Split([delimiter], StringSplitOptions.None).ToList();
        if (index < 0)
        {
            parts.Insert(0, text);
        }
        else if (index >= parts.Count)
        {
            parts.Add(text);
        }
        else
        {
            parts[index] = text;
        }

        return string.Join(delimiter, parts);
    }

    private YamlNode Refuse(YamlNode target)
    {
        Problem ??= "a replacement whose type does not fit the field";
        return target;
    }
}
