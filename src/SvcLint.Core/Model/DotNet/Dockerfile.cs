using SvcLint.Text;

namespace SvcLint.Model.DotNet;

/// <summary>A stage of a Dockerfile, from one <c>FROM</c> to the next.</summary>
/// <param name="Image">The base image or the stage that it goes on from; build arguments with a default are expanded.</param>
/// <param name="Name">After <c>AS</c>.</param>
public sealed record DockerfileStage(Located<string> Image, string? Name)
{
    /// <summary><c>ENV</c>, in order; a value that holds an unknown variable is null.</summary>
    public IReadOnlyList<(string Name, Located<string>? Value)> Environment { get; init; } = [];

    /// <summary><c>EXPOSE</c>: documentation, nothing listens because of it.</summary>
    public IReadOnlyList<Located<int>> Exposed { get; init; } = [];

    /// <summary>The words of <c>ENTRYPOINT</c> and then <c>CMD</c>.</summary>
    public IReadOnlyList<Located<string>> Command { get; init; } = [];

    /// <summary>Sources of <c>COPY</c> and <c>ADD</c>, relative to the build context.</summary>
    public IReadOnlyList<Located<string>> Copied { get; init; } = [];
}

/// <summary>A Dockerfile: what of it tells where the program in the image listens, and which project it is.</summary>
public sealed record Dockerfile(SourceText Source, IReadOnlyList<DockerfileStage> Stages)
{
    public string Path => Source.Path;

    /// <summary>The stages that the image is made of, the last one first: what a stage sets, those after it keep.</summary>
    public IEnumerable<DockerfileStage> FinalStages()
    {
        for (var index = Stages.Count - 1; index >= 0; index = Before(index))
        {
            yield return Stages[index];
        }
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
