using SvcLint.Charts.Templates;

namespace SvcLint.Charts.Functions;

/// <summary>Go's <c>reflect.DeepEqual</c>: the same types all the way down, so that int 1 is not float64 1.</summary>
internal static class DeepEquality
{
    private const int MaxDepth = 500;

    public static bool Equal(Execution execution, GoValue a, GoValue b, int depth = 0)
    {
        if (a is GoNil || b is GoNil)
        {
            return a is GoNil && b is GoNil;
        }

        if (a.Type.Name != b.Type.Name || depth > MaxDepth)
        {
            return false;
        }

        return (a, b) switch
        {
            (GoString left, GoString right) => left.Value == right.Value,
            (GoBool left, GoBool right) => left.Value == right.Value,
            (GoInt left, GoInt right) => left.Value == right.Value,
            (GoUint left, GoUint right) => left.Value == right.Value,
            // Not a number is not itself.
            (GoFloat left, GoFloat right) => left.Value == right.Value,
            (GoComplex left, GoComplex right) => left.Value == right.Value,
            (GoList left, GoList right) => left.IsNil == right.IsNil && left.Items.Count == right.Items.Count && AllEqual(execution, left.Items, right.Items, depth),
            (GoMap left, GoMap right) => Maps(execution, left, right, depth),
            (GoObject left, GoObject right) => left.IsNil == right.IsNil && left.Text == right.Text && left.Fields.Count == right.Fields.Count && AllEqual(execution, left.Fields, right.Fields, depth),
            _ => false,
        };
    }

    private static bool AllEqual(Execution execution, IReadOnlyList<GoValue> left, IReadOnlyList<GoValue> right, int depth)
    {
        for (var i = 0; i < left.Count; i++)
        {
            execution.Spend(1);
            if (!Equal(execution, left[i], right[i], depth + 1))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Maps(Execution execution, GoMap left, GoMap right, int depth)
    {
        if (left.IsNil != right.IsNil || left.Count != right.Count)
        {
            return false;
        }

        foreach (var key in left.SortedKeys)
        {
            execution.Spend(1);
            if (right[key] is not { } other || !Equal(execution, left[key]!, other, depth + 1))
            {
                return false;
            }
        }

        return true;
    }
}
