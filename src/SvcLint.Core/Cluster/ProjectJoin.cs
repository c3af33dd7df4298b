using System.Collections.Concurrent;
using SvcLint.Config;
using SvcLint.Model;
using SvcLint.Model.DotNet;
using SvcLint.Text;

namespace SvcLint.Cluster;

/// <summary>How it is known that a container runs a project. Order is by weight.</summary>
public enum JoinStrength
{
    /// <summary>Names are alike. What rests on it is never an error.</summary>
    Guess,

    /// <summary>The project, a Compose or a Skaffold file names the image.</summary>
    Image,

    /// <summary>The configuration says so.</summary>
    Explicit,
}

/// <summary>The project that a container runs.</summary>
/// <param name="Dockerfile">What builds the image; null when the SDK does, or when it is not known.</param>
/// <param name="Why">For people: <c>docker-compose.yml builds this image</c>.</param>
/// <param name="Evidence">Where it is said.</param>
public sealed record ContainerProject(DotNetProject Project, Dockerfile? Dockerfile, JoinStrength Strength, string Why, SourceSpan Evidence)
{
    /// <summary>True when the SDK builds the image, without a Dockerfile.</summary>
    public bool IsBuiltBySdk { get; init; }
}

/// <summary>
/// Which project a container runs, by its image. The strongest evidence counts; of projects alike the one nearest to the manifest; where
/// none is nearest, nothing is known. For any number of threads.
/// </summary>
public sealed class ProjectJoin
{
    private const int ShortestGuess = 3;

    /// <summary>No project at all.</summary>
    public static ProjectJoin None { get; } = new([], LintConfiguration.Default);

    private readonly LintConfiguration _configuration;
    private readonly IReadOnlyList<(ImageName Name, ImageBuild Build)> _builds;
    private readonly ILookup<string, Dockerfile> _dockerfiles;
    private readonly ConcurrentDictionary<(string Image, string Folder), ContainerProject?> _known = new();

    internal ProjectJoin(IReadOnlyList<ParsedFile> files, LintConfiguration configuration)
    {
        _configuration = configuration;
        Projects = DotNetProjects.Of(files);
        _builds = Projects.Count == 0 ? [] : [.. files.SelectMany(ImageBuild.Of).Select(b => (Name: ImageName.Parse(b.Image.Value)!, Build: b)).Where(b => b.Name is not null)];
        _dockerfiles = files.Select(f => f.Dockerfile).OfType<Dockerfile>().ToLookup(d => d.Path, StringComparer.Ordinal);
    }

    /// <summary>Every project of the input but those of tests.</summary>
    public IReadOnlyList<DotNetProject> Projects { get; }

    /// <summary>The project that a container with this image runs, or null.</summary>
    public ContainerProject? Of(Located<string>? image)
    {
        if (image is null || Projects.Count == 0)
        {
            return null;
        }

        var folder = RelativePath.Folder(image.Span.Source.Path);
        return _known.GetOrAdd((image.Value, folder), key => ImageName.Parse(key.Image) is { } name ? Find(name, key.Folder) : null);
    }

    private ContainerProject? Find(ImageName image, string folder) =>
        Configured(image) ?? Built(image, folder, (a, b) => a.Repository == b.Repository, JoinStrength.Image) ?? Built(image, folder, (a, b) => a.EndsLike(b), JoinStrength.Guess) ?? Alike(image, folder);

    private ContainerProject? Configured(ImageName image)
    {
        foreach (var declaration in _configuration.Projects.Reverse())
        {
            if (declaration.Images.Any(i => ImageName.Parse(i)?.Repository == image.Repository)
                && Projects.FirstOrDefault(p => _configuration.IsMatch([declaration.Project], p.File.Path)) is { } project)
            {
                var dockerfile = declaration.Dockerfile is { } glob
                    ? _dockerfiles.SelectMany(d => d).FirstOrDefault(d => _configuration.IsMatch([glob], d.Path))
                    : project.Dockerfile;
                return Make(project, dockerfile, JoinStrength.Explicit, $"{declaration.Span.Source.Path} says so", declaration.Span);
            }
        }

        return null;
    }

