using SvcLint.Yaml;

namespace SvcLint.Kustomize;

/// <summary>
/// A field path of a replacement: <c>spec.template.spec.containers.[name=web].env.0.value</c>, <c>*</c> for every item,
/// brackets around a name with dots.
/// </summary>
internal sealed class ReplacementPath
{
    private const int MaxSegments = 100;

    private readonly IReadOnlyList<string> _segments;

    private ReplacementPath(IReadOnlyList<string> segments) => _segments = segments;

    public static ReplacementPath Parse(string path)
    {
        var split = FieldSpec.Split(path, '.');
        var segments = new List<string>();
        for (var i = 0; i < split.Count && segments.Count <= MaxSegments; i++)
        {
            // kustomize passes over empty parts: people write a dot in front.
            var segment = split[i].Trim();
            if (segment.Length == 0)
            {
                continue;
            }

            if (!segment.StartsWith("[", StringComparison.Ordinal) || segment.EndsWith("]", StringComparison.Ordinal))
            {
                segments.Add(segment);
                continue;
            }

            while (i + 1 < split.Count && !segment.EndsWith("]", StringComparison.Ordinal))
            {
                segment += "." + split[++i];
            }

            segments.Add(segment.IndexOf('=') >= 0 ? segment : segment.Trim('[', ']'));
        }

        return new ReplacementPath(segments);
    }

    /// <summary>The one node at the path; items are found by an exact value.</summary>
    public YamlNode? Find(YamlNode root)
    {
        YamlNode? node = root;
        foreach (var segment in _segments)
        {
            node = node switch
            {
                YamlMapping mapping => mapping[segment],
                YamlSequence sequence when segment == "-" => sequence.Items.Count > 0 ? sequence.Items[sequence.Items.Count - 1] : null,
                YamlSequence sequence when Index(segment) is { } index => index < sequence.Items.Count ? sequence.Items[index] : null,
                YamlSequence sequence when Item(segment) is { } item => sequence.Items.FirstOrDefault(i => Value(i, item.Field) == item.Value),
                _ => null,
            };
        }

        return node;
    }

    /// <summary>Sets every node at the path; items are found by an expression that their value contains.</summary>
    /// <param name="root">The object.</param>
    /// <param name="set">From the old to the new node.</param>
    /// <param name="created">A node of the kind that a missing field is made of; null: it is not made.</param>
    /// <param name="count">How many nodes were set.</param>
    public YamlNode? Change(YamlNode root, Func<YamlNode, YamlNode> set, YamlNode? created, out int count)
    {
        var found = 0;
        var changed = _segments.Count > MaxSegments ? null : Change(root, 0);
        count = found;
        return changed;

        YamlNode? Change(YamlNode node, int at)
        {
            if (at == _segments.Count)
            {
                found++;
                return set(node);
            }

            var segment = _segments[at];
            return node switch
            {
                YamlMapping mapping when Index(segment) is null && Item(segment) is null && segment != "*" => ChangeField(mapping, segment, at),
                YamlSequence sequence when Index(segment) is { } index => ChangeItem(sequence, index, at),
                YamlSequence sequence when segment == "*" => ChangeItems(sequence, _ => true, at),
                YamlSequence sequence when Item(segment) is { } item && Pattern.Parse(item.Value) is { } pattern => ChangeMatching(sequence, item, pattern, at),
                _ => null,
            };
        }

        YamlNode? ChangeField(YamlMapping mapping, string name, int at)
        {
            var value = mapping[name];
            if (value is null || (NodeEdit.IsNull(value) && created is not null))
            {
                if (created is null)
                {
                    return mapping;
                }

                value = Made(at + 1);
            }

            return Change(value, at + 1) is { } changedValue ? NodeEdit.Set(mapping, name, changedValue, created?.Span ?? mapping.Span) : null;
        }

        YamlNode? ChangeItem(YamlSequence sequence, int index, int at)
        {
            if (created is not null && index == sequence.Items.Count)
            {
                sequence = NodeEdit.WithItems(sequence, [.. sequence.Items, Made(at + 1)]);
            }

            if (index >= sequence.Items.Count || Change(sequence.Items[index], at + 1) is not { } item)
            {
                return null;
            }

            var items = sequence.Items.ToArray();
            items[index] = item;
            return NodeEdit.WithItems(sequence, items);
        }

        YamlNode? ChangeMatching(YamlSequence sequence, (string Field, string Value) item, Pattern pattern, int at)
        {
            bool Matches(YamlNode node) => Value(node, item.Field) is { } value && pattern.IsContainedIn(value);
            if (created is not null && !sequence.Items.Any(Matches))
            {
                var value = new YamlScalar(created.Span, item.Value);
                YamlNode made = item.Field.Length == 0 ? value : NodeEdit.Set(NodeEdit.EmptyMapping(created.Span), item.Field, value, created.Span);
                sequence = NodeEdit.WithItems(sequence, [.. sequence.Items, made]);
            }

            return ChangeItems(sequence, Matches, at);
        }

        YamlNode? ChangeItems(YamlSequence sequence, Func<YamlNode, bool> matches, int at)
        {
            var items = sequence.Items.ToArray();
            for (var i = 0; i < items.Length; i++)
            {
                if (matches(items[i]))
                {
                    if (Change(items[i], at + 1) is not { } item)
                    {
                        return null;
                    }

                    items[i] = item;
                }
            }

            return NodeEdit.WithItems(sequence, items);
        }

        YamlNode Made(int next)
        {
            var span = created!.Span;
            return next >= _segments.Count
                ? created switch
                {
                    YamlMapping => NodeEdit.EmptyMapping(span),
                    YamlSequence => new YamlSequence(span, []),
                    _ => new YamlScalar(span, ""),
                }
                : Index(_segments[next]) is not null || Item(_segments[next]) is not null ? new YamlSequence(span, []) : NodeEdit.EmptyMapping(span);
        }
    }

    private static string? Value(YamlNode item, string field) =>
        (field.Length == 0 ? item as YamlScalar : (item as YamlMapping)?[field] as YamlScalar)?.Value;

    private static int? Index(string segment) =>
        int.TryParse(segment, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var index) ? index : null;

    // [field=value], the field empty for scalars.
    private static (string Field, string Value)? Item(string segment)
    {
        var equals = segment.IndexOf('=');
        return segment.StartsWith("[", StringComparison.Ordinal) && segment.EndsWith("]", StringComparison.Ordinal) && equals > 0
            ? (segment.Substring(1, equals - 1), segment.Substring(equals + 1, segment.Length - equals - 2))
            : null;
    }
}
