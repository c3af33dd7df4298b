using System.Text;
using System.Text.Json;
using SvcLint.Cli.Outputs;
using SvcLint.Cluster;
using SvcLint.Findings;

namespace SvcLint.Cli.Commands;

/// <summary>A project and the containers that run it.</summary>
internal sealed record ListedProject(DotNetProject Project, IReadOnlyList<ListeningContainer> Containers);

/// <summary><c>svclint projects</c>: which container runs which .NET project, how that is known, and where the application listens.</summary>
internal sealed class ProjectsCommand : ListingCommand<ListedProject>
{
    public override string Name => "projects";

    public override string Summary => "Show which container runs which .NET project, and where it listens";

    protected override string Nothing => "no .NET project there that is a web application or that a container runs";

    protected override IReadOnlyList<ListedProject> Find(LintSession session)
    {
        var repository = session.Understand();
        // A manifest of several units is one place.
        var containers = repository.Units.SelectMany(ListeningContainer.All).DistinctBy(c => c.Container.Span).ToLookup(c => c.Join.Project);
        return [.. repository.Projects.Projects.Where(p => p.IsWebApplication || containers.Contains(p)).OrderBy(p => p.File.Path, StringComparer.Ordinal).Select(p => new ListedProject(p, [.. containers[p]]))];
    }

    protected override string Text(ListedProject item, Paint paint)
    {
        var (project, containers) = item;
        var text = new StringBuilder();
        text.Append($"{paint.Bold(Words.OneLine(project.File.Path))}{(project.Dockerfile is { } dockerfile ? $"  {Words.OneLine(dockerfile.Path)}" : "")}\n");
        foreach (var container in containers)
        {
            var span = container.Container.Image!.Span;
            text.Append($"  {Words.OneLine($"container {container.Container.Name?.Value} of {container.Workload.Kind.Value} {container.Workload.Name}  {Words.Place(span)}")}\n");
            text.Append($"    image {Words.OneLine(container.Container.Image.Value)}\n");
            text.Append($"    {Strength(container.Join)}: {Words.OneLine(container.Join.Why)}\n");
            text.Append(container.Listening.Endpoints is { } endpoints
                ? $"    listens on {Words.OneLine(string.Join(", ", endpoints.Select(e => $"{Address(e)} ({e.Setting.Described})")))}\n"
                : $"    {paint.Of(Severity.Warning, "listens where is not known:")} {Words.OneLine(container.Listening.Unknown ?? "")}\n");
        }

        return text.Append(containers.Count > 0 ? "" : "  no container: no image bears its name; svclint.yaml can say so under projects\n").ToString();
    }

    private static string Strength(ContainerProject join) => join.Strength.ToString().ToLowerInvariant();

    private static string Address(ListeningEndpoint endpoint) => $"{endpoint.To switch { BoundTo.Any => "*", BoundTo.IPv4 => "0.0.0.0", _ => "localhost" }}:{endpoint.Port}";

    protected override void Write(ListedProject item, Utf8JsonWriter json)
    {
        json.WriteString("project", item.Project.File.Path);
        json.WriteString("dockerfile", item.Project.Dockerfile?.Path);
        json.WriteStartArray("containers");
        foreach (var container in item.Containers)
        {
            Write(container, json);
        }

        json.WriteEndArray();
    }

    private static void Write(ListeningContainer container, Utf8JsonWriter json)
    {
        var span = container.Container.Image!.Span;
        json.WriteStartObject();
        json.WriteString("container", container.Container.Name?.Value);
        json.WriteString("kind", container.Workload.Kind.Value);
        json.WriteString("workload", container.Workload.Name);
        JsonPlace.Line(json, span);
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
