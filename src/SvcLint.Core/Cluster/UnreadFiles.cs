using SvcLint.Model;

namespace SvcLint.Cluster;

/// <summary>Manifests that cannot be read at all: they hold no object, and so are of no unit.</summary>
public static class UnreadFiles
{
    /// <summary>One gap for each of them.</summary>
    public static IReadOnlyList<UnitGap> Of(IReadOnlyList<ParsedFile> files, IReadOnlyList<DeploymentUnit> units)
    {
        // Among units a folder of templates is another program's; alone it is all there is.
        var hasObjects = units.Any(u => u.Objects.Count > 0);
        var broken = files.Where(f => IsManifest(f) || (!hasObjects && IsTemplate(f))).ToArray();
        if (broken.Length == 0)
        {
            return [];
        }

        var known = new HashSet<string>(units.SelectMany(u => u.Files), StringComparer.Ordinal);
        return [.. broken.Where(f => !known.Contains(f.Path)).Select(Gap)];
    }

    /// <summary>True where nothing of the file can be read.</summary>
    public static bool IsBroken(ParsedFile file) => file.Problems.Count > 0 && !file.Objects.Any();

    /// <summary>The same, of what is for Kubernetes by its words.</summary>
    public static bool IsManifest(ParsedFile file) => IsBroken(file) && FileReader.IsKubernetes(file.Source.Content);

    /// <summary>A template of what is for Kubernetes by its words.</summary>
    public static bool IsTemplate(ParsedFile file) => file.Skipped is not null && FileReader.IsKubernetes(file.Source.Content);

    public static UnitGap Gap(ParsedFile file) => file.Skipped is not null ? UnitGap.OfTemplate(file.Source.Span(0, 0)) with { IsDocument = true } : UnitGap.OfDocument(file.Problems[0].Span);
}
