using SvcLint.Yaml;

namespace SvcLint.Kustomize;

/// <summary>Equality of values as JSON has it: styles, spans and the order of fields do not count.</summary>
internal static class NodeEquality
{
    public static bool Equal(YamlNode? a, YamlNode? b)
    {
        if (NodeEdit.IsNull(a) || NodeEdit.IsNull(b))
        {
            return NodeEdit.IsNull(a) && NodeEdit.IsNull(b);
        }

        return (a, b) switch
        {
            (YamlScalar x, YamlScalar y) => Equal(x.Resolve(), y.Resolve()),
            (YamlSequence x, YamlSequence y) => x.Items.Count == y.Items.Count && Enumerable.Range(0, x.Items.Count).All(i => Equal(x.Items[i], y.Items[i])),
            (YamlMapping x, YamlMapping y) => x.Entries.Count == y.Entries.Count
                && x.Entries.All(e => e.Name is { } name && y.TryGet(name, out var other) && Equal(e.Value, other.Value)),
            _ => false,
        };
    }

    private static bool Equal(ScalarValue a, ScalarValue b) => (a.Kind, b.Kind) switch
    {
        (ScalarKind.Bool, ScalarKind.Bool) => a.Bool == b.Bool,
        (ScalarKind.String, ScalarKind.String) => a.Text == b.Text,
        (ScalarKind.Int or ScalarKind.Float, ScalarKind.Int or ScalarKind.Float) => a.Int is { } x && b.Int is { } y ? x == y : a.Float.Equals(b.Float),
        _ => false,
    };
}
