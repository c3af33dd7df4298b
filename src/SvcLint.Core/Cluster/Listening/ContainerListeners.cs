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

    public static ContainerListeners Of(Container container, Workload workload, DeploymentUnit unit)
    {
        var environment = ContainerEnvironment.Of(container, workload, unit);
        var words = Words(container, environment);
        var program = words is null ? Unknown : new ContainerListeners(ProgramListeners.Of(words) is var (listeners, isComplete) ? listeners : [], isComplete);
        if (program.IsComplete)
        {
            // Variables of a program that is known by name (UVICORN_PORT, FLASK_RUN_HOST) may say otherwise.
            return program.Listeners.All(l => l.Evidence == ListenerEvidence.Command) || !environment.Variables.Keys.Any(SaysListening) ? program : program with { IsComplete = false };
        }

        if (MountedFile.All(container, workload, unit).FirstOrDefault(f => IsCollector(container, f.File)) is { } collector)
        {
            return CollectorListeners.Read(collector.File) is { } receivers ? new ContainerListeners(receivers, words is not null) : Unknown;
        }

        return StockImages.Find(container.Image?.Value) is { } image && OfImage(image, container, workload, unit, environment) is { } known ? known : program;
    }

    private static ContainerListeners? OfImage(StockImage image, Container container, Workload workload, DeploymentUnit unit, ContainerEnvironment environment)
    {
        var place = container.Image!.Span;
        var ofImage = image.Numbers.Select(n => new Listener(n, BoundTo.Any, place, $"image {container.Image.Value}", ListenerEvidence.Image)).ToArray();
        if (container.EnvFrom?.Items.Any(e => e.SecretRef is not null) == true || environment.Variables.Keys.Any(image.IsMover)
            || (container.Command?.Items ?? []).Concat(container.Args?.Items ?? []).Any(w => w.Value.StartsWith("-", StringComparison.Ordinal) && image.IsMover(w.Value)))
        {
            return null;
        }

        var files = image.Folder is null ? [] : MountedFile.Below(image.Folder, container, workload, unit);
        if (files is null)
        {
            return null;
        }

        // A command of its own may run something else in the image.
        var isOwnCommand = container.Command is { Count: > 0 } command && !IsEntryPoint(command[0].Value);
        IReadOnlyList<Listener>? listeners = FileListeners.IsNginx(image) ? FileListeners.Nginx(files, image.Folder!, ofImage)
            : files.Count == 0 ? ofImage
            : image.Folder switch
            {
                "/usr/local/etc/haproxy" => FileListeners.HAProxy(files),
                "/usr/local/apache2/conf" => FileListeners.Apache(files),
                "/usr/local/etc/redis" => FileListeners.Redis(files),
                _ => null,
            };
        return listeners is null ? null : new ContainerListeners(listeners, listeners.Count > 0 && !isOwnCommand);
    }

    private static bool IsEntryPoint(string command) =>
        command.Substring(command.LastIndexOf('/') + 1) is "nginx" or "docker-entrypoint.sh" or "httpd" or "httpd-foreground" or "haproxy" or "caddy" or "redis-server" or "postgres" or "mysqld" or "mongod" or "rabbitmq-server" or "nats-server" or "memcached";

    // Command and arguments, a single simple command of a shell taken apart; null where the image's entry point is in front of them.
    private static IReadOnlyList<Located<string>>? Words(Container container, ContainerEnvironment environment)
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
