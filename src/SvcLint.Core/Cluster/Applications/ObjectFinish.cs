using SvcLint.Kustomize;
using SvcLint.Yaml;

namespace SvcLint.Cluster.Applications;

/// <summary>What Flux does to each object at the end: variables are replaced, and common labels and annotations are set.</summary>
internal sealed record ObjectFinish(Substitution? Substitution, YamlMapping? CommonMetadata)
{
    private static readonly string[] Fields = ["labels", "annotations"];

    public YamlMapping Apply(YamlMapping root)
    {
        root = Substitution?.Apply(root) ?? root;
        foreach (var field in Fields)
        {
            if (CommonMetadata?[field] is YamlMapping { Entries.Count: > 0 } more)
            {
                var own = (root["metadata"] as YamlMapping)?[field] as YamlMapping;
                root = NodeEdit.SetMetadata(root, field, own is null ? more : Generators.Union(own, more), more.FirstLine);
            }
        }

        return root;
    }
}
