using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Kustomize;

/// <summary>The files that one kustomization names, relative to its folder; what is missing is logged.</summary>
internal sealed class KustomizationSource(string folder, IKustomizeFiles files, BuildLog log)
{
    public string Folder => folder;

    /// <summary>The documents of a file, or null when it is not there.</summary>
    public IReadOnlyList<YamlResult>? Documents(YamlScalar reference, KustomizeRole role)
    {
        if (Locate(reference.Value) is { } path && files.Documents(path) is { } documents)
        {
            log.Used(path, role);
            return documents;
        }

        LogMissing(reference.Span, reference.Value);
        return null;
    }

    public SourceText? Text(YamlScalar reference, string name)
    {
        if (Locate(name) is { } path && files.Text(path) is { } text)
        {
            log.Used(path, KustomizeRole.GeneratorSource);
            return text;
        }

        LogMissing(reference.Span, name);
        return null;
    }

    public static IReadOnlyList<YamlResult> Inline(YamlScalar text) => KustomizeFiles.Read(YamlReader.Embedded(text));

    /// <summary>The objects of a document, lists taken apart; one that kustomize would not take is logged.</summary>
    public static IEnumerable<YamlMapping> Objects(YamlNode document, BuildLog log)
    {
        var pending = new Queue<YamlNode>();
        pending.Enqueue(document);
        while (pending.Count > 0)
        {
            var node = pending.Dequeue();
            var id = node is YamlMapping root ? Resource.IdOf(root) : default;
            if (node is not YamlMapping mapping || id.Gvk.Kind.Length == 0)
            {
                if (!NodeEdit.IsNullOrEmpty(node))
                {
                    log.Invalid(node.Span, "not a Kubernetes object");
                }
            }
            else if (id.Gvk.Kind.EndsWith("List", StringComparison.Ordinal) && mapping.TryGet("items", out var items))
            {
                foreach (var item in (items.Value as YamlSequence)?.Items ?? [])
                {
                    pending.Enqueue(item);
                }
            }
            else
            {
                if (id.Name.Length == 0 && !id.Gvk.Kind.EndsWith("List", StringComparison.Ordinal))
                {
                    log.Invalid(mapping.Span, "an object without a name");
                }

                LogDuplicates(mapping, log);
                yield return mapping;
            }
        }
    }

    // kubectl takes the last of two equal keys; kustomize takes neither.
    private static void LogDuplicates(YamlNode node, BuildLog log)
    {
        switch (node)
        {
            case YamlMapping mapping:
                var names = new HashSet<string>(StringComparer.Ordinal);
                foreach (var entry in mapping.Entries)
                {
                    if (entry.Name is { } name && !names.Add(name))
                    {
                        log.Invalid(entry.Key.Span, "a key that is there twice: " + name);
                    }

                    LogDuplicates(entry.Value, log);
                }

                break;
            case YamlSequence sequence:
                foreach (var item in sequence.Items)
                {
                    LogDuplicates(item, log);
                }

                break;
        }
    }

    private string? Locate(string reference) => RelativePath.IsRemote(reference) ? null : RelativePath.Resolve(folder, reference);

    public void LogMissing(SourceSpan span, string reference)
    {
        if (RelativePath.IsRemote(reference))
        {
            log.Missing(span, "a remote base");
        }
        else if (RelativePath.Resolve(folder, reference) is { } path)
        {
            log.Missing(span, "a missing file: " + reference, path);
        }
        else
        {
            log.Missing(span, "a path outside the repository");
        }
    }
}
