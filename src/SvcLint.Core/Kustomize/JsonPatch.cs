using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Kustomize;

/// <summary>
/// JSON patch (RFC 6902) as the library that kustomize uses does it: negative indices count from the end, a member that is
/// removed must be there, and one that is replaced, copied or tested is null where it is not.
/// </summary>
internal sealed class JsonPatch
{
    private const int MaxSegments = 100;

    private readonly IReadOnlyList<Operation> _operations;

    private JsonPatch(IReadOnlyList<Operation> operations) => _operations = operations;

    private enum Verb
    {
        Add,
        Remove,
        Replace,
        Move,
        Copy,
        Test,
    }

    private sealed record Operation(Verb Verb, IReadOnlyList<string> Path, IReadOnlyList<string> From, YamlNode Value, SourceSpan Span);

    /// <summary>Null when it is no list of operations, which is logged.</summary>
    public static JsonPatch? Read(YamlSequence patch, BuildLog log)
    {
        var operations = new List<Operation>();
        foreach (var item in patch.Items)
        {
            if (Read(item) is not { } operation)
            {
                log.Invalid(item.Span, "not an operation of a JSON patch");
                return null;
            }

            operations.Add(operation);
        }

        return new JsonPatch(operations);
    }

    /// <summary>The patched object; the problem's span is the operation's.</summary>
    public YamlMapping Apply(YamlMapping root, out (SourceSpan Span, string Reason)? problem)
    {
        problem = null;
        YamlNode current = root;
        foreach (var operation in _operations)
        {
            if (Apply(current, operation) is not { } changed)
            {
                problem = (operation.Span, $"cannot {Name(operation.Verb)} /{string.Join("/", operation.Path)} in {Resource.IdOf(root)}");
                return root;
            }

            current = changed;
            if (current.Weight > YamlReader.MaxWeight)
            {
                break;
            }
        }

        if (current is YamlMapping patched && !NodeEdit.IsTooLarge(patched))
        {
            return patched;
        }

        problem = (_operations[0].Span, "the patch makes an object too large");
        return root;
    }

    private static Operation? Read(YamlNode item)
    {
        if (item is not YamlMapping mapping || Pointer(mapping["path"]) is not { } path || Parse((mapping["op"] as YamlScalar)?.Value) is not { } verb)
        {
            return null;
        }

        var from = Pointer(mapping["from"]);
        if (verb is Verb.Move or Verb.Copy && from is null)
        {
            return null;
        }

        return new Operation(verb, path, from ?? [], mapping["value"] ?? new YamlScalar(mapping.Span, "null"), mapping.Span);
    }

    private static Verb? Parse(string? text) => text switch
    {
        "add" => Verb.Add,
        "remove" => Verb.Remove,
        "replace" => Verb.Replace,
        "move" => Verb.Move,
        "copy" => Verb.Copy,
        "test" => Verb.Test,
        _ => null,
    };

    private static string Name(Verb verb) => verb switch
    {
        Verb.Add => "add",
        Verb.Remove => "remove",
        Verb.Replace => "replace",
        Verb.Move => "move to",
        Verb.Copy => "copy to",
        _ => "confirm",
    };

    private static IReadOnlyList<string>? Pointer(YamlNode? node)
    {
        if (node is not YamlScalar { Value: var text } || text.Length == 0 || text[0] != '/')
        {
            return null;
        }

        var segments = text.Substring(1).Split('/');
        return segments.Length > MaxSegments ? null : [.. segments.Select(s => s.Replace("~1", "/").Replace("~0", "~"))];
    }

    private static YamlNode? Apply(YamlNode root, Operation operation)
    {
        switch (operation.Verb)
        {
            case Verb.Add:
                return Change(root, operation.Path, 0, (parent, key) => Add(parent, key, operation.Value));
            case Verb.Remove:
                return Change(root, operation.Path, 0, Remove);
            case Verb.Replace:
                return Change(root, operation.Path, 0, (parent, key) => Replace(parent, key, operation.Value));
            case Verb.Move:
                return Get(root, operation.From) is { } moved && Change(root, operation.From, 0, Remove) is { } without
                    ? Change(without, operation.Path, 0, (parent, key) => Add(parent, key, moved))
                    : null;
            case Verb.Copy:
                return Get(root, operation.From) is { } copied ? Change(root, operation.Path, 0, (parent, key) => Add(parent, key, copied)) : null;
            default:
                return NodeEquality.Equal(Get(root, operation.Path), operation.Value) ? root : null;
        }
    }

    private static YamlNode? Change(YamlNode node, IReadOnlyList<string> path, int at, Func<YamlNode, string, YamlNode?> change)
    {
        if (at == path.Count - 1)
        {
            return change(node, path[at]);
        }

        switch (node)
        {
            case YamlMapping mapping when mapping.TryGet(path[at], out var entry):
                return Change(entry.Value, path, at + 1, change) is { } value ? NodeEdit.Set(mapping, entry with { Value = value }) : null;
            case YamlSequence sequence when Index(path[at], sequence.Items.Count - 1) is { } index:
                if (Change(sequence.Items[index], path, at + 1, change) is not { } item)
                {
                    return null;
                }

                var items = sequence.Items.ToArray();
                items[index] = item;
                return NodeEdit.WithItems(sequence, items);
            default:
                return null;
        }
    }

    private static YamlNode? Add(YamlNode parent, string key, YamlNode value)
    {
        if (parent is YamlMapping mapping)
        {
            return NodeEdit.Set(mapping, key, value, value.Span);
        }

        if (parent is not YamlSequence sequence || (key == "-" ? sequence.Items.Count : Index(key, sequence.Items.Count)) is not { } index)
        {
            return null;
        }

        var items = sequence.Items.ToList();
        items.Insert(index, value);
        return NodeEdit.WithItems(sequence, items.ToArray());
    }

    private static YamlNode? Remove(YamlNode parent, string key)
    {
        if (parent is YamlMapping mapping)
        {
            return mapping.TryGet(key, out _) ? NodeEdit.Remove(mapping, key) : null;
        }

        if (parent is not YamlSequence sequence || Index(key, sequence.Items.Count - 1) is not { } index)
        {
            return null;
        }

        var items = sequence.Items.ToList();
        items.RemoveAt(index);
        return NodeEdit.WithItems(sequence, items.ToArray());
    }

    private static YamlNode? Replace(YamlNode parent, string key, YamlNode value)
    {
        if (parent is YamlMapping mapping)
        {
            return NodeEdit.Set(mapping, key, value, value.Span);
        }

        if (parent is not YamlSequence sequence || Index(key, sequence.Items.Count - 1) is not { } index)
        {
            return null;
        }

        var items = sequence.Items.ToArray();
        items[index] = value;
        return NodeEdit.WithItems(sequence, items);
    }

    private static YamlNode? Get(YamlNode root, IReadOnlyList<string> path)
    {
        YamlNode? node = root;
        for (var i = 0; i < path.Count; i++)
        {
            var segment = path[i];
            node = node switch
            {
                YamlMapping mapping => mapping[segment] ?? (i == path.Count - 1 ? new YamlScalar(mapping.Span, "null") : null),
                YamlSequence sequence when Index(segment, sequence.Items.Count - 1) is { } index => sequence.Items[index],
                _ => null,
            };
        }

        return node;
    }

    private static int? Index(string segment, int last)
    {
        if (!int.TryParse(segment, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var index))
        {
            return null;
        }

        index = index < 0 ? index + last + 1 : index;
        return index >= 0 && index <= last ? index : null;
    }
}
