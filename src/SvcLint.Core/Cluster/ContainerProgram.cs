using SvcLint.Cluster.Addresses;
using SvcLint.Model;
using SvcLint.Model.DotNet;
using SvcLint.Text;

namespace SvcLint.Cluster;

/// <summary>The command line that a container runs, as the manifest and the image make it.</summary>
/// <param name="Words">Program and arguments; null for a word that a shell would still expand.</param>
/// <param name="IsApplication">True when it starts the application itself: a script may set anything before it does.</param>
internal sealed record ContainerProgram(IReadOnlyList<(string? Word, SourceSpan Span, SettingPlace Place)> Words, bool IsApplication)
{
    // They run what follows them and change nothing.
    private static readonly string[] Wrappers = ["exec", "tini", "dumb-init", "catatonit", "--"];

    public static ContainerProgram Of(ContainerProject join, Container container, ContainerEnvironment environment)
    {
        var arguments = Written(container.Args, environment);
        if (container.Command is { Count: > 0 } command)
        {
            return Make([.. Written(command, environment), .. arguments], join);
        }

        if (join.IsBuiltBySdk)
        {
            return new ContainerProgram(arguments, IsApplication: true);
        }

        var (entrypoint, own) = join.Dockerfile?.Runs ?? (null, null);
        var words = arguments.Count > 0 ? arguments : Written(own);
        return entrypoint is null ? Make(words, join)
            : entrypoint.IsShell ? Make(Written(entrypoint), join)
            : Make([.. Written(entrypoint), .. words], join);
    }

    private static ContainerProgram Make(IReadOnlyList<(string? Word, SourceSpan Span, SettingPlace Place)> words, ContainerProject join)
    {
        var names = words.Select(w => w.Word is null ? "" : RelativePath.FileName(w.Word.Replace('\\', '/'))).SkipWhile(Wrappers.Contains).ToArray();
        var runs = names.Length > 0
            && (names[0] is "dotnet" or "dotnet.exe" ? names.Length > 1 && names[1].EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
                : names[0].Equals(join.Project.Assembly, StringComparison.OrdinalIgnoreCase) || names[0].Equals(join.Project.Assembly + ".exe", StringComparison.OrdinalIgnoreCase));
        return new ContainerProgram(words, runs && !names.Any(n => n is "&&" or "||" or ";" or "|"));
    }

    private static IReadOnlyList<(string? Word, SourceSpan Span, SettingPlace Place)> Written(LocatedList<Located<string>>? words, ContainerEnvironment environment) =>
        [.. (words?.Items ?? []).Select(environment.Expand).Select(w => ((string?)w.Value, w.Span, SettingPlace.Manifest))];

    private static IReadOnlyList<(string? Word, SourceSpan Span, SettingPlace Place)> Written(DockerfileCommand? command) =>
        [.. (command?.Words ?? []).Select(w => (command!.IsShell && w.Value.IndexOf('$') >= 0 ? null : w.Value, w.Span, SettingPlace.Image))];
}
