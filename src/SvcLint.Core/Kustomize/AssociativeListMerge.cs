using SvcLint.Yaml;

namespace SvcLint.Kustomize;

/// <summary>
/// Joins two lists whose items are told apart by merge keys, step by step as kustomize does: its treatment of items that lack
/// one of two keys (a port without a protocol) decides what comes out, and is not what one would write anew.
/// </summary>
internal sealed class AssociativeListMerge
{
    private readonly List<YamlNode> _items;
    private readonly List<YamlNode> _patch;
    private readonly IReadOnlyList<string> _keys;
    private readonly Func<YamlNode?, YamlNode?, MergedItem> _merge;

    /// <param name="sequence">The list, or the patch's own when there is none.</param>
    /// <param name="patch">The patch; null when <paramref name="sequence"/> is all there is.</param>
    /// <param name="keys">None: a list of scalars.</param>
    /// <param name="merge">Merges two items, one of which may be missing.</param>
    public AssociativeListMerge(YamlSequence sequence, YamlSequence? patch, IReadOnlyList<string> keys, Func<YamlNode?, YamlNode?, MergedItem> merge)
    {
        _items = [.. sequence.Items];
        _patch = [.. patch?.Items ?? []];
        _keys = keys.Count == 0 ? [""] : keys;
        _merge = merge;
    }

    /// <param name="Node">Null: the item goes away.</param>
    /// <param name="Patch">The patch's item with its directive taken out.</param>
    /// <param name="IsNew">It does not stand in the old item's place.</param>
    internal readonly record struct MergedItem(YamlNode? Node, YamlNode? Patch, bool IsNew);

    public string? Problem { get; private set; }

    public IReadOnlyList<YamlNode> Run() => Plain() ?? Stepwise();

    // Where each item stands once and all are told apart by the same keys, as nearly always, no step bears on another.
    private List<YamlNode>? Plain()
    {
        if ((_items.Count > 0 ? _items[0] : _patch.Count > 0 ? _patch[0] : null) is not { } any)
        {
            return null;
        }

        IReadOnlyList<string> keys = [.. _keys.Where(key => Value(any, key) is not null)];
        if (keys.Count == 0 || Places(_items, keys) is not { } places || Places(_patch, keys) is not { } inPatch)
        {
            return null;
        }

        var merged = new YamlNode?[_items.Count];
        var joined = new List<YamlNode>(_items.Count + _patch.Count);
        foreach (var patch in _patch)
        {
            var identity = Identity(patch, keys)!;
            var at = places.TryGetValue(identity, out var place) ? place : -1;
            if (!TryMerge(at, patch, keys, identity, out var node))
            {
                return null;
            }

            if (at >= 0)
            {
                merged[at] = node;
            }

            // By one key, what is patched comes before the others; by several only what is new does.
            if (node is not null && (at < 0 || keys.Count == 1))
            {
                joined.Add(node);
            }
        }

        for (var i = 0; i < _items.Count; i++)
        {
            var identity = Identity(_items[i], keys)!;
            var isPatched = inPatch.ContainsKey(identity);
            if (!isPatched && !TryMerge(i, null, keys, identity, out merged[i]))
            {
                return null;
            }

            if (merged[i] is { } node && (!isPatched || keys.Count > 1))
            {
                joined.Add(node);
            }
        }

        return joined;
    }

    // False where the merge changed what tells the item apart; null where the item goes away. What replaces an item does not outlive it.
    private bool TryMerge(int at, YamlNode? patch, IReadOnlyList<string> keys, string identity, out YamlNode? node)
    {
        var merged = _merge(at < 0 ? null : _items[at], patch);
        node = NodeEdit.IsNull(merged.Node) || merged.Node is YamlMapping { Entries.Count: 0 } ? null
            : at >= 0 && merged.IsNew ? _items[at] : merged.Node;
        return node is null || Identity(node, keys) == identity;
    }

