using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Kustomize;

/// <summary>What tells one object from another. <paramref name="Namespace"/> is never empty: see <see cref="Resource.NoNamespace"/>.</summary>
internal readonly record struct ResourceId(Gvk Gvk, string Name, string Namespace)
{
    public static ResourceId Of(Gvk gvk, string name, string @namespace) =>
        new(gvk, name, gvk.IsClusterScoped ? Resource.NoNamespace : @namespace.Length == 0 ? "default" : @namespace);

    public bool IsClusterScoped => Gvk.IsClusterScoped;

    public override string ToString() => Gvk.Kind + " " + Name;
}

/// <summary>An object on its way through a build: its current nodes, and the names that references to it may still use.</summary>
internal sealed class Resource(YamlMapping root, string path)
{
    public const string NoNamespace = "_non_namespaceable_";

    private YamlMapping _root = root;
    private ResourceId? _id;

    public YamlMapping Root
    {
        get => _root;
        set
        {
            if (!ReferenceEquals(_root, value))
            {
                _root = value;
                _id = null;
            }
        }
    }

    public string Path { get; private init; } = path;

    /// <summary>Oldest first.</summary>
    public List<ResourceId> PreviousIds { get; private init; } = [];

    public List<string> Prefixes { get; private init; } = [];

    public List<string> Suffixes { get; private init; } = [];

    /// <summary>A hash of its content will end its name.</summary>
    public bool NeedsHash { get; set; }

    public Gvk Gvk => Id.Gvk;

    public string Name => NodeEdit.Metadata(Root, "name");

    /// <summary>As written; may be empty.</summary>
    public string Namespace => NodeEdit.Metadata(Root, "namespace");

    public ResourceId Id => _id ??= IdOf(Root);

    public ResourceId OriginalId => PreviousIds.Count > 0 ? PreviousIds[0] : Id;

    /// <summary>A CustomResourceDefinition of which the head alone was read: what a patch would find in it is not known, and concerns no Service.</summary>
    public bool IsHeadAlone => Gvk.Kind == "CustomResourceDefinition" && (Root["spec"] as YamlMapping)?["group"] is null;

    public bool HasId(Func<ResourceId, bool> matches) => PreviousIds.Exists(id => matches(id)) || matches(Id);

    public void RememberId() => PreviousIds.Add(Id);

    public void Rename(string name)
    {
        var scalar = Root["metadata"] is YamlMapping metadata ? metadata["name"] as YamlScalar : null;
        Root = NodeEdit.SetMetadata(Root, "name", scalar is null ? NodeEdit.Text(Root.Span, name) : NodeEdit.WithValue(scalar, name), Root.Span);
    }

    /// <summary>Other nodes in this resource's place: a generator that merges or replaces.</summary>
    public Resource Successor(YamlMapping root, string path, bool needsHash) => new(root, path)
    {
        PreviousIds = PreviousIds,
        Prefixes = Prefixes,
        Suffixes = Suffixes,
        NeedsHash = needsHash,
    };

    public static ResourceId IdOf(YamlMapping root) =>
        ResourceId.Of(Gvk.Of(Text(root, "apiVersion"), Text(root, "kind")), NodeEdit.Metadata(root, "name"), NodeEdit.Metadata(root, "namespace"));

    /// <summary>Where a message about the object points.</summary>
    public static SourceSpan NameSpan(YamlMapping root) =>
        root["metadata"] is YamlMapping metadata && metadata["name"] is { } name ? name.Span : root.Span;

    private static string Text(YamlMapping mapping, string name) => mapping[name] is YamlScalar scalar && !NodeEdit.IsNull(scalar) ? scalar.Value : "";
}
