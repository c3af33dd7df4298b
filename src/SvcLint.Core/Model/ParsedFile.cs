using SvcLint.Model.DotNet;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Model;

/// <summary>One document of a file.</summary>
/// <param name="Range">Its place in the file.</param>
/// <param name="Root">Its nodes; null when it is empty, broken or was skipped by the line scan.</param>
/// <param name="Objects">The Kubernetes objects it declares; Lists are taken apart.</param>
public sealed record ParsedDocument(TextSpan Range, YamlNode? Root, IReadOnlyList<KubernetesObject> Objects)
{
    /// <summary>The first line of what stands after the document's end, which Kubernetes' reader drops.</summary>
    public SourceSpan? Ignored { get; init; }

    /// <summary>The line scan passed over it without parsing: a CustomResourceDefinition.</summary>
    public bool IsPassedOver { get; init; }
}

/// <summary>A file after reading; immutable, so that hosts can cache it and read files in parallel.</summary>
public sealed class ParsedFile
{
    public required SourceText Source { get; init; }

    public IReadOnlyList<ParsedDocument> Documents { get; init; } = [];

    /// <summary>One entry for each document that could not be read.</summary>
    public IReadOnlyList<YamlProblem> Problems { get; init; } = [];

    public SkipReason? Skipped { get; init; }

    /// <summary>What the file configures, when it holds the settings of a .NET application.</summary>
    public AppSettings? Settings { get; init; }

    /// <summary>What a C# file says about networking; read by a host that has Roslyn.</summary>
    public CodeFacts? Code { get; init; }

    public ProjectFile? Project { get; init; }

    public Dockerfile? Dockerfile { get; init; }

    /// <summary>Documents that the line scan passed over without parsing (CRDs), and their length in characters.</summary>
    public (int Documents, int Characters) PassedOver => (Documents.Count(d => d.IsPassedOver), Documents.Where(d => d.IsPassedOver).Sum(d => d.Range.Length));

    public string Path => Source.Path;

    /// <summary>A kustomization is known by its name: many carry no apiVersion and kind. Flux has an object of that kind.</summary>
    public bool IsKustomization => IsKustomizationName(Path) && !Objects.Any(o => o.Group == "kustomize.toolkit.fluxcd.io");

    public IEnumerable<KubernetesObject> Objects => Documents.SelectMany(d => d.Objects);

    /// <summary>A C# file; the objects that it makes are its documents.</summary>
    public static ParsedFile Of(CodeFacts code) => new()
    {
        Source = code.Source,
        Code = code,
        Documents = [.. code.Manifests.Select(m => new ParsedDocument(m.Span.Range, m, ManifestReader.Read(m)))],
    };

    public static bool IsKustomizationName(string path)
    {
        var name = path.Substring(path.LastIndexOf('/') + 1);
        return name is "kustomization.yaml" or "kustomization.yml" or "Kustomization";
    }

    public override string ToString() => Path;
}
