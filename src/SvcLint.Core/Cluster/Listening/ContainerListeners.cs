using SvcLint.Cluster.Addresses;
using SvcLint.Model;

namespace SvcLint.Cluster.Listening;

/// <summary>
/// Where a container's process listens, as far as the code that it runs, its command, the files that it mounts and its image tell. Whoever
/// asks about ports of containers asks here.
/// </summary>
/// <param name="Listeners">What is known.</param>
/// <param name="IsComplete">True when the process listens nowhere else.</param>
public sealed record ContainerListeners(IReadOnlyList<Listener> Listeners, bool IsComplete)
{
    private static readonly ContainerListeners Unknown = new([], false);

    /// <summary>The .NET application of the input that the container runs, with what decides where it listens.</summary>
    public ListeningContainer? Application { get; init; }

    /// <summary>Those of one container; found once for a unit.</summary>
    public static ContainerListeners Of(Container container, Workload workload, DeploymentUnit unit) => unit.Lookup.Listeners(container, workload);

    /// <summary>True when the pod has one container, it is known everywhere where it listens, and that is not on this TCP port.</summary>
    public static bool Exclude(int port, Workload workload, DeploymentUnit unit) =>
        unit.IsFullyKnown && !ListeningEvidence.HasInjectedContainers(workload) && !ListeningEvidence.IsConfigured(workload, port, unit)
        && workload.ServingContainers().Take(2).ToArray() is [var only] && Of(only, workload, unit) is { IsComplete: true, Listeners.Count: > 0 } known && known.Listeners.All(l => l.Port != port);

    internal static ContainerListeners Find(Container container, Workload workload, DeploymentUnit unit)
    {
        if (unit.Projects.Of(container.Image) is { } joined)
        {
            return OfApplication(new ListeningContainer(workload, container, joined, ListeningEndpoints.Of(joined, container, workload, unit)));
        }

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

    // Code may open other ports beside those of its web server.
    private static ContainerListeners OfApplication(ListeningContainer application) =>
        new([.. (application.Listening.Endpoints ?? []).Select(e => new Listener(e.Port, e.To, e.Setting.Span, e.Setting.Described, EvidenceOf(e.Setting.Place)) { Purpose = ListenerPurpose.Main })], IsComplete: false) { Application = application };

    private static ListenerEvidence EvidenceOf(SettingPlace place) => place switch
    {
        SettingPlace.Framework => ListenerEvidence.Default,
        SettingPlace.BaseImage => ListenerEvidence.Image,
        SettingPlace.Settings => ListenerEvidence.File,
        _ => ListenerEvidence.Command,
    };

    private static bool IsCollector(Container container, ContainerConfigurationFile file) =>
        container.Image?.Value is { } image && (image.IndexOf("opentelemetry-collector", StringComparison.Ordinal) >= 0 || image.IndexOf("otel", StringComparison.Ordinal) >= 0)
        && file.Format == FileFormat.Tree;

    private static bool SaysListening(string variable) =>
        variable.EndsWith("HOST", StringComparison.Ordinal) || variable.EndsWith("PORT", StringComparison.Ordinal) || variable.IndexOf("BIND", StringComparison.Ordinal) >= 0 || variable.IndexOf("CMD_ARGS", StringComparison.Ordinal) >= 0 || variable.IndexOf("ADDRESS", StringComparison.Ordinal) >= 0 || variable.EndsWith("INTERFACE", StringComparison.Ordinal) || variable.EndsWith("LOCAL_CONFIG", StringComparison.Ordinal);
}
