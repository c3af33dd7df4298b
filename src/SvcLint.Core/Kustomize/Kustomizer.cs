using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Kustomize;

/// <summary>
/// Builds a kustomization as <c>kubectl kustomize</c> does (5.5 to 5.7), on nodes whose spans stay. Pure and total: whatever
/// the files hold, it returns what it understood and says what not. Two permissions of the command that nearly every
/// repository with several folders is built with are taken for granted: files may lie outside the kustomization's folder, and
/// what <c>buildMetadata</c> would note in annotations is left out.
/// </summary>
public static class Kustomizer
{
    /// <summary>The names under which a kustomization is found; its content need not say what it is.</summary>
    public static IReadOnlyList<string> FileNames { get; } = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

    public static bool IsKustomizationFile(string path) => FileNames.Contains(RelativePath.FileName(path));

    /// <param name="kustomizationPath">The kustomization's file, relative to the repository with forward slashes.</param>
    /// <param name="files">The repository.</param>
    public static KustomizeBuild Build(string kustomizationPath, IKustomizeFiles files)
    {
        var log = new BuildLog();
        var objects = new List<KustomizeObject>();
        var accumulator = new Accumulator(files, log);
        if (accumulator.AccumulateRoot(kustomizationPath) is { } resources)
        {
            accumulator.CheckVars(resources);
            AddHashes(resources);
            NameReferenceTransformer.Apply(resources, accumulator.Config.NameReferences, log);
            resources.RemoveAll(IsLocal);
            foreach (var resource in resources.Items)
            {
                objects.Add(new KustomizeObject(PrintedForm.Of(resource.Root), resource.Path));
            }
        }

        return new KustomizeBuild(objects, log.Files, log.NotHandled) { IsComponent = accumulator.IsComponent };
    }

    private static void AddHashes(ResourceList resources)
    {
        foreach (var resource in resources.Items)
        {
            if (resource.NeedsHash)
            {
                resource.RememberId();
                resource.Rename(resource.Name + "-" + ContentHash.Of(resource.Root, resource.Gvk.Kind == "Secret"));
            }
        }
    }

    // Input of other tools that lies among the resources.
    private static bool IsLocal(Resource resource) =>
        resource.Root["metadata"] is YamlMapping metadata && metadata["annotations"] is YamlMapping annotations
        && annotations["config.kubernetes.io/local-config"] is YamlScalar { Value: not "false" };
}

/// <summary>
/// What kustomize prints reads other than what it was given: annotations are strings always, and the booleans of YAML 1.1
/// (<c>yes</c>, <c>on</c>) are strings for its reader.
/// </summary>
internal static class PrintedForm
{
    public static YamlMapping Of(YamlMapping root)
    {
        var printed = (YamlMapping)Strings(root);
        if (printed["metadata"] is not YamlMapping metadata || !metadata.TryGet("annotations", out var annotations))
        {
            return printed;
        }

        if (annotations.Value is not YamlMapping { Entries.Count: > 0 } map)
        {
            return NodeEdit.Set(printed, "metadata", NodeEdit.Remove(metadata, "annotations"), metadata.Span);
        }

        var entries = map.Entries.Select(e => e.Value is YamlScalar scalar ? e with { Value = NodeEdit.AsText(scalar) } : e).ToArray();
        return NodeEdit.SetMetadata(printed, "annotations", NodeEdit.WithEntries(map, entries), map.Span);
    }

    private static YamlNode Strings(YamlNode node)
    {
        switch (node)
        {
            case YamlMapping or YamlSequence:
                return NodeEdit.Map(node, key => key is YamlScalar name && name.KeyName != name.Value && NodeEdit.KindOf(name) == ScalarKind.String ? NodeEdit.AsText(name) : key, Strings);
            case YamlScalar scalar when NodeEdit.KindOf(scalar) == ScalarKind.String:
                return NodeEdit.AsText(scalar);
            default:
                return node;
        }
    }
}
