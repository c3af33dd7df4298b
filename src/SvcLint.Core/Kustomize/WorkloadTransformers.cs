using SvcLint.Yaml;

namespace SvcLint.Kustomize;

/// <summary><c>replicas</c>.</summary>
internal static class ReplicaTransformer
{
    public static void Apply(NameIndex names, KustomizationReader replica, IReadOnlyList<FieldSpec> specs, BuildLog log)
    {
        replica.Only("name", "count");
        if (replica.Text("name") is not { } name)
        {
            log.Invalid(replica.Span, "an entry of replicas has no name");
            return;
        }

        var count = replica.Number("count");
        var value = NodeEdit.Int(count?.Span ?? name.Span, count?.Value ?? "0");
        var edit = new FieldEdit(node => node is YamlScalar ? value : null, NodeShape.Scalar, replica.Span);
        var found = false;
        foreach (var spec in specs)
        {
            foreach (var resource in names.ByAnyId(name.Value, id => id.Gvk.IsSelectedBy(spec.Gvk)))
            {
                found = true;
                edit.Apply(resource, spec);
            }
        }

        if (!found)
        {
            log.Invalid(name.Span, $"replicas: no workload is named {name.Value}");
        }
    }
}
