using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Kustomize;

/// <summary>One kustomization or component file.</summary>
internal sealed class Kustomization
{
    private const string Component = "Component";

    private static readonly HashSet<string> Fields = new(StringComparer.Ordinal)
    {
        "apiVersion", "kind", "metadata", "openapi", "namePrefix", "nameSuffix", "namespace", "commonLabels", "labels", "commonAnnotations",
        "patchesStrategicMerge", "patchesJson6902", "patches", "images", "imageTags", "replacements", "replicas", "vars", "sortOptions",
        "resources", "components", "crds", "bases", "configMapGenerator", "secretGenerator", "helmGlobals", "helmCharts",
        "helmChartInflationGenerator", "generatorOptions", "configurations", "generators", "transformers", "validators", "buildMetadata",
    };

    // What changes or adds objects in ways that are not followed. Validators change nothing.
    private static readonly (string Field, NotHandledKind Kind)[] Unfollowed =
    [
        ("openapi", NotHandledKind.UnsupportedValues), ("crds", NotHandledKind.UnsupportedValues), ("vars", NotHandledKind.UnsupportedValues), ("helmCharts", NotHandledKind.Unsupported),
        ("helmChartInflationGenerator", NotHandledKind.Unsupported), ("generators", NotHandledKind.Unsupported), ("transformers", NotHandledKind.Unsupported),
    ];

    private Kustomization(string path, KustomizationReader root, KustomizationSource source)
    {
        Path = path;
        Root = root;
        Source = source;
    }

    public string Path { get; }

    public KustomizationReader Root { get; }

    public KustomizationSource Source { get; }

    public bool IsComponent => (Root.Mapping["kind"] as YamlScalar)?.Value == Component;

    /// <summary>Null when it is not there or cannot be read, which is logged.</summary>
    public static Kustomization? Read(string path, IKustomizeFiles files, BuildLog log)
    {
        var document = files.Documents(path) is { Count: > 0 } documents ? documents[0] : null;
        if (document?.Root is not YamlMapping mapping)
        {
            var nowhere = new SourceText(path, "").Span(0, 0);
            if (document is null)
            {
                log.Missing(nowhere, "no kustomization");
            }
            else
            {
                if (document.Problem is { } problem)
                {
                    log.Unreadable(problem);
                }
                else
                {
                    log.Invalid(document.Root?.Span ?? nowhere, "not a kustomization");
                }
            }

            return null;
        }

        log.Used(path, KustomizeRole.Kustomization);
        var kustomization = new Kustomization(
            path,
            new KustomizationReader(mapping, log),
            new KustomizationSource(RelativePath.Folder(path), files, log));
        kustomization.Check(log);
        return kustomization;
    }

    public void LogUnsupported(BuildLog log)
    {
        foreach (var (field, kind) in Unfollowed)
        {
            if (!NodeEdit.IsNullOrEmpty(Root.Mapping[field]) && Root.Mapping[field] is not YamlSequence { Items.Count: 0 })
            {
                // Which charts are meant says more than that there are some.
                var names = field == "helmCharts" && Root.Mapping[field] is YamlSequence charts ? string.Join(", ", charts.Items.OfType<YamlMapping>().Select(c => (c["name"] as YamlScalar)?.Value).OfType<string>().Take(3)) : "";
                log.NotFollowed(Root.KeyOf(field), kind, names.Length == 0 ? field : $"{field} ({names})");
            }
        }
    }

    private void Check(BuildLog log)
    {
        foreach (var entry in Root.Mapping.Entries)
        {
            if (entry.Name is not { } name || !Fields.Contains(name))
            {
                log.Invalid(entry.Key.Span, "an unknown field of a kustomization: " + entry.Name);
            }
        }

        if (Root.Mapping.Entries.All(e => e.Name is "apiVersion" or "kind" || NodeEdit.IsNull(e.Value)))
        {
            log.Invalid(Root.Span, "the kustomization is empty");
        }

        Root.Nested("generatorOptions")?.Only("labels", "annotations", "disableNameSuffixHash", "immutable");
        Root.Nested("sortOptions")?.Only("order", "legacySortOptions");
        if (Root.Nested("sortOptions")?.Text("order") is { Value: not ("fifo" or "legacy") } order)
        {
            log.Invalid(order.Span, "the order of sortOptions is fifo or legacy");
        }

        var kind = Root.Text("kind");
        if (kind is not null && kind.Value is not (Component or "Kustomization"))
        {
            log.Invalid(kind.Span, "the kind must be Kustomization or Component");
        }

        var version = Root.Text("apiVersion");
        if (version is not null && version.Value != "kustomize.config.k8s.io/" + (IsComponent ? "v1alpha1" : "v1beta1"))
        {
            log.Invalid(version.Span, "the apiVersion of a kustomization is v1beta1, of a component v1alpha1");
        }
    }
}