    private ContainerProject? Built(ImageName image, string folder, Func<ImageName, ImageName, bool> isSame, JoinStrength strength)
    {
        var found = new List<ContainerProject>();
        foreach (var project in Projects)
        {
            if (project.File.ContainerRepository is { } repository && ImageName.Parse(repository.Value) is { } own && isSame(own, image))
            {
                found.Add(Make(project, null, strength, strength == JoinStrength.Image ? "the project names the image" : $"the project names the image {repository.Value}", repository.Span) with { IsBuiltBySdk = true });
            }
        }

        foreach (var (name, build) in _builds)
        {
            if (isSame(name, image) && Of(build) is { } built)
            {
                found.Add(Make(built.Project, built.Dockerfile, strength, $"{build.Image.Span.Source.Path} builds {(strength == JoinStrength.Image ? "this image" : build.Image.Value)} from {(build.Context.Length == 0 ? "." : build.Context)}", build.Image.Span));
            }
        }

        // Compose files are often there in variants, which say the same.
        var distinct = found.GroupBy(f => (f.Project, f.Dockerfile)).Select(g => g.First()).ToArray();
        return distinct.Length <= 1 ? distinct.FirstOrDefault() : DotNetProjects.Nearest(distinct, f => RelativePath.Folder(f.Evidence.Source.Path), folder);
    }

    private (DotNetProject Project, Dockerfile? Dockerfile)? Of(ImageBuild build)
    {
        if (_dockerfiles[build.Dockerfile].FirstOrDefault() is { } dockerfile)
        {
            return DotNetProjects.Of(dockerfile, Projects) is { } owner ? (owner, dockerfile) : null;
        }

        var inside = Projects.Where(p => p.Folder == build.Context).ToArray();
        return inside.Length == 1 ? (inside[0], null) : null;
    }

    // Exactly one web application whose name, or the way to whose folder, is the last part of the image's name.
    private ContainerProject? Alike(ImageName image, string folder)
    {
        var wanted = Plain(image.Name);
        if (wanted.Length < ShortestGuess)
        {
            return null;
        }

        foreach (var likeness in (Func<DotNetProject, string, bool>[])[HasName, HasFolder, EndsWithName])
        {
            var alike = Projects.Where(p => p.IsWebApplication && likeness(p, wanted)).ToArray();
            if (alike.Length > 0)
            {
                var one = alike.Length == 1 ? alike[0] : DotNetProjects.Nearest(alike, p => p.Folder, folder);
                return one is null ? null : Make(one, one.Dockerfile, JoinStrength.Guess, "their names are alike", one.File.Source.Span(0, 0));
            }
        }

        return null;
    }

    private static bool HasName(DotNetProject project, string wanted) => Plain(project.Name) == wanted || Plain(project.Assembly) == wanted;

    // distributed-calculator/csharp for the image distributed-calculator-csharp; a last "src" says nothing.
    private static bool HasFolder(DotNetProject project, string wanted)
    {
        var segments = project.Folder.Split('/').ToList();
        if (segments[segments.Count - 1] == "src")
        {
            segments.RemoveAt(segments.Count - 1);
        }

        var end = "";
        for (var i = segments.Count - 1; i >= 0 && end.Length < wanted.Length; i--)
        {
            end = Plain(segments[i]) + end;
        }

        return end == wanted;
    }

    // Contoso.Shop.Catalog for the images shop-catalog and catalog.
    private static bool EndsWithName(DotNetProject project, string wanted) =>
        Plain(project.Name).EndsWith(wanted, StringComparison.Ordinal)
        && project.Name.Split('.') is var parts && Enumerable.Range(1, parts.Length - 1).Any(i => string.Concat(parts.Skip(i).Select(Plain)) == wanted);

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static ContainerProject Make(DotNetProject project, Dockerfile? dockerfile, JoinStrength strength, string why, SourceSpan evidence) => new(project, dockerfile, strength, why, evidence);
}
