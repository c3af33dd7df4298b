using SvcLint.Cluster.Addresses;
using SvcLint.Model;

namespace SvcLint.Cluster.Listening;

/// <summary>Where a program listens that is not known by name, as far as variables and files say it that frameworks read.</summary>
internal static class SettingListeners
{
    // Each belongs to one framework, or says by its name that the program binds there.
    private static readonly IReadOnlyList<ListenerSlot> Frameworks = ListenerSlot.Read(
        "8080 --server.port -Dserver.port SERVER_PORT %server/port @--server.address @-Dserver.address @SERVER_ADDRESS @%server/address;"
        + "8080 -Dquarkus.http.port QUARKUS_HTTP_PORT %quarkus/http/port @-Dquarkus.http.host @QUARKUS_HTTP_HOST @%quarkus/http/host;"
        + "8080 -Dmicronaut.server.port MICRONAUT_SERVER_PORT %micronaut/server/port @-Dmicronaut.server.host @MICRONAUT_SERVER_HOST @%micronaut/server/host;"
        + "9000 -Dhttp.port @-Dhttp.address;"
        + "- --urls ASPNETCORE_URLS DOTNET_URLS; - ASPNETCORE_HTTP_PORTS DOTNET_HTTP_PORTS; - Kestrel__Endpoints__Http__Url Kestrel__EndPoints__Http__Url;"
        + "8000 UVICORN_PORT @UVICORN_HOST; 5000 FLASK_RUN_PORT @FLASK_RUN_HOST; 8000 ROCKET_PORT @ROCKET_ADDRESS; 8501 STREAMLIT_SERVER_PORT @STREAMLIT_SERVER_ADDRESS;"
        + "7860 GRADIO_SERVER_PORT @GRADIO_SERVER_NAME; 11434 OLLAMA_HOST; 3000 NITRO_PORT @NITRO_HOST; 3000 NUXT_PORT @NUXT_HOST; 4321 ASTRO_PORT @ASTRO_HOST;"
        + "- LISTEN_ADDR; - LISTEN_ADDRESS; - BIND_ADDR; - BIND_ADDRESS; - HTTP_LISTEN_ADDR; - HTTP_LISTEN_ADDRESS; - HTTP_BIND_ADDR; - SERVER_LISTEN_ADDR; - HTTP_ADDR");

    // Spring Boot moves all of /actuator there.
    private static readonly string[] ActuatorPaths = ["/actuator"];

    private static readonly IReadOnlyList<ListenerSlot> Management = ListenerSlot.Read(
        "- --management.server.port -Dmanagement.server.port MANAGEMENT_SERVER_PORT %management/server/port @--management.server.address @MANAGEMENT_SERVER_ADDRESS @%management/server/address");

    private static readonly string[] QuarkusPaths = ["/q/health", "/q/metrics", "/q/info"];

    private static readonly ListenerSlot QuarkusManagement = ListenerSlot.Read("9000 -Dquarkus.management.port QUARKUS_MANAGEMENT_PORT %quarkus/management/port @QUARKUS_MANAGEMENT_HOST @%quarkus/management/host")[0];

    private static readonly IReadOnlyList<ListenerSlot> Habits = ListenerSlot.Read(
        "- PORT @HOST @BIND_HOST @BIND_IP @LISTEN_HOST @HOSTNAME @ADDRESS; - HTTP_PORT @HTTP_HOST; - LISTEN_PORT @LISTEN_IP; - APP_PORT @APP_HOST; - WEB_PORT @WEB_HOST; - HTTP_LISTEN_PORT");

    // Keys of configuration files that hold host and port of a server, whoever reads them.
    private static readonly IReadOnlyList<ListenerSlot> OwnFiles = ListenerSlot.Read(string.Join(
        ";",
        new[] { "", "server/", "http/", "web/", "www/", "api/", "grpc/" }.SelectMany(s => new[] { "listen", "listenAddress", "listen_address", "listen_addr", "listenAddr", "listen-address", "bind", "bindAddress", "bind_address", "bind_addr" }.Select(k => $"- %{s}{k}"))));

    /// <param name="command">The words of the container.</param>
    /// <param name="environment">Its variables.</param>
    /// <param name="files">What it mounts.</param>
    public static IReadOnlyList<Listener> Of(ContainerCommand command, ContainerEnvironment environment, IReadOnlyList<MountedFile> files)
    {
        var found = new List<Listener>();
        var settings = new ContainerSettings(command, environment, [.. files.Where(f => IsApplication(f.File.Text.Name))]);
        Add(Frameworks, settings, found, ListenerPurpose.Main);
        AddManagement(settings, found);
        Add(Habits, settings, found, ListenerPurpose.Main, ListenerEvidence.Habit);
        // The grammars of servers that are known by name say nothing of others.
        if (files.Where(f => f.File.Format is FileFormat.Tree or FileFormat.Lines).ToArray() is { Length: > 0 } own)
        {
            Add(OwnFiles, new ContainerSettings(command, environment, own), found, ListenerPurpose.Unknown);
        }

        if (environment.Variables.TryGetValue("GUNICORN_CMD_ARGS", out var arguments) && arguments is not null)
        {
            var words = new Located<string>(arguments.Value, arguments.Part(0, arguments.Value.Length)).Words();
            found.AddRange(ProgramListeners.Value(words, ["--bind", "-b"]) is { } bind && Listener.Parse(bind, "GUNICORN_CMD_ARGS", ListenerEvidence.Command) is { } listener ? [listener with { Purpose = ListenerPurpose.Main }] : []);
        }

        return found;
    }

    private static void AddManagement(ContainerSettings settings, List<Listener> found)
    {
        foreach (var listener in Management.SelectMany(s => s.Resolve(settings, (default, "")) ?? []))
        {
            found.Add(listener with { Purpose = ListenerPurpose.Management, Paths = ActuatorPaths });
        }

        if (settings.Find(["-Dquarkus.management.enabled"], ["QUARKUS_MANAGEMENT_ENABLED"], ["quarkus/management/enabled"]).Setting is { Value.Value: "true" } enabled)
        {
            found.AddRange((QuarkusManagement.Resolve(settings, (enabled.Value.Span, enabled.What)) ?? []).Select(l => l with { Purpose = ListenerPurpose.Management, Paths = QuarkusPaths }));
        }
    }

    // Spring Boot, Quarkus and Micronaut read them by this name.
    private static bool IsApplication(string name) => name.StartsWith("application", StringComparison.Ordinal) || name.StartsWith("bootstrap.", StringComparison.Ordinal);

    private static void Add(IReadOnlyList<ListenerSlot> slots, ContainerSettings settings, List<Listener> found, ListenerPurpose purpose, ListenerEvidence? evidence = null)
    {
        foreach (var slot in slots)
        {
            foreach (var listener in slot.Resolve(settings, (default, "")) ?? [])
            {
                if (listener.Evidence != ListenerEvidence.Image)
                {
                    found.Add(listener with { Purpose = purpose, Evidence = evidence ?? listener.Evidence });
                }
            }
        }
    }
}
