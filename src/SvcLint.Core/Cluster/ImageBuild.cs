using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Cluster;

/// <summary>What a Compose or Skaffold file says of an image: it is built from here.</summary>
/// <param name="Image">As written.</param>
/// <param name="Context">The folder of the build context, relative to the input's root.</param>
/// <param name="Dockerfile">Its path, relative to the input's root.</param>
public sealed record ImageBuild(Located<string> Image, string Context, string Dockerfile)
{
    /// <summary>The builds of a file; none in other files.</summary>
    public static IEnumerable<ImageBuild> Of(ParsedFile file)
    {
        foreach (var root in file.Documents.Select(d => d.Root).OfType<YamlMapping>())
        {
            var reader = MappingReader.Of(root);
            var folder = RelativePath.Folder(file.Path);
            var builds = reader.String("apiVersion")?.Value.StartsWith("skaffold/", StringComparison.Ordinal) == true ? Skaffold(reader, folder)
                : reader.Raw("services") is YamlMapping services ? Compose(services, folder)
                : [];
            foreach (var build in builds)
            {
                yield return build;
            }
        }
    }

    private static IEnumerable<ImageBuild> Compose(YamlMapping services, string folder)
    {
        foreach (var entry in services.Entries)
        {
            var service = MappingReader.Of(entry.Value);
            var build = service.Nested("build");
            if (service.String("image") is { } image && (build?.String("context") ?? service.String("build")) is { } context)
            {
                var made = Make(image, folder, context.Value, build?.String("dockerfile")?.Value);
                if (made is not null)
                {
                    yield return made;
                }
            }
        }
    }

    private static IEnumerable<ImageBuild> Skaffold(MappingReader reader, string folder)
    {
        var artifacts = reader.Nested("build")?.List("artifacts", a => (Image: a.String("image"), Context: a.String("context"), Dockerfile: a.Nested("docker")?.String("dockerfile")));
        foreach (var (image, context, dockerfile) in artifacts?.Items ?? [])
        {
            if (image is not null && Make(image, folder, context?.Value ?? ".", dockerfile?.Value) is { } made)
            {
                yield return made;
            }
        }
    }

    private static ImageBuild? Make(Located<string> image, string folder, string context, string? dockerfile) =>
        RelativePath.Resolve(folder, context.Replace('\\', '/')) is { } path && RelativePath.Resolve(path, (dockerfile ?? "Dockerfile").Replace('\\', '/')) is { } file
            ? new ImageBuild(image, path, file)
            : null;
}
