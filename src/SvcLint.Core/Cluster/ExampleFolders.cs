using SvcLint.Model;

namespace SvcLint.Cluster;

/// <summary>What shows how things are done, and is not applied together: said by the names of folders and objects, or by what a folder holds.</summary>
internal static class ExampleFolders
{
    // Words that say that each file is an example of its own, once two of them declare the same object.
    private static readonly string[] Names = ["docs", "doc", "examples", "example", "samples", "sample"];

    private static readonly string[] Words = ["example", "examples", "sample", "demo", "tutorial"];

    /// <summary>True for <c>docs/config_examples/ingress</c>, <c>samples/web</c>.</summary>
    public static bool IsNamed(string folder) =>
        folder.Split(Text.RelativePath.Separator).Any(f => Array.Exists(Names, e => f.Equals(e, StringComparison.OrdinalIgnoreCase) || f.EndsWith("_" + e, StringComparison.OrdinalIgnoreCase) || f.EndsWith("-" + e, StringComparison.OrdinalIgnoreCase)));

    /// <summary>True for an object that is called one: <c>simple-fanout-example</c>.</summary>
    public static bool IsExample(string name) => name.Split('-').Any(w => Array.IndexOf(Words, w) >= 0);

    /// <summary>True for a folder that declares a policy more than once, each time alone in a file: a collection of which nobody applies all.</summary>
    public static bool IsOfPolicies(DeploymentUnit unit) =>
        unit.Kind == UnitKind.Folder && unit.Files.Count > 1 && unit.Files.Contains(unit.Name)
        && unit.Objects.Where(o => o.Span.Source.Path == unit.Name).All(o => o is NetworkPolicy);
}
