using SvcLint.Yaml;

namespace SvcLint.Kustomize;

/// <summary>
/// A strategic merge patch as kustomize's own merge does it (kyaml, merge2), which differs from kubectl's: lists with
/// merge keys get the patch's new items first, directives in lists without merge keys are left alone, untouched lists with
/// merge keys lose their duplicates.
/// </summary>
internal sealed class StrategicMerge
{
    private const string DirectiveKey = "$patch";

    private enum Directive
    {
        Merge,
        Replace,
        Delete,
    }

    /// <summary>What kustomize would refuse, or null.</summary>
    public string? Problem { get; private set; }

    /// <summary>The merged object, or null when the patch deletes it.</summary>
    public static YamlMapping? Apply(YamlMapping root, YamlMapping patch, out string? problem)
    {
        var merge = new StrategicMerge();
        var merged = merge.Merge(root, patch, MergeSchema.Of(Resource.IdOf(root).Gvk));
        problem = merge.Problem;
        return problem is null ? merged as YamlMapping : root;
    }

    // Null: the field goes away. At least one of the two is not C#'s null.
    private YamlNode? Merge(YamlNode? node, YamlNode? patch, MergeSchema? schema)
    {
        if (patch is not null && NodeEdit.IsNull(patch))
        {
            return null;
        }

        if (node is null || NodeEdit.IsNull(node))
        {
            return patch is null ? node : Added(patch, schema);
        }

        return (node, patch) switch
        {
            (YamlMapping mapping, null) => schema is null ? mapping : MergeFields(mapping, null, schema),
            (YamlMapping mapping, YamlMapping other) => MergeMappings(mapping, other, schema),
            (YamlSequence sequence, null) => schema?.Keys is null ? sequence : MergeItems(sequence, null, schema),
            (YamlSequence sequence, YamlSequence other) => schema?.Keys is null ? other : MergeSequences(sequence, other, schema),
            (YamlScalar scalar, null) => scalar,
            (YamlScalar, YamlScalar other) => other,
            _ => Refuse(node, "a patch has another type than the field it patches"),
        };
    }

    // A part of the patch that nothing stands against: nulls and directives take effect within it all the same.
    private YamlNode? Added(YamlNode patch, MergeSchema? schema)
    {
        switch (patch)
        {
            case YamlMapping mapping:
                return TakeDirective(ref mapping) == Directive.Delete ? null : AddedFields(mapping, schema);
            case YamlSequence sequence:
                return schema?.Keys is null ? sequence : MergeItems(sequence, null, schema);
            default:
                return NodeEdit.IsNull(patch) ? null : patch;
        }
    }

    private YamlMapping AddedFields(YamlMapping mapping, MergeSchema? schema)
    {
        // Most are as they should be, and lists are merged again by each patch.
        List<YamlEntry>? entries = null;
        for (var i = 0; i < mapping.Entries.Count; i++)
        {
            var entry = mapping.Entries[i];
            var value = Added(entry.Value, entry.Name is { } name ? schema?.Field(name) : null);
            if (entries is null && !ReferenceEquals(value, entry.Value))
            {
                entries = [.. mapping.Entries.Take(i)];
            }

            if (value is not null)
            {
                entries?.Add(entry with { Value = value });
            }
        }

        return entries is null ? mapping : NodeEdit.WithEntries(mapping, entries.ToArray());
    }

    private YamlNode? MergeMappings(YamlMapping mapping, YamlMapping patch, MergeSchema? schema) => TakeDirective(ref patch) switch
    {
        Directive.Delete => null,
        Directive.Replace => AddedFields(patch, schema),
        _ => MergeFields(mapping, patch, schema),
    };

    private YamlMapping MergeFields(YamlMapping mapping, YamlMapping? patch, MergeSchema? schema)
    {
        var entries = new List<YamlEntry>(mapping.Entries.Count);
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in mapping.Entries)
        {
            if (entry.Name is not { } name)
            {
                entries.Add(entry);
                continue;
            }

            done.Add(name);
            var inPatch = default(YamlEntry);
            var isPatched = patch?.TryGet(name, out inPatch) == true;
            var value = Merge(entry.Value, isPatched ? inPatch.Value : null, schema?.Field(name));
            if (value is not null)
            {
                entries.Add(isPatched && ReferenceEquals(value, inPatch.Value) ? inPatch : entry with { Value = value });
            }
        }

        foreach (var entry in patch?.Entries ?? [])
        {
            if (entry.Name is { } name && done.Add(name) && patch!.TryGet(name, out var last) && Merge(null, last.Value, schema?.Field(name)) is { } value)
            {
                entries.Add(last with { Value = value });
            }
        }

        return NodeEdit.WithEntries(mapping, entries.ToArray());
    }

    private YamlNode? MergeSequences(YamlSequence sequence, YamlSequence patch, MergeSchema schema)
    {
        var directive = TakeDirective(ref patch);
        return directive switch
        {
            Directive.Delete => null,
            Directive.Replace => MergeItems(patch, null, schema),
            _ => MergeItems(sequence, patch, schema),
        };
    }

    private YamlSequence MergeItems(YamlSequence sequence, YamlSequence? patch, MergeSchema schema)
    {
        var merge = new AssociativeListMerge(sequence, patch, schema.Keys!, (node, other) => MergeItem(node, other, schema.Items));
        var items = merge.Run();
        if (merge.Problem is { } problem)
        {
            Problem ??= problem;
            return sequence;
        }

        return NodeEdit.WithItems(sequence, items);
    }

    // Without a patch for the item it is merged with nothing, or, where the list itself is new, with itself.
    private AssociativeListMerge.MergedItem MergeItem(YamlNode? node, YamlNode? patch, MergeSchema? schema)
    {
        if (patch is YamlMapping mapping && node is YamlMapping)
        {
            var taken = mapping;
            var directive = TakeDirective(ref taken);
            return directive switch
            {
                Directive.Delete => new(null, taken, IsNew: true),
                Directive.Replace => new(AddedFields(taken, schema), taken, IsNew: true),
                _ => new(Merge(node, taken, schema), taken, IsNew: false),
            };
        }

        if (node is YamlMapping alone && patch is null)
        {
            return new(Added(alone, schema), null, IsNew: false);
        }

        return new(node is null && patch is null ? null : Merge(node, patch, schema), patch, IsNew: false);
    }

    private Directive TakeDirective(ref YamlMapping mapping)
    {
        if (mapping[DirectiveKey] is not { } value)
        {
            return Directive.Merge;
        }

        mapping = NodeEdit.Remove(mapping, DirectiveKey);
        return Parse(value);
    }

    private Directive TakeDirective(ref YamlSequence sequence)
    {
        var item = sequence.Items.OfType<YamlMapping>().FirstOrDefault(i => i[DirectiveKey] is not null);
        if (item is null || item.Entries.Count > 1)
        {
            return Directive.Merge;
        }

        var text = (item[DirectiveKey] as YamlScalar)?.Value;
        sequence = NodeEdit.WithItems(sequence, sequence.Items.Where(i => i is not YamlMapping other || (other[DirectiveKey] as YamlScalar)?.Value != text).ToArray());
        return Parse(item[DirectiveKey]!);
    }

    private Directive Parse(YamlNode value)
    {
        switch ((value as YamlScalar)?.Value)
        {
            case "merge":
                return Directive.Merge;
            case "replace":
                return Directive.Replace;
            case "delete":
                return Directive.Delete;
            default:
                Problem ??= "an unknown $patch directive";
                return Directive.Merge;
        }
    }

    private YamlNode Refuse(YamlNode node, string problem)
    {
        Problem ??= problem;
        return node;
    }
}
