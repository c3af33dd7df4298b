using System.Text;
using System.Text.Json;
using SvcLint.Cli.Outputs;
using SvcLint.Cluster;
using SvcLint.Findings;

namespace SvcLint.Cli.Commands;

/// <summary><c>svclint projects</c>: which container runs which .NET project, how that is known, and where the application listens.</summary>
internal sealed class ProjectsCommand : Command
{
    private static readonly Option Format = new("--format", "FORMAT", "How they are written; default text") { Choices = ["text", "json"] };

    public override string Name => "projects";

    public override string Operands => "[PATH...]";

    public override string Summary => "Show which container runs which .NET project, and where it listens";

    public override IReadOnlyList<Option> Options { get; } = [Format, InputArguments.Unit, InputArguments.KubernetesVersion, InputArguments.Config, InputArguments.Color];

    public override int Run(Arguments arguments, Host host)
    {
        var session = LintSession.Open(arguments, host);
        foreach (var problem in session.Inputs.Unreadable)
        {
            host.Say(problem);
        }

        var repository = session.Understand();
        // A manifest of several units is one place.
        var containers = repository.Units.SelectMany(repository.Listening.Of).DistinctBy(c => c.Container.Span).ToLookup(c => c.Join.Project);
        var projects = repository.Projects.Projects.Where(p => p.IsWebApplication || containers.Contains(p)).OrderBy(p => p.File.Path, StringComparer.Ordinal).ToArray();
        if (arguments.Value(Format) == "json")
        {
            WriteJson(projects, containers, host);
        }
        else
        {
            host.Print(string.Concat(projects.Select(p => Text(p, containers[p], InputArguments.Paint(arguments, Host.OutputIsTerminal)))));
        }

        if (projects.Length == 0)
        {
            host.Say("no .NET project there that is a web application or that a container runs");
        }

        return session.Inputs.Unreadable.Count > 0 ? ExitStatus.Trouble : ExitStatus.Clean;
    }

    private static string Text(DotNetProject project, IEnumerable<ListeningContainer> containers, Paint paint)
    {
        var text = new StringBuilder();
        text.Append($"{paint.Bold(project.File.Path)}{(project.Dockerfile is { } dockerfile ? $"  {dockerfile.Path}" : "")}\n");
        var any = false;
        foreach (var container in containers)
        {
            any = true;
            var span = container.Container.Image!.Span;
            text.Append($"  container {container.Container.Name?.Value} of {container.Workload.Kind.Value} {container.Workload.Name}  {span.Source.Path}:{span.StartPosition.Line}\n");
            text.Append($"    image {container.Container.Image.Value}\n");
            text.Append($"    {Strength(container.Join)}: {container.Join.Why}\n");
            text.Append(container.Listening.Endpoints is { } endpoints
                ? $"    listens on {string.Join(", ", endpoints.Select(e => $"{Address(e)} ({e.Setting.Described})"))}\n"
                : $"    {paint.Of(Severity.Warning, "listens where is not known:")} {container.Listening.Unknown}\n");
        }

        return text.Append(any ? "" : "  no container: no image bears its name; svclint.yaml can say so under projects\n").ToString();
    }

    private static string Strength(ContainerProject join) => join.Strength.ToString().ToLowerInvariant();

    private static string Address(ListeningEndpoint endpoint) => $"{endpoint.To switch { BoundTo.Any => "*", BoundTo.IPv4 => "0.0.0.0", _ => "localhost" }}:{endpoint.Port}";

    private static void WriteJson(IReadOnlyList<DotNetProject> projects, ILookup<DotNetProject, ListeningContainer> containers, Host host)
    {
        using (var json = new Utf8JsonWriter(host.Output, JsonLayout.Indented))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteStartArray("projects");
            foreach (var project in projects)
            {
                json.WriteStartObject();
                json.WriteString("project", project.File.Path);
                json.WriteString("dockerfile", project.Dockerfile?.Path);
                json.WriteStartArray("containers");
                foreach (var container in containers[project])
                {
                    Write(container, json);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        host.Print("\n");
    }

    private static void Write(ListeningContainer container, Utf8JsonWriter json)
    {
        var span = container.Container.Image!.Span;
        json.WriteStartObject();
        json.WriteString("container", container.Container.Name?.Value);
        json.WriteString("kind", container.Workload.Kind.Value);
        json.WriteString("workload", container.Workload.Name);
        json.WriteString("file", span.Source.Path);
        json.WriteNumber("line", span.StartPosition.Line);
        json.WriteString("image", container.Container.Image.Value);
        json.WriteString("strength", Strength(container.Join));
        json.WriteString("why", container.Join.Why);
        json.WriteString("unknown", container.Listening.Unknown);
        json.WriteStartArray("listens");
        foreach (var endpoint in container.Listening.Endpoints ?? [])
        {
            json.WriteStartObject();
            json.WriteNumber("port", endpoint.Port);
            json.WriteString("on", endpoint.To switch { BoundTo.Any => "any", BoundTo.IPv4 => "ipv4", _ => "loopback" });
            json.WriteString("because", endpoint.Setting.Described);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
