using SvcLint.Text;

namespace SvcLint.Model.DotNet;

/// <summary><c>ENTRYPOINT</c> or <c>CMD</c>.</summary>
/// <param name="IsShell">True for the form without brackets: a shell reads it, and <c>CMD</c> after such an <c>ENTRYPOINT</c> counts for nothing.</param>
/// <param name="Words">As written; in the shell form split at blanks, variables not expanded.</param>
public sealed record DockerfileCommand(bool IsShell, IReadOnlyList<Located<string>> Words);

/// <summary>A stage of a Dockerfile, from one <c>FROM</c> to the next.</summary>
/// <param name="Image">
/// The base image or the stage that it goes on from; build arguments with a default are expanded, and where one has none, the text as
/// written remains, with its <c>$</c>.
/// </param>
/// <param name="Name">After <c>AS</c>.</param>
public sealed record DockerfileStage(Located<string> Image, string? Name)
{
    /// <summary><c>ENV</c>, in order; a value that holds an unknown variable is null.</summary>
    public IReadOnlyList<(string Name, Located<string>? Value)> Environment { get; init; } = [];

    /// <summary><c>EXPOSE</c>: documentation, nothing listens because of it.</summary>
    public IReadOnlyList<Located<int>> Exposed { get; init; } = [];

    /// <summary>The last <c>ENTRYPOINT</c>; null leaves it to the stage or image before.</summary>
    public DockerfileCommand? Entrypoint { get; init; }

    /// <summary>The last <c>CMD</c>; null leaves it to the stage or image before.</summary>
    public DockerfileCommand? Command { get; init; }

    /// <summary>Sources of <c>COPY</c> and <c>ADD</c>, relative to the build context; those from another stage are left out.</summary>
    public IReadOnlyList<Located<string>> Copied { get; init; } = [];
}

/// <summary>A Dockerfile: what of it tells where the program in the image listens, and which project it is.</summary>
public sealed record Dockerfile(SourceText Source, IReadOnlyList<DockerfileStage> Stages)
{
    public string Path => Source.Path;

    /// <summary>A value was longer than any that is read, and counts as unknown.</summary>
    public bool IsCut { get; init; }

    /// <summary>The stages that the image is made of, the last one first: what a stage sets, those after it keep.</summary>
    public IReadOnlyList<DockerfileStage> FinalStages
    {
        get
        {
            var stages = new List<DockerfileStage>();
            for (var index = Stages.Count - 1; index >= 0; index = Before(index))
            {
                stages.Add(Stages[index]);
            }

            return stages;
        }
    }

    /// <summary>The image below all stages.</summary>
    public Located<string> BaseImage => FinalStages[FinalStages.Count - 1].Image;

    /// <summary>What the image runs: the last <c>ENTRYPOINT</c>, and the <c>CMD</c> that no <c>ENTRYPOINT</c> of a later stage resets.</summary>
    public (DockerfileCommand? Entrypoint, DockerfileCommand? Command) Runs
    {
        get
        {
            DockerfileCommand? command = null;
            foreach (var stage in FinalStages)
            {
                command ??= stage.Command;
                if (stage.Entrypoint is not null)
                {
                    return (stage.Entrypoint, command);
                }
            }

            return (null, command);
        }
    }

    /// <summary>True for the names under which build tools look for one: <c>Dockerfile</c>, <c>Dockerfile.web</c>, <c>web.Dockerfile</c>.</summary>
    public static bool IsDockerfile(string path)
    {
        var name = path.Substring(path.LastIndexOf('/') + 1);
        if (name.Equals("Dockerfile", StringComparison.OrdinalIgnoreCase) || name is "Containerfile" || name.EndsWith(".Dockerfile", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        return name.StartsWith("Dockerfile.", StringComparison.OrdinalIgnoreCase)
            && name.Substring(name.LastIndexOf('.')) is not (".cs" or ".yaml" or ".yml" or ".json" or ".md" or ".dockerignore");
    }

    private int Before(int index)
    {
        var image = Stages[index].Image.Value;
        for (var i = index - 1; i >= 0; i--)
        {
            if (string.Equals(Stages[i].Name, image, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }

    public override string ToString() => Path;
}
