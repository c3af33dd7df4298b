using SvcLint.Kustomize;
using SvcLint.Yaml;

namespace SvcLint.Cluster.Applications;

/// <summary>The <c>kustomize</c> options of an Application as the kustomization that Argo CD edits.</summary>
internal static class ArgoOverlay
{
    private static readonly string[] Same = ["namePrefix", "nameSuffix", "namespace", "replicas", "patches"];

    public static YamlMapping? Of(YamlMapping? options, string folder)
    {
        if (options is null)
        {
            return null;
        }

        var overlay = NodeEdit.EmptyMapping(options.FirstLine);
        foreach (var name in Same)
        {
            if (options.TryGet(name, out var entry) && !NodeEdit.IsNullOrEmpty(entry.Value))
            {
                overlay = NodeEdit.Set(overlay, entry);
            }
        }

        if (options["images"] is YamlSequence images)
        {
            overlay = NodeEdit.Set(overlay, "images", new YamlSequence(images.Span, [.. images.Items.OfType<YamlScalar>().Select(Image)]), images.FirstLine);
        }

        if (options["components"] is YamlSequence components)
        {
            overlay = NodeEdit.Set(overlay, "components", new YamlSequence(components.Span, [.. components.Items.OfType<YamlScalar>().Select(c => NodeEdit.WithValue(c, VirtualFiles.Reference(folder) + "/" + c.Value))]), components.FirstLine);
        }

        if (options["commonLabels"] is YamlMapping { Entries.Count: > 0 } labels)
        {
            overlay = options["labelWithoutSelector"] is YamlScalar { Value: "true" }
                ? NodeEdit.Set(overlay, "labels", new YamlSequence(labels.Span, [MadeNode.Mapping(labels.FirstLine, ("pairs", labels))]), labels.FirstLine)
                : NodeEdit.Set(overlay, "commonLabels", labels, labels.FirstLine);
        }

        return options["commonAnnotations"] is YamlMapping { Entries.Count: > 0 } annotations ? NodeEdit.Set(overlay, "commonAnnotations", annotations, annotations.FirstLine) : overlay;
    }

    // "name=registry/other:tag" or "name:tag".
    private static YamlNode Image(YamlScalar written)
    {
        var text = written.Value;
        var equals = text.IndexOf('=');
        var target = equals < 0 ? text : text.Substring(equals + 1);
        var at = target.IndexOf('@');
        var tag = at < 0 && target.LastIndexOf(':') is var colon && colon > target.LastIndexOf('/') ? colon : -1;
        var name = target.Substring(0, at >= 0 ? at : tag >= 0 ? tag : target.Length);
        YamlScalar Part(string value) => NodeEdit.Text(written.Span, value);
        return MadeNode.Mapping(
            written.Span,
            ("name", Part(equals < 0 ? name : text.Substring(0, equals))),
            ("newName", equals < 0 ? null : Part(name)),
            ("newTag", tag < 0 ? null : Part(target.Substring(tag + 1))),
            ("digest", at < 0 ? null : Part(target.Substring(at + 1))));
    }
}
