namespace SvcLint.Kustomize;

/// <summary>Which fields the transformers change: kustomize's own tables and what <c>configurations</c> add. Immutable.</summary>
internal sealed record TransformerConfig
{
    public static TransformerConfig Default { get; } = new()
    {
        NamePrefix = FieldSpecTables.Name,
        NameSuffix = FieldSpecTables.Name,
        Namespace = FieldSpecTables.Namespace,
        CommonLabels = FieldSpecTables.CommonLabels,
        TemplateLabels = FieldSpecTables.TemplateLabels,
        CommonAnnotations = FieldSpecTables.CommonAnnotations,
        Images = FieldSpecTables.Images,
        Replicas = FieldSpecTables.Replicas,
        NameReferences = NameReferenceTable.Default,
    };

    public IReadOnlyList<FieldSpec> NamePrefix { get; init; } = [];

    public IReadOnlyList<FieldSpec> NameSuffix { get; init; } = [];

    public IReadOnlyList<FieldSpec> Namespace { get; init; } = [];

    public IReadOnlyList<FieldSpec> CommonLabels { get; init; } = [];

    /// <summary>Applied by every entry of <c>labels</c>.</summary>
    public IReadOnlyList<FieldSpec> Labels { get; init; } = [];

    public IReadOnlyList<FieldSpec> TemplateLabels { get; init; } = [];

    public IReadOnlyList<FieldSpec> CommonAnnotations { get; init; } = [];

    public IReadOnlyList<FieldSpec> Images { get; init; } = [];

    public IReadOnlyList<FieldSpec> Replicas { get; init; } = [];

    public IReadOnlyList<NameReference> NameReferences { get; init; } = [];

    public TransformerConfig Merge(TransformerConfig other) => ReferenceEquals(this, other) ? this : new TransformerConfig
    {
        NamePrefix = Merge(NamePrefix, other.NamePrefix),
        NameSuffix = Merge(NameSuffix, other.NameSuffix),
        Namespace = Merge(Namespace, other.Namespace),
        CommonLabels = Merge(CommonLabels, other.CommonLabels),
        Labels = Merge(Labels, other.Labels),
        TemplateLabels = Merge(TemplateLabels, other.TemplateLabels),
        CommonAnnotations = Merge(CommonAnnotations, other.CommonAnnotations),
        Images = Merge(Images, other.Images),
        Replicas = Merge(Replicas, other.Replicas),
        NameReferences = Merge(NameReferences, other.NameReferences),
    };

    /// <summary>A spec that an earlier one covers adds nothing.</summary>
    public static IReadOnlyList<FieldSpec> Merge(IReadOnlyList<FieldSpec> specs, IReadOnlyList<FieldSpec> more)
    {
        if (ReferenceEquals(specs, more) || more.Count == 0)
        {
            return specs;
        }

        var result = specs.ToList();
        foreach (var spec in more)
        {
            if (!result.Exists(known => known.Path == spec.Path && known.Gvk.IsSelectedBy(spec.Gvk)))
            {
                result.Add(spec);
            }
        }

        return result.ToArray();
    }

    /// <summary>One file of <c>configurations</c>.</summary>
    public static TransformerConfig Read(KustomizationReader file) => new()
    {
        NamePrefix = FieldSpecs(file, "namePrefix"),
        NameSuffix = FieldSpecs(file, "nameSuffix"),
        Namespace = FieldSpecs(file, "namespace"),
        CommonLabels = FieldSpecs(file, "commonLabels"),
        Labels = FieldSpecs(file, "labels"),
        TemplateLabels = FieldSpecs(file, "templateLabels"),
        CommonAnnotations = FieldSpecs(file, "commonAnnotations"),
        Images = FieldSpecs(file, "images"),
        Replicas = FieldSpecs(file, "replicas"),
        NameReferences = [.. file.Items("nameReference").Select(item => new NameReference(item.Gvk(), FieldSpecs(item, "fieldSpecs")))],
    };

    public static IReadOnlyList<FieldSpec> FieldSpecs(KustomizationReader reader, string field) =>
        [.. reader.Items(field).Where(i => i.Text("path") is not null).Select(i => new FieldSpec(i.Text("path")!.Value, i.Gvk(), i.Flag("create")))];

    private static IReadOnlyList<NameReference> Merge(IReadOnlyList<NameReference> references, IReadOnlyList<NameReference> more)
    {
        if (ReferenceEquals(references, more) || more.Count == 0)
        {
            return references;
        }

        var result = references.ToList();
        foreach (var reference in more)
        {
            var known = result.FindIndex(r => r.Target == reference.Target);
            if (known < 0)
            {
                result.Add(reference);
            }
            else
            {
                result[known] = result[known] with { Referrers = Merge(result[known].Referrers, reference.Referrers) };
            }
        }

        return result.ToArray();
    }
}