    // Null where an item stands twice, or is told apart by other keys.
    private Dictionary<string, int>? Places(List<YamlNode> items, IReadOnlyList<string> keys)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < items.Count; i++)
        {
            if (Identity(items[i], keys) is not { } identity || places.ContainsKey(identity))
            {
                return null;
            }

            places.Add(identity, i);
        }

        return places;
    }

    // Null for an item that lacks one of the keys, has another or is of another type.
    private string? Identity(YamlNode item, IReadOnlyList<string> keys)
    {
        if (_keys.Count == 1)
        {
            return Plain(item, keys[0]);
        }

        var text = "";
        foreach (var key in _keys)
        {
            if (Plain(item, key) is { } value ? !keys.Contains(key) : Value(item, key) is not null || keys.Contains(key))
            {
                return null;
            }

            text += "\n" + Plain(item, key);
        }

        return text;
    }

    private static string? Plain(YamlNode item, string key) =>
        (key.Length == 0 ? item : item is YamlMapping mapping ? mapping[key] : null) is YamlScalar { Value.Length: > 0 } scalar && !NodeEdit.IsNullOrEmpty(scalar) ? scalar.Value : null;

    private IReadOnlyList<YamlNode> Stepwise()
    {
        var identities = Identities();
        if (_keys.Count > 1)
        {
            Unify(identities);
        }

        var joined = new List<YamlNode>();
        IReadOnlyList<string> keys = _keys;
        foreach (var identity in identities)
        {
            (keys, var values) = Present(identities, identity);
            Join(joined, keys, values);
        }

        if (identities.Count > 0)
        {
            Append(joined, keys);
            return joined;
        }

        return _items;
    }

    private void Join(List<YamlNode> joined, IReadOnlyList<string> keys, IReadOnlyList<string> values)
    {
        var (ownKeys, ownValues) = Present([values], values, keys);
        var at = Find(_items, ownKeys, ownValues);
        var inPatch = Find(_patch, ownKeys, ownValues);
        if (at < 0 && inPatch < 0)
        {
            SetElement(_items, null, keys, values);
            return;
        }

        var merged = _merge(at < 0 ? null : _items[at], inPatch < 0 ? null : _patch[inPatch]);
        if (inPatch >= 0 && merged.Patch is { } taken)
        {
            _patch[inPatch] = taken;
        }

        if (NodeEdit.IsNull(merged.Node) || merged.Node is YamlMapping { Entries.Count: 0 })
        {
            SetElement(_items, null, keys, values);
            return;
        }

        var node = WithKeys(merged.Node!, keys, values);
        if (at >= 0 && !merged.IsNew)
        {
            _items[at] = node;
        }

        SetElement(joined, node, keys, values);
    }

    private static YamlNode WithKeys(YamlNode node, IReadOnlyList<string> keys, IReadOnlyList<string> values)
    {
        for (var i = 0; i < keys.Count; i++)
        {
            if (node is YamlMapping mapping && mapping[keys[i]] is null && values[i].Length > 0)
            {
                node = NodeEdit.Set(mapping, keys[i], new YamlScalar(mapping.Span, values[i]), mapping.Span);
            }
        }

        return node;
    }

    // The patch's items first, then the others; each identity once.
    private List<IReadOnlyList<string>> Identities()
    {
        var identities = new List<IReadOnlyList<string>>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in _patch.Concat(_items))
        {
            IReadOnlyList<string> identity = [.. _keys.Select(key => Value(item, key) ?? "")];
            if (seen.Add(string.Join("\n", identity)))
            {
                identities.Add(identity);
            }
        }

        return identities;
    }

    // Identities that differ only where one of them says nothing become one.
    private static void Unify(List<IReadOnlyList<string>> identities)
    {
        for (var i = 0; i < identities.Count; i++)
        {
            var first = identities[i];
            for (var j = 0; j < identities.Count; j++)
            {
                if (Unified(first, identities[j]) is { } unified)
                {
                    identities[i] = unified;
                    identities[j] = unified;
                }
            }
        }
    }

    private static IReadOnlyList<string>? Unified(IReadOnlyList<string> a, IReadOnlyList<string> b)
    {
        var result = new string[a.Count];
        var common = false;
        for (var i = 0; i < a.Count; i++)
        {
            if (a[i] != b[i] && a[i].Length > 0 && b[i].Length > 0)
            {
                return null;
            }

            common |= a[i] == b[i];
            result[i] = a[i].Length > 0 ? a[i] : b[i];
        }

        return common ? result : null;
    }

    private (IReadOnlyList<string> Keys, IReadOnlyList<string> Values) Present(IReadOnlyList<IReadOnlyList<string>> identities, IReadOnlyList<string> values) =>
        Present(identities, values, _keys);

    // The keys that some identity has a value for; all of them when none has.
    private static (IReadOnlyList<string> Keys, IReadOnlyList<string> Values) Present(
        IReadOnlyList<IReadOnlyList<string>> identities, IReadOnlyList<string> values, IReadOnlyList<string> keys)
    {
        var present = Enumerable.Range(0, keys.Count).Where(i => identities.Any(identity => identity[i].Length > 0)).ToArray();
        return present.Length == 0 || present.Length == keys.Count ? (keys, values) : ([.. present.Select(i => keys[i])], [.. present.Select(i => values[i])]);
    }

    private static int Find(List<YamlNode> items, IReadOnlyList<string> keys, IReadOnlyList<string> values) => items.FindIndex(item =>
    {
        for (var i = 0; i < keys.Count; i++)
        {
            if (keys[i].Length == 0 ? (item as YamlScalar)?.Value != values[i] : (item as YamlMapping)?[keys[i]] is not YamlScalar scalar || scalar.Value != values[i])
            {
                return false;
            }
        }

        return true;
    });

    private static string? Value(YamlNode item, string key)
    {
        var value = key.Length == 0 ? item : (item as YamlMapping)?[key];
        return NodeEdit.IsNullOrEmpty(value) ? null : (value as YamlScalar)?.Value ?? "";
    }

    // Replaces the items that have these values by the element, or removes them; without one to replace the element comes last.
    private void SetElement(List<YamlNode> items, YamlNode? element, IReadOnlyList<string> keys, IReadOnlyList<string> values)
    {
        var found = false;
        var isMappingSetter = keys[0].Length > 0 && values.Count > 0 && values[0].Length > 0;
        for (var i = items.Count - 1; i >= 0; i--)
        {
            var item = items[i];
            if (NodeEdit.IsNullOrEmpty(item))
            {
                items.RemoveAt(i);
            }
            else if (item is YamlMapping || !isMappingSetter)
            {
                if (Matches(item, keys, values) is not { } matches)
                {
                    return;
                }

                if (!matches)
                {
                    if (values.Count == 0)
                    {
                        items.RemoveAt(i);
                    }
                }
                else if (element is null)
                {
                    items.RemoveAt(i);
                }
                else
                {
                    items[i] = element;
                    found = true;
                }
            }
        }

        if (element is not null && !found)
        {
            items.Add(element);
        }
    }

    // Values may be fewer than keys: the last comparison then stands for the rest. An empty value asks for the field alone.
    private bool? Matches(YamlNode item, IReadOnlyList<string> keys, IReadOnlyList<string> values)
    {
        for (var i = 0; i < Math.Min(keys.Count, values.Count); i++)
        {
            if (keys[i].Length == 0 ? item is not YamlScalar : item is not YamlMapping)
            {
                Problem ??= "a list that is patched by merge keys holds items of another type";
                return null;
            }

            var value = keys[i].Length == 0 ? item : ((YamlMapping)item)[keys[i]];
            if (value is null || ((values[i].Length > 0 || keys[i].Length == 0) && (value as YamlScalar)?.Value != values[i]))
            {
                return false;
            }
        }

        return values.Count > 0;
    }

    private void Append(List<YamlNode> joined, IReadOnlyList<string> keys)
    {
        foreach (var item in _items)
        {
            var values = new List<string>();
            foreach (var key in keys)
            {
                if (key.Length == 0)
                {
                    values.Add((item as YamlScalar)?.Value ?? "");
                }
                else if (item is YamlMapping mapping && mapping[key] is { } value)
                {
                    values.Add((value as YamlScalar)?.Value ?? "");
                }
                else
                {
                    joined.Add(item);
                }
            }

            if (keys.Count > 1)
            {
                SetElement(joined, null, keys, values);
            }

            SetElement(joined, item, keys, values);
        }
    }
}
