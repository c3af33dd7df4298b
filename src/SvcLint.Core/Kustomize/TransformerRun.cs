namespace SvcLint.Kustomize;

/// <summary>The transformers of one kustomization, in the order that kustomize has for them.</summary>
internal sealed class TransformerRun(Kustomization kustomization, ResourceList resources, TransformerConfig config, BuildLog log)
{
    public void Run()
    {
        var root = kustomization.Root;
        var patches = new PatchTransformer(resources, kustomization.Source, log);
        foreach (var patch in root.Texts("patchesStrategicMerge"))
        {
            patches.ApplyMergePatch(patch);
        }

        // Plain strings are the form of kustomize before version 4: files or texts of strategic merge patches.
        foreach (var patch in root.Scalars("patches"))
        {
            log.Invalid(patch.Span, "a patch is '- path: FILE' or '- patch: TEXT' since kustomize 4");
            patches.ApplyMergePatch(patch);
        }

        foreach (var patch in root.Items("patches", scalarsToo: true))
        {
            patches.ApplyPatch(patch);
        }

        if (root.Text("namespace") is { } name)
        {
            NamespaceTransformer.Apply(resources, name, config.Namespace, log);
        }

        if (root.Text("namePrefix") is { } prefix)
        {
            NameTransformer.Apply(resources, prefix, isPrefix: true, config.NamePrefix, log);
        }

        if (root.Text("nameSuffix") is { } suffix)
        {
            NameTransformer.Apply(resources, suffix, isPrefix: false, config.NameSuffix, log);
        }

        RunLabels(root);
        // Names have changed since.
        patches = new PatchTransformer(resources, kustomization.Source, log);
        foreach (var patch in root.Items("patchesJson6902"))
        {
            patches.ApplyJsonPatch(patch);
        }

        NameIndex? names = null;
        foreach (var replica in root.Items("replicas"))
        {
            ReplicaTransformer.Apply(names ??= new NameIndex(resources), replica, config.Replicas, log);
        }

        ImageTransformer.Apply(resources, [.. root.Items("images"), .. root.Items("imageTags")], config.Images, log);
        var replacements = new ReplacementTransformer(resources, kustomization.Source, log);
        foreach (var replacement in root.Items("replacements"))
        {
            replacements.Apply(replacement);
        }
    }

    private void RunLabels(KustomizationReader root)
    {
        foreach (var label in root.Items("labels"))
        {
            LabelTransformer.Apply(resources, label.Pairs("pairs"), LabelTransformer.Specs(label, config), label.Span, log);
        }

        LabelTransformer.Apply(resources, root.Pairs("commonLabels"), config.CommonLabels, root.KeyOf("commonLabels"), log);
        LabelTransformer.Apply(resources, root.Pairs("commonAnnotations"), config.CommonAnnotations, root.KeyOf("commonAnnotations"), log);
    }
}
