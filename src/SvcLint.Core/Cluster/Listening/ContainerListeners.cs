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
        var mounted = MountedFile.All(container, workload, unit).ToArray();
        var command = ContainerCommand.Of(container, environment, mounted);
        var (ofProgram, isComplete) = ProgramListeners.Of(command.Words, container);
        if (isComplete)
        {
            // Variables of a program that is known by name (UVICORN_PORT, FLASK_RUN_HOST) may say otherwise.
            return new ContainerListeners(ofProgram, ofProgram.All(l => l.Evidence == ListenerEvidence.Command) || !environment.Variables.Keys.Any(SaysListening));
        }

        if (Array.Find(mounted, f => IsCollector(container, f.File)) is { } collector)
        {
            return CollectorListeners.Read(collector.File, container.Image!.Value) is { } receivers ? new ContainerListeners(receivers, true) : Unknown;
        }

        if (StockImages.Find(container.Image?.Value) is { } image)
        {
            return ImageListeners.Of(image, container, workload, unit, environment, command) ?? new ContainerListeners(ofProgram, false);
        }

        return new ContainerListeners([.. ofProgram, .. SettingListeners.Of(command, environment, mounted)], false);
    }

    private static bool IsCollector(Container container, ContainerConfigurationFile file) =>
        container.Image?.Value is { } image && (image.IndexOf("opentelemetry-collector", StringComparison.Ordinal) >= 0 || image.IndexOf("otel", StringComparison.Ordinal) >= 0)
        && file.Format == FileFormat.Tree;

    private static bool SaysListening(string variable) =>
        variable.EndsWith("HOST", StringComparison.Ordinal) || variable.EndsWith("PORT", StringComparison.Ordinal) || variable.IndexOf("BIND", StringComparison.Ordinal) >= 0 || variable.IndexOf("CMD_ARGS", StringComparison.Ordinal) >= 0 || variable.IndexOf("ADDRESS", StringComparison.Ordinal) >= 0 || variable.EndsWith("INTERFACE", StringComparison.Ordinal) || variable.EndsWith("LOCAL_CONFIG", StringComparison.Ordinal);
}
