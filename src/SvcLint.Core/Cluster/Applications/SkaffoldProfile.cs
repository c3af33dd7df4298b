using SvcLint.Kustomize;
using SvcLint.Yaml;

namespace SvcLint.Cluster.Applications;

/// <summary>What a profile makes of a skaffold.yaml: each of its fields replaces the file's own, then its JSON patches are applied.</summary>
internal static class SkaffoldProfile
{
    private static readonly string[] Sections = ["deploy", "manifests"];

    /// <summary>False for profiles that only build or test in another way.</summary>
    public static bool ChangesWhatIsDeployed(YamlMapping profile) =>
        Sections.Any(s => profile[s] is YamlMapping { Entries.Count: > 0 }) || Patches(profile).Any();

    /// <summary>The file with the profile; null where a patch does not fit.</summary>
    public static YamlMapping? Apply(YamlMapping root, YamlMapping profile)
    {
        foreach (var section in Sections)
        {
            foreach (var entry in (profile[section] as YamlMapping)?.Entries ?? [])
            {
                var own = root[section] as YamlMapping ?? NodeEdit.EmptyMapping(entry.Key.Span);
                root = NodeEdit.Set(root, section, NodeEdit.Set(own, entry), entry.Key.Span);
            }
        }

        var operations = Patches(profile).ToArray();
        if (operations.Length == 0)
        {
            return root;
        }

        var patch = JsonPatch.Read(new YamlSequence(profile.FirstLine, operations), new BuildLog());
        return patch?.Apply(root, out var refused) is { } changed && refused is null ? changed : null;
    }

    // Those of other parts of the file change nothing that is deployed; without "op" a value is replaced.
    private static IEnumerable<YamlMapping> Patches(YamlMapping profile) =>
        from patch in (profile["patches"] as YamlSequence)?.Items.OfType<YamlMapping>() ?? []
        where patch["path"] is YamlScalar path && Sections.Any(s => path.Value.StartsWith("/" + s, StringComparison.Ordinal))
        select patch["op"] is null ? NodeEdit.Set(patch, "op", NodeEdit.Text(patch.FirstLine, "replace"), patch.FirstLine) : patch;
}
