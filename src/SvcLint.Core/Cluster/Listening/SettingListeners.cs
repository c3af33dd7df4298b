using SvcLint.Cluster.Addresses;
using SvcLint.Model;

namespace SvcLint.Cluster.Listening;

/// <summary>Where a program listens that is not known by name, as far as variables and files say it that frameworks read.</summary>
internal static class SettingListeners
{
    // Each belongs to one framework, or says by its name that the program binds there.
    private static readonly IReadOnlyList<ListenerSlot> Frameworks = ListenerSlot.Read(
        "8080 SERVER_PORT %server/port @SERVER_ADDRESS @%server/address; 8080 QUARKUS_HTTP_PORT %quarkus/http/port @QUARKUS_HTTP_HOST @%quarkus/http/host; 8080 MICRONAUT_SERVER_PORT %micronaut/server/port @MICRONAUT_SERVER_HOST;"
        + "- ASPNETCORE_URLS DOTNET_URLS; - ASPNETCORE_HTTP_PORTS; 8000 UVICORN_PORT @UVICORN_HOST; 5000 FLASK_RUN_PORT @FLASK_RUN_HOST; 8000 ROCKET_PORT @ROCKET_ADDRESS; 8501 STREAMLIT_SERVER_PORT @STREAMLIT_SERVER_ADDRESS;"
        + "7860 GRADIO_SERVER_PORT @GRADIO_SERVER_NAME; 11434 OLLAMA_HOST; 3000 NITRO_PORT @NITRO_HOST; 3000 NUXT_PORT @NUXT_HOST; 4321 ASTRO_PORT @ASTRO_HOST;"
        + "- LISTEN_ADDR; - LISTEN_ADDRESS; - BIND_ADDR; - BIND_ADDRESS; - HTTP_LISTEN_ADDR; - HTTP_LISTEN_ADDRESS; - HTTP_BIND_ADDR; - SERVER_LISTEN_ADDR; - HTTP_ADDR");

    private static readonly IReadOnlyList<ListenerSlot> Habits = ListenerSlot.Read(
        "- PORT @HOST @BIND_HOST @BIND_IP @LISTEN_HOST @HOSTNAME @ADDRESS; - HTTP_PORT @HTTP_HOST; - LISTEN_PORT @LISTEN_IP; - APP_PORT @APP_HOST; - WEB_PORT @WEB_HOST; - HTTP_LISTEN_PORT");

    public static IReadOnlyList<Listener> Of(ContainerSettings settings, ContainerEnvironment environment)
    {
        var found = new List<Listener>();
        Add(Frameworks, settings, found, null);
        Add(Habits, settings, found, ListenerEvidence.Habit);
        if (environment.Variables.TryGetValue("GUNICORN_CMD_ARGS", out var arguments) && arguments is not null)
        {
            var words = new ConfigurationSetting("", "", new Located<string>(arguments.Value, arguments.Part(0, arguments.Value.Length))).Words();
            found.AddRange(ProgramListeners.Value(words, ["--bind", "-b"]) is { } bind && Listener.Parse(bind, "GUNICORN_CMD_ARGS", ListenerEvidence.Command) is { } listener ? [listener with { IsMain = true }] : []);
        }

        return found;
    }

    private static void Add(IReadOnlyList<ListenerSlot> slots, ContainerSettings settings, List<Listener> found, ListenerEvidence? evidence)
    {
        foreach (var slot in slots)
        {
            foreach (var listener in slot.Resolve(settings, (default, "")) ?? [])
            {
                if (listener.Evidence != ListenerEvidence.Image)
                {
                    found.Add(listener with { IsMain = true, Evidence = evidence ?? listener.Evidence });
                }
            }
        }
    }
}
