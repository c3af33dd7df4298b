using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Kustomize;

/// <summary><c>namespace</c>: every namespaced object, the subjects named <c>default</c> of role bindings, and what the field specs add.</summary>
internal static class NamespaceTransformer
{
    public static void Apply(ResourceList resources, YamlScalar name, IReadOnlyList<FieldSpec> specs, BuildLog log)
    {
        var value = NodeEdit.AsText(name);
        var edit = new FieldEdit(node => node is YamlScalar ? value : null, NodeShape.Scalar, name.Span);
        var metadata = FieldSpec.Any("metadata/namespace", create: true);
        foreach (var resource in resources.Items)
        {
            resource.RememberId();
            if (!resource.Gvk.IsClusterScoped)
            {
                edit.Apply(resource, metadata);
            }

            var isBinding = resource.Gvk.Kind is "RoleBinding" or "ClusterRoleBinding";
            if (isBinding)
            {
                SetSubjects(resource, value);
            }

            var isCore = resource.Gvk is { Group: "", Version: "v1" };
            foreach (var spec in specs)
            {
                if (spec.Path != metadata.Path && (spec.Path != "metadata/name" || isCore) && !(isBinding && spec.Path == "subjects/namespace"))
                {
                    edit.Apply(resource, spec);
                }
            }
        }

        if (edit.Problem is { } problem)
        {
            log.Invalid(name.Span, "namespace: " + problem);
        }

        if (resources.Items.Select(r => r.Id).Distinct().Count() < resources.Count)
        {
            log.Invalid(name.Span, "namespace makes two objects one");
        }
    }

    private static void SetSubjects(Resource resource, YamlScalar value)
    {
        if (resource.Root["subjects"] is not YamlSequence subjects)
        {
            return;
        }

        var items = subjects.Items.Select(item => item is YamlMapping subject && subject["name"] is YamlScalar { Value: "default" }
            ? NodeEdit.Set(subject, "namespace", value, value.Span)
            : item).ToArray();
        resource.Root = NodeEdit.Set(resource.Root, "subjects", NodeEdit.WithItems(subjects, items), subjects.Span);
    }
}

/// <summary><c>namePrefix</c> and <c>nameSuffix</c>.</summary>
internal static class NameTransformer
{
    // Longer than any name that a server takes; each object would hold a copy.
    private const int LongestAffix = 1024;

    public static void Apply(ResourceList resources, YamlScalar affix, bool isPrefix, IReadOnlyList<FieldSpec> specs, BuildLog log)
    {
        if (affix.Value.Length > LongestAffix)
        {
            log.BeyondLimit(affix.Span, $"a {(isPrefix ? "namePrefix" : "nameSuffix")} of more than {LongestAffix} characters");
            return;
        }

        var edit = new FieldEdit(
            node => node is YamlScalar scalar ? NodeEdit.WithValue(scalar, isPrefix ? affix.Value + scalar.Value : scalar.Value + affix.Value) : null,
            NodeShape.Scalar,
            affix.Span);
        foreach (var resource in resources.Items)
        {
            var gvk = resource.OriginalId.Gvk;
            if (KeepsName(gvk))
            {
                continue;
            }

            foreach (var spec in specs)
            {
                if (!gvk.IsSelectedBy(spec.Gvk))
                {
                    continue;
                }

                if (spec.Path == "metadata/name")
                {
                    (isPrefix ? resource.Prefixes : resource.Suffixes).Add(affix.Value);
                    resource.RememberId();
                }

                edit.Apply(resource, spec);
            }
        }

        if (edit.Problem is { } problem)
        {
            log.Invalid(affix.Span, problem);
        }
    }

    // Names that the API server dictates, and namespaces.
    private static bool KeepsName(Gvk gvk) =>
        gvk.Kind is "CustomResourceDefinition" or "Namespace" || gvk is { Group: "apiregistration.k8s.io", Kind: "APIService" };
}

/// <summary><c>labels</c>, <c>commonLabels</c> and <c>commonAnnotations</c>.</summary>
internal static class LabelTransformer
{
    /// <param name="resources">The objects.</param>
    /// <param name="pairs">Sorted by key.</param>
    /// <param name="specs">Which mappings get them.</param>
    /// <param name="span">Where a message points.</param>
    /// <param name="log">Problems.</param>
    public static void Apply(ResourceList resources, IReadOnlyList<YamlEntry> pairs, IReadOnlyList<FieldSpec> specs, SourceSpan span, BuildLog log)
    {
        foreach (var pair in pairs)
        {
            var entry = pair with { Value = NodeEdit.AsText((YamlScalar)pair.Value), Merged = false };
            var edit = new FieldEdit(node => node is YamlMapping map ? NodeEdit.Set(map, entry) : null, NodeShape.Mapping, entry.Span);
            foreach (var resource in resources.Items)
            {
                foreach (var spec in specs)
                {
                    edit.Apply(resource, spec);
                }
            }

            if (edit.Problem is { } problem)
            {
                log.Invalid(span, problem);
            }
        }
    }

    /// <summary>The fields that one entry of <c>labels</c> changes.</summary>
    public static IReadOnlyList<FieldSpec> Specs(KustomizationReader label, TransformerConfig config)
    {
        label.Only("pairs", "includeSelectors", "includeTemplates", "includeVolumeClaimTemplates", "fields");
        var specs = TransformerConfig.Merge(TransformerConfig.FieldSpecs(label, "fields"), config.Labels);
        if (label.Flag("includeSelectors"))
        {
            return TransformerConfig.Merge(specs, config.CommonLabels);
        }

        specs = label.Flag("includeTemplates") ? TransformerConfig.Merge(specs, config.TemplateLabels) : specs;
        return TransformerConfig.Merge(specs, [FieldSpecTables.MetadataLabels]);
    }
}
