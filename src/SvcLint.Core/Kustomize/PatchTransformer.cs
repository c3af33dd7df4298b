using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Kustomize;

/// <summary><c>patches</c>, <c>patchesStrategicMerge</c> and <c>patchesJson6902</c>.</summary>
internal sealed class PatchTransformer(ResourceList resources, KustomizationSource source, BuildLog log)
{
    private NameIndex? _names;

    private NameIndex Names => _names ??= new NameIndex(resources);

    /// <summary>An entry of <c>patches</c>: strategic merge or JSON, from a file or inline, for one target or for whatever it names.</summary>
    public void ApplyPatch(KustomizationReader patch)
    {
        patch.Only("path", "patch", "target", "options");
        var content = patch.Text("patch");
        var path = patch.Text("path");
        if ((content is null) == (path is null))
        {
            log.Invalid(patch.Span, "a patch needs either path or patch");
            return;
        }

        if ((content is null ? source.Documents(path!, KustomizeRole.Patch) : KustomizationSource.Inline(content)) is not { } documents)
        {
            return;
        }

        var target = patch.Nested("target");
        if (documents.Count > 0 && documents[0].Root is YamlSequence operations)
        {
            ApplyJson(operations, target, patch.Span, rename: true);
        }
        else
        {
            ApplyStrategicMerge(documents, target, patch, path?.Span ?? content!.Span);
        }
    }

    /// <summary>An entry of <c>patchesJson6902</c>.</summary>
    public void ApplyJsonPatch(KustomizationReader patch)
    {
        patch.Only("path", "patch", "target", "options");
        var path = patch.Text("path");
        var content = path ?? patch.Text("patch");
        var target = patch.Nested("target");
        if (content is null || target?.Text("name") is null)
        {
            log.Invalid(patch.Span, "a JSON patch needs a target with a name, and path or patch");
            return;
        }

        if ((path is null ? KustomizationSource.Inline(content) : source.Documents(path, KustomizeRole.Patch)) is { } documents)
        {
            if (documents.Count > 0 && documents[0].Root is YamlSequence operations)
            {
                ApplyJson(operations, target, patch.Span, rename: false);
            }
            else
            {
                log.Invalid(documents.Count > 0 && documents[0].Problem is { } problem ? problem.Span : content.Span, "not a list of JSON patch operations");
            }
        }
    }

    /// <summary>An entry of <c>patchesStrategicMerge</c>: a file, or the patch itself.</summary>
    public void ApplyMergePatch(YamlScalar entry)
    {
        var inline = KustomizationSource.Inline(entry);
        var documents = inline.Count > 0 && inline[0].Root is YamlMapping ? inline : source.Documents(entry, KustomizeRole.Patch);
        foreach (var root in Patches(documents ?? [], entry.Span))
        {
            Apply(root, FindTarget(root, entry.Span), default);
        }
    }

    private void ApplyJson(YamlSequence operations, KustomizationReader? target, SourceSpan span, bool rename)
    {
        if (target is null)
        {
            log.Invalid(span, "a JSON patch needs a target");
            return;
        }

        if (JsonPatch.Read(operations, log) is not { } patch || PatchTarget.Read(target, log) is not { } selector)
        {
            return;
        }

        foreach (var resource in selector.Select(resources, Names).Where(r => !r.IsHeadAlone))
        {
            var before = resource.Id;
            if (rename)
            {
                resource.RememberId();
            }

            var root = WithAnnotations(resource, operations.Span);
            var patched = patch.Apply(root, out var problem);
            if (problem is { } refused)
            {
                log.Invalid(refused.Span, refused.Reason);
            }
            else
            {
                resource.Root = patched;
                Names.Renamed(resource, before);
            }
        }
    }

    // kustomize notes earlier names in annotations, so a renamed object has some: a patch may add to them.
    private static YamlMapping WithAnnotations(Resource resource, SourceSpan origin) =>
        resource.PreviousIds.Count > 0 && resource.Root["metadata"] is YamlMapping metadata && NodeEdit.IsNull(metadata["annotations"])
            ? NodeEdit.SetMetadata(resource.Root, "annotations", NodeEdit.EmptyMapping(origin), origin)
            : resource.Root;

    private void ApplyStrategicMerge(IReadOnlyList<YamlResult> documents, KustomizationReader? target, KustomizationReader patch, SourceSpan span)
    {
        var options = patch.Nested("options");
        var changes = (Name: options?.Flag("allowNameChange") == true, Kind: options?.Flag("allowKindChange") == true);
        var patches = Patches(documents, span);
        if (target is null)
        {
            foreach (var root in patches)
            {
                Apply(root, FindTarget(root, span), changes);
            }

            return;
        }

        if (patches.Count != 1)
        {
            log.Invalid(target.Span, "a target goes with exactly one strategic merge patch");
            return;
        }

        foreach (var resource in PatchTarget.Read(target, log)?.Select(resources, Names) ?? [])
        {
            Apply(patches[0], resource, changes);
        }
    }

    private List<YamlMapping> Patches(IReadOnlyList<YamlResult> documents, SourceSpan span)
    {
        var patches = new List<YamlMapping>();
        foreach (var document in documents)
        {
            if (document.Problem is { } problem)
            {
                log.Invalid(problem.Span, problem.Message);
            }
            else if (document.Root is not null)
            {
                patches.AddRange(KustomizationSource.Objects(document.Root, log));
            }
        }

        if (documents.Count == 0)
        {
            log.Invalid(span, "the patch is empty");
        }

        return patches;
    }

    private Resource? FindTarget(YamlMapping patch, SourceSpan span)
    {
        var id = Resource.IdOf(patch);
        var found = Names.ByAnyId(id.Name, other => other == id);
        if (found.Count != 1)
        {
            log.Invalid(span, found.Count == 0 ? $"no {id} to patch" : $"{id} to patch is there {found.Count} times");
            return null;
        }

        return found[0];
    }

    private void Apply(YamlMapping patch, Resource? resource, (bool Name, bool Kind) changes)
    {
        if (resource is null)
        {
            return;
        }

        var merged = StrategicMerge.Apply(resource.Root, patch, out var problem);
        if (problem is not null)
        {
            log.Invalid(Resource.NameSpan(patch), problem);
        }
        else if (merged is null || merged.Entries.Count == 0)
        {
            Names.Remove(resource);
            resources.Remove(resource);
        }
        else
        {
            if (changes.Name || changes.Kind)
            {
                resource.RememberId();
            }

            var before = resource.Id;
            resource.Root = KeepIdentity(resource.Root, merged, changes);
            Names.Renamed(resource, before);
        }
    }

    private static YamlMapping KeepIdentity(YamlMapping old, YamlMapping merged, (bool Name, bool Kind) changes)
    {
        merged = Keep(old, merged, "apiVersion");
        merged = changes.Kind ? merged : Keep(old, merged, "kind");
        if (old["metadata"] is not YamlMapping metadata)
        {
            return merged;
        }

        var kept = merged["metadata"] as YamlMapping ?? NodeEdit.EmptyMapping(metadata.Span);
        kept = changes.Name ? kept : Keep(metadata, kept, "name");
        kept = Keep(metadata, kept, "namespace");
        return NodeEdit.Set(merged, "metadata", kept, metadata.Span);
    }

    private static YamlMapping Keep(YamlMapping old, YamlMapping merged, string field) =>
        old.TryGet(field, out var entry) ? NodeEdit.Set(merged, entry) : NodeEdit.Remove(merged, field);
}
