using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Kustomize;

/// <summary>Reads kustomizations with all that they include and runs their transformers, in kustomize's own order.</summary>
internal sealed class Accumulator(IKustomizeFiles files, BuildLog log)
{
    private const int MaxDepth = 50;
    private const int MaxKustomizations = 2000;

    private readonly List<KustomizationReader> _vars = [];
    private int _count;

    /// <summary>The field tables of the root: its own and those of everything it includes.</summary>
    public TransformerConfig Config { get; private set; } = TransformerConfig.Default;

    public bool IsComponent { get; private set; }

    public ResourceList? AccumulateRoot(string path)
    {
        if (Kustomization.Read(path, files, log) is not { } kustomization)
        {
            return null;
        }

        IsComponent = kustomization.IsComponent;
        var resources = new ResourceList(log);
        Config = Accumulate(kustomization, resources, TransformerConfig.Default, [kustomization.Source.Folder]);
        return resources;
    }

    /// <summary>A variable whose object is nowhere ends the build, whether or not somebody uses it.</summary>
    public void CheckVars(ResourceList resources)
    {
        foreach (var variable in _vars)
        {
            if (variable.Nested("objref") is { } reference && reference.Text("kind") is { } kind && reference.Text("name") is { } name
                && !resources.Items.Any(r => r.HasId(id => id.Gvk.Kind == kind.Value && id.Name == name.Value)))
            {
                log.Invalid(name.Span, $"no {kind.Value} {name.Value} for the variable {variable.TextOrEmpty("name")}");
            }
        }
    }

    private TransformerConfig Accumulate(Kustomization kustomization, ResourceList resources, TransformerConfig config, IReadOnlyList<string> ancestors)
    {
        _count++;
        var root = kustomization.Root;
        var ids = resources.Ids();
        foreach (var reference in root.Texts("resources").Concat(root.Texts("bases")))
        {
            config = config.Merge(Include(kustomization, reference, resources, ids, ancestors));
        }

        config = config.Merge(Configurations(kustomization));
        kustomization.LogUnsupported(log);
        _vars.AddRange(root.Items("vars"));
        var generator = new Generator(resources, kustomization.Source, kustomization.Path, root.Nested("generatorOptions"), log);
        foreach (var args in root.Items("configMapGenerator"))
        {
            generator.Apply(args, isSecret: false);
        }

        foreach (var args in root.Items("secretGenerator"))
        {
            generator.Apply(args, isSecret: true);
        }

        foreach (var reference in root.Texts("components"))
        {
            config = config.Merge(IncludeComponent(kustomization, reference, resources, config, ancestors));
        }

        new TransformerRun(kustomization, resources, config, log).Run();
        return config;
    }

    private TransformerConfig Configurations(Kustomization kustomization)
    {
        var config = TransformerConfig.Default;
        foreach (var reference in kustomization.Root.Texts("configurations"))
        {
            foreach (var document in kustomization.Source.Documents(reference, KustomizeRole.Configuration) ?? [])
            {
                if (document.Root is YamlMapping mapping)
                {
                    config = config.Merge(TransformerConfig.Read(new KustomizationReader(mapping, log)));
                }
                else if (document.Problem is { } problem)
                {
                    log.Unreadable(problem);
                }
            }
        }

        return config;
    }

    // A file of objects, else a folder with a kustomization.
    private TransformerConfig Include(Kustomization parent, YamlScalar reference, ResourceList resources, HashSet<ResourceId> ids, IReadOnlyList<string> ancestors)
    {
        var path = RelativePath.IsRemote(reference.Value) ? null : RelativePath.Resolve(parent.Source.Folder, reference.Value);
        if (path is { Length: > 0 } && files.Documents(path) is { } documents)
        {
            log.Used(path, KustomizeRole.Resource);
            resources.Append(Objects(documents, path), ids, reference.Span);
            return TransformerConfig.Default;
        }

        if (Open(parent, reference, ancestors, isComponent: false) is not { } child)
        {
            return TransformerConfig.Default;
        }

        var own = new ResourceList(log);
        var config = Accumulate(child, own, TransformerConfig.Default, [.. ancestors, child.Source.Folder]);
        resources.Append(own.Items, ids, reference.Span);
        return config;
    }

    // A component works on what its parent has gathered so far.
    private TransformerConfig IncludeComponent(
        Kustomization parent, YamlScalar reference, ResourceList resources, TransformerConfig config, IReadOnlyList<string> ancestors) =>
        Open(parent, reference, ancestors, isComponent: true) is { } child
            ? Accumulate(child, resources, config, [.. ancestors, child.Source.Folder])
            : config;

    private Kustomization? Open(Kustomization parent, YamlScalar reference, IReadOnlyList<string> ancestors, bool isComponent)
    {
        var folder = RelativePath.IsRemote(reference.Value) ? null : RelativePath.Resolve(parent.Source.Folder, reference.Value);
        if (folder is null)
        {
            parent.Source.LogMissing(reference.Span, reference.Value);
            return null;
        }

        if (ancestors.Any(a => RelativePath.IsSameOrInside(a, folder)))
        {
            log.Invalid(reference.Span, "a kustomization that includes itself");
            return null;
        }

        if (ancestors.Count >= MaxDepth || _count >= MaxKustomizations)
        {
            log.BeyondLimit(reference.Span, $"more than {MaxKustomizations} kustomizations, or more than {MaxDepth} inside one another");
            return null;
        }

        var names = Kustomizer.FileNames.Select(n => RelativePath.Combine(folder, n)).Where(p => files.Documents(p) is not null).ToArray();
        if (names.Length == 0)
        {
            parent.Source.LogMissing(reference.Span, reference.Value);
            return null;
        }

        if (names.Length > 1)
        {
            log.Invalid(reference.Span, "several kustomization files in one folder");
        }

        var child = Kustomization.Read(names[0], files, log);
        if (child is not null && child.IsComponent != isComponent)
        {
            log.Invalid(reference.Span, isComponent ? "a kustomization where a component must stand" : "a component stands under components, not here");
            return null;
        }

        return child;
    }

    private IEnumerable<Resource> Objects(IReadOnlyList<YamlResult> documents, string path)
    {
        foreach (var document in documents)
        {
            if (document.Problem is { } problem)
            {
                log.Unreadable(problem);
            }

            foreach (var root in document.Root is { } node ? KustomizationSource.Objects(node, log) : [])
            {
                yield return new Resource(root, path);
            }
        }
    }
}
