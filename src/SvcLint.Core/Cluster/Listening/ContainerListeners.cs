using SvcLint.Cluster.Addresses;
using SvcLint.Model;

namespace SvcLint.Cluster.Listening;

/// <summary>
/// Where a container's process listens, as far as its command, the files that it mounts and its image tell. .NET applications of the
/// repository are <see cref="ListeningContainers"/>'s.
/// </summary>
/// <param name="Listeners">What is known.</param>
/// <param name="IsComplete">True when the process listens nowhere else.</param>
public sealed record ContainerListeners(IReadOnlyList<Listener> Listeners, bool IsComplete)
{
    private static readonly ContainerListeners Unknown = new([], false);

    /// <summary>Those of one container; found once for a unit.</summary>
    public static ContainerListeners Of(Container container, Workload workload, DeploymentUnit unit) => unit.Lookup.Listeners(container, workload);

    internal static ContainerListeners Find(Container container, Workload workload, DeploymentUnit unit)
    {
        var environment = ContainerEnvironment.Of(container, workload, unit);
        var words = Words(container, environment);
        var (ofProgram, isComplete) = ProgramListeners.Of(words, container.Command is { Count: > 0 });
        if (isComplete)
        {
            // Variables of a program that is known by name (UVICORN_PORT, FLASK_RUN_HOST) may say otherwise.
            return new ContainerListeners(ofProgram, ofProgram.All(l => l.Evidence == ListenerEvidence.Command) || !environment.Variables.Keys.Any(SaysListening));
        }

        if (MountedFile.All(container, workload, unit).FirstOrDefault(f => IsCollector(container, f.File)) is { } collector)
        {
            return CollectorListeners.Read(collector.File, container.Image!.Value) is { } receivers ? new ContainerListeners(receivers, true) : Unknown;
        }

        if (StockImages.Find(container.Image?.Value) is { } image)
        {
            return ImageListeners.Of(image, container, workload, unit, environment, words) ?? new ContainerListeners(ofProgram, false);
        }

        var application = MountedFile.All(container, workload, unit).Where(f => IsApplication(f.File.Text.Name)).ToArray();
        return new ContainerListeners([.. ofProgram, .. SettingListeners.Of(new ContainerSettings(words, environment, application), environment)], false);
    }

    // Spring Boot, Quarkus and Micronaut read them by this name.
    private static bool IsApplication(string name) => name.StartsWith("application", StringComparison.Ordinal) || name.StartsWith("bootstrap.", StringComparison.Ordinal);

    // Command and arguments, a single simple command of a shell taken apart.
    private static IReadOnlyList<Located<string>> Words(Container container, ContainerEnvironment environment)
    {
        var words = (container.Command?.Items ?? []).Concat(container.Args?.Items ?? []).ToArray();
        var shell = Array.FindIndex(words, w => w.Value is "-c" or "-ec" or "-lc" or "-exc");
        if (shell > 0 && shell + 1 < words.Length && words[shell - 1].Value is var name && (name.EndsWith("sh", StringComparison.Ordinal) || shell > 1))
        {
            return ShellReader.Read(EmbeddedFile.Of("", words[shell + 1])).LastOrDefault(c => c.Count > 1) is { } last ? last.Count > 0 && last[0].Value == "exec" ? [.. last.Skip(1)] : last : words;
        }

        return [.. words.Select(w => environment.Expand(w) is var expanded && expanded.Value != w.Value ? new Located<string>(expanded.Value, w.Span) : w)];
    }

    private static bool IsCollector(Container container, ConfigurationFile file) =>
        container.Image?.Value is { } image && (image.IndexOf("opentelemetry-collector", StringComparison.Ordinal) >= 0 || image.IndexOf("otel", StringComparison.Ordinal) >= 0)
        && file.Format == FileFormat.Tree;

    private static bool SaysListening(string variable) =>
        variable.EndsWith("HOST", StringComparison.Ordinal) || variable.EndsWith("PORT", StringComparison.Ordinal) || variable.IndexOf("BIND", StringComparison.Ordinal) >= 0 || variable.IndexOf("CMD_ARGS", StringComparison.Ordinal) >= 0 || variable.IndexOf("ADDRESS", StringComparison.Ordinal) >= 0;
}
