using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Rules.Api;

/// <summary>A document that is plainly a manifest but lacks apiVersion or kind: nobody can tell what to create from it.</summary>
public sealed class MissingKind : FileRule
{
    private static readonly string[] Kinds = ["Service", "Endpoints", "EndpointSlice", "NetworkPolicy", "PodTemplate"];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1006",
        Name = "missing-kind",
        Title = "A manifest lacks apiVersion or kind",
        Effect = "neither kubectl nor the API server can tell what the object is",
        Category = Category.Api,
        Severity = Severity.Error,
    };

    public override IEnumerable<Finding> Check(ParsedFile file)
    {
        foreach (var document in file.Documents)
        {
            if (document.Root is not YamlMapping root || Missing(root) is not { } missing || IsInOtherCase(root, missing))
            {
                continue;
            }

            var other = missing == "kind" ? "apiVersion" : "kind";
            root.TryGet(other, out var present);
            yield return Report(
                present.Key.Span,
                $"{missing} is missing beside {other} '{present.Value}'") with
            {
                Api = new ApiVerdict("", "Decode"),
            };
        }
    }

    // The API server finds out what an object is by keys in any case (apiversion): what becomes of it depends on the client then.
    private static bool IsInOtherCase(YamlMapping root, string key) =>
        root.Entries.Any(e => e.Name != key && string.Equals(e.Name, key, StringComparison.OrdinalIgnoreCase));

    private static string? Missing(YamlMapping root)
    {
        var apiVersion = Text(root["apiVersion"]);
        var kind = Text(root["kind"]);
        if ((apiVersion.Length == 0) == (kind.Length == 0))
        {
            return null;
        }

        if (GroupKind.GroupOf(apiVersion) == KubeProxyConfiguration.ApiGroup)
        {
            return "kind";
        }

        if (kind == "KubeProxyConfiguration")
        {
            return "apiVersion";
        }

        // Values files and tool configurations have one of the two as well, but no metadata beside a body.
        var isManifest = root["metadata"] is YamlMapping metadata && (metadata["name"] ?? metadata["generateName"]) is YamlScalar
            && (root["spec"] ?? root["subsets"] ?? root["endpoints"] ?? root["addressType"] ?? root["template"]) is not null;
        if (!isManifest)
        {
            return null;
        }

        return kind.Length == 0
            ? apiVersion is "v1" or "discovery.k8s.io/v1" or "networking.k8s.io/v1" ? "kind" : null
            : Kinds.Contains(kind) || NearMiss.Nearest(kind, Kinds) is not null ? "apiVersion" : null;
    }

    private static string Text(YamlNode? node) => node is YamlScalar scalar && scalar.Resolve().Kind != ScalarKind.Null ? scalar.Value : "";
}
