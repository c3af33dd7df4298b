using SvcLint.Kustomize;
using SvcLint.Yaml;

namespace SvcLint.Core.Tests.Kustomize;

/// <summary>Compares objects as the API server reads them: a null field is an absent one.</summary>
internal static class SemanticDiff
{
    /// <summary>The first difference, or null.</summary>
    public static string? Between(IReadOnlyList<YamlMapping> expected, IReadOnlyList<YamlMapping> actual)
    {
        var left = actual.ToLookup(Name);
        var right = expected.ToLookup(Name);
        foreach (var name in left.Select(g => g.Key).Union(right.Select(g => g.Key)))
        {
            if (left[name].Count() != right[name].Count())
            {
                return $"{name}: {left[name].Count()} times, expected {right[name].Count()}";
            }

            foreach (var (mine, theirs) in left[name].Zip(right[name]))
            {
                if (Between(theirs, mine, name) is { } difference)
                {
                    return difference;
                }
            }
        }

        return null;
    }

    public static string Name(YamlMapping root) =>
        $"{root["apiVersion"]} {root["kind"]} {NodeEdit.Metadata(root, "namespace")}/{NodeEdit.Metadata(root, "name")}";

    private static string? Between(YamlNode? expected, YamlNode? actual, string path)
    {
        if (NodeEdit.IsNull(expected) || NodeEdit.IsNull(actual))
        {
            return NodeEdit.IsNull(expected) && NodeEdit.IsNull(actual) ? null : $"{path}: {Show(actual)}, expected {Show(expected)}";
        }

        switch (expected, actual)
        {
            case (YamlMapping x, YamlMapping y):
                foreach (var name in x.Entries.Concat(y.Entries).Select(e => e.Name!).Distinct())
                {
                    if (Between(x[name], y[name], path + "/" + name) is { } difference)
                    {
                        return difference;
                    }
                }

                return null;
            case (YamlSequence x, YamlSequence y):
                for (var i = 0; i < Math.Max(x.Items.Count, y.Items.Count); i++)
                {
                    if (Between(x.Items.ElementAtOrDefault(i), y.Items.ElementAtOrDefault(i), path + "/" + i) is { } difference)
                    {
                        return difference;
                    }
                }

                return null;
            default:
                return NodeEquality.Equal(expected, actual) ? null : $"{path}: {Show(actual)}, expected {Show(expected)}";
        }
    }

    private static string Show(YamlNode? node) => node switch
    {
        null => "nothing",
        YamlScalar scalar => $"{scalar.Resolve().Kind} {scalar.Value}",
        YamlSequence sequence => $"a list of {sequence.Items.Count}",
        _ => "a mapping",
    };
}
