using SvcLint.Cluster.Addresses;
using SvcLint.Model;
using SvcLint.Model.DotNet;

namespace SvcLint.Cluster.Listening;

/// <summary>Where the process of a known image listens, with what the container tells it.</summary>
internal static class ImageListeners
{
    private static readonly string[] ConfigurationEnds = [".conf", ".cfg", ".yaml", ".yml", ".ini", ".json", ".toml", ".cnf", ".properties", ".hcl", "Caddyfile", "Corefile"];

    private static readonly string[] EntryPoints =
        ["docker-entrypoint.sh", "entrypoint.sh", "httpd-foreground", "mysqld", "mariadbd", "mongod", "redis-server", "postgres", "server", "start", "start-dev", "agent", "tini", "dumb-init", "exec"];

    private static readonly string[] Shells = ["sh", "bash", "ash", "python", "python3", "node", "perl", "ruby", "php", "java"];

    // Since 25 health and metrics are served there, unless an option keeps them with the rest.
    private const int KeycloakManagement = 9000;
    private static readonly string[] KeycloakPaths = ["/health", "/metrics"];

    /// <summary>Null where something decides that is not known.</summary>
    public static ContainerListeners? Of(StockImage image, Container container, Workload workload, DeploymentUnit unit, ContainerEnvironment environment, ContainerCommand command)
    {
        var words = command.Words;
        if (container.EnvFrom?.Items.Any(e => e.SecretRef is not null) == true || environment.Variables.Keys.Any(image.IsMover)
            || words.Any(w => w.Value.StartsWith("-", StringComparison.Ordinal) && image.IsMover(w.Value)))
        {
            return null;
        }

        // ingress-nginx takes whole servers from its ConfigMap.
        if (words.Any(w => w.Value.StartsWith("--configmap", StringComparison.Ordinal)) && unit.ConfigMaps.Any(m => m.Data?.Entries.Any(e => e.Key.Value.EndsWith("-snippet", StringComparison.Ordinal)) == true))
        {
            return null;
        }

        if (Files(image, container, workload, unit, words) is not { } files)
        {
            return null;
        }

        (Text.SourceSpan Span, string What) place = (container.Image!.Span, $"image {container.Image.Value}");
        var tag = ImageName.Parse(container.Image.Value)?.Tag;
        var ofImage = image.Numbers.Select(n => new Listener(n, BoundTo.Any, place.Span, place.What, ListenerEvidence.Image)).ToArray();
        var settings = new ContainerSettings(command, environment, files);
        var listeners = FileListeners.IsNginx(image) && image.Slots.Count == 1 ? FileListeners.Nginx(files, image.Folder!, ofImage)
            : image.Names == "traefik" && words.Any(w => w.Value.StartsWith("--entrypoints.", StringComparison.OrdinalIgnoreCase)) ? FileListeners.Traefik(words)
            : files.Count == 0 || image.Slots.Any(s => s.HasKeys) ? OfSlots(image, tag, settings, place)
            : image.Folder switch
            {
                "/usr/local/etc/haproxy" => FileListeners.HAProxy(files),
                "/usr/local/apache2/conf" => FileListeners.Apache(files),
                "/usr/local/tomcat/conf" => FileListeners.Tomcat(files),
                "/etc/caddy" => CaddyListeners.Read(files),
                "/mosquitto/config" => FileListeners.Mosquitto(files, tag),
                "/etc/envoy" => EnvoyListeners.Read(files),
                _ => null,
            };
        if (image.Names.StartsWith("quay.io/keycloak/", StringComparison.Ordinal) && !environment.Variables.Keys.Concat(words.Select(w => w.Value)).Any(MovesHealth))
        {
            listeners = listeners?.Select(l => l.Port == KeycloakManagement || l.What.IndexOf("MANAGEMENT", StringComparison.OrdinalIgnoreCase) >= 0 ? l with { Purpose = ListenerPurpose.Management, Paths = KeycloakPaths } : l).ToArray();
        }

        return listeners is null ? null : new ContainerListeners(listeners, listeners.Count > 0 && !IsOwnCommand(image, container));
    }

    // "/usr/local/bin/worker", "sh": a path in a folder of programs, or a shell.
    private static bool IsProgram(string argument) =>
        Array.IndexOf(Shells, argument) >= 0 || argument.IndexOf("/bin/", StringComparison.Ordinal) >= 0 || argument.IndexOf("/sbin/", StringComparison.Ordinal) >= 0 || argument.StartsWith("./", StringComparison.Ordinal);

    private static bool MovesHealth(string name) =>
        name.IndexOf("legacy", StringComparison.OrdinalIgnoreCase) >= 0 || name.IndexOf("management", StringComparison.OrdinalIgnoreCase) >= 0 && name.IndexOf("health", StringComparison.OrdinalIgnoreCase) >= 0 || name.IndexOf("relative", StringComparison.OrdinalIgnoreCase) >= 0;

    private static IReadOnlyList<Listener>? OfSlots(StockImage image, string? tag, ContainerSettings settings, (Text.SourceSpan, string) place)
    {
        var found = new List<Listener>();
        foreach (var slot in image.Slots.Where(s => s.IsIn(tag)))
        {
            if (slot.Resolve(settings, place) is not { } listeners)
            {
                return null;
            }

            found.AddRange(listeners);
        }

        // What the container says itself is of more interest than what the image comes with.
        return [.. found.OrderByDescending(l => l.Evidence)];
    }

    // What is mounted where the image looks for its configuration, and what the command line names.
    private static List<MountedFile>? Files(StockImage image, Container container, Workload workload, DeploymentUnit unit, IReadOnlyList<Located<string>> words)
    {
        var files = new List<MountedFile>();
        foreach (var folder in image.AllFolders)
        {
            if (MountedFile.Below(folder, container, workload, unit) is not { } below)
            {
                return null;
            }

            files.AddRange(below);
        }

        if (image.Folder is null && !image.Slots.Any(s => s.HasKeys))
        {
            return files;
        }

        var mounted = MountedFile.All(container, workload, unit).ToArray();
        foreach (var word in words)
        {
            var path = word.Value.Substring(word.Value.LastIndexOf('=') + 1);
            if (path.StartsWith("/", StringComparison.Ordinal) && Array.Exists(ConfigurationEnds, e => path.EndsWith(e, StringComparison.Ordinal)) && files.All(f => f.Path != path))
            {
                if (Array.Find(mounted, m => m.Path == path) is not { } file)
                {
                    return null;
                }

                files.Add(file);
            }
        }

        return files;
    }

    // A command of its own may run something else in the image; so may arguments, where the entry point runs what it is given.
    private static bool IsOwnCommand(StockImage image, Container container)
    {
        if (container.Command is not { Count: > 0 } command)
        {
            if (container.Args is not { Count: > 0 } args || !IsProgram(args[0].Value))
            {
                return false;
            }

            command = args;
        }

        var program = command[0].Value;
        program = program.Substring(program.LastIndexOf('/') + 1);
        return Array.IndexOf(EntryPoints, program) < 0
            && !image.Names.Split(' ').Any(n => n.Substring(n.LastIndexOf('/') + 1) is var name && (name.IndexOf(program, StringComparison.Ordinal) >= 0 || program.IndexOf(name, StringComparison.Ordinal) >= 0 || program.Replace('-', '_') == name.Replace('-', '_')));
    }
}
