using System.Text;
using System.Text.Json;
using SvcLint.Cli.Outputs;
using SvcLint.Cluster;
using SvcLint.Cluster.Applications;

namespace SvcLint.Cli.Commands;

/// <summary><c>svclint units</c>: which application deploys what where, what else is taken to be applied together, and what of it was not understood.</summary>
internal sealed class UnitsCommand : ListingCommand<UnitItem>
{
    public override string Name => "units";

    public override string Summary => "Show which application deploys what where, what is taken to be applied together, and what of it is not understood";

    protected override string Nothing => "no units: no Kubernetes object there";

    protected override IReadOnlyList<UnitItem> Find(LintSession session) => UnitItem.Of(session.Understand());

    protected override string Text(UnitItem item, Paint paint)
    {
        var text = new StringBuilder();
        var indent = new string(' ', item.Depth * 2);
        if (item.Deployment is { } deployment)
        {
            text.Append($"{indent}{paint.Bold(Words.OneLine(deployment.Title))}  {Words.OneLine(What(deployment))} → {Words.OneLine(Where(deployment))}");
            text.Append(item.Unit is null ? "" : $", {Words.Count(item.Unit.Objects.Count, "object")}{Version(item.Unit)}");
            text.Append($"  ({Words.OneLine(Words.Place(deployment.Span))})\n");
            Gaps(text, indent, deployment.Gaps, paint);
            return text.ToString();
        }

        var unit = item.Unit!;
        text.Append($"{paint.Bold(Words.OneLine(unit.Name))}  {Kind(unit.Kind)}, {Words.Count(unit.Objects.Count, "object")} of {Words.Count(unit.Files.Count, "file")}{Version(unit)}\n");
        foreach (var kind in unit.Objects.GroupBy(o => o.Kind.Value).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal))
        {
            text.Append($"    {kind.Count(),4} {Words.OneLine(kind.Key)}\n");
        }

        Gaps(text, "", unit.Gaps, paint);
        return text.ToString();
    }

    private static string Version(DeploymentUnit unit) => unit.Facts.Version is { } declared ? $", Kubernetes {declared}" : "";

    private static string What(Deployment deployment) =>
        deployment.Sources.Count == 0 ? deployment.Kind == "ApplicationSet" ? Words.Count(deployment.Children.Count, "application") : "no source" : string.Join(" and ", deployment.Sources.Select(s => s.Folder is { Length: > 0 } folder ? folder : s.Text));

    private static string Where(Deployment deployment) =>
        (deployment.Cluster.IsKnown ? "cluster " + deployment.Cluster.Name : "a cluster that is not known") + (deployment.Destination is { } target ? ", namespace " + target.Value : "") + (deployment.Release is { } release && release != deployment.Name ? ", release " + release : "");

    private static void Gaps(StringBuilder text, string indent, IEnumerable<UnitGap> gaps, Paint paint)
    {
        foreach (var gap in gaps)
        {
            text.Append($"{indent}  {paint.Of(Findings.Severity.Warning, "not understood:")} {Words.OneLine(gap.Reason)} ({Words.OneLine(Words.Place(gap.Span))})\n");
        }
    }

    private static string Kind(UnitKind kind) => kind.ToString().ToLowerInvariant();

    protected override void Write(UnitItem item, Utf8JsonWriter json)
    {
        json.WriteString("name", item.Unit?.Name ?? item.Deployment!.Title);
        json.WriteString("kind", Kind(item.Unit?.Kind ?? UnitKind.Application));
        json.WriteString("kubernetesVersion", item.Unit?.Facts.Version?.ToString());
        json.WriteBoolean("fullyKnown", item.Unit?.IsFullyKnown ?? item.Deployment!.IsFullyKnown);
        json.WriteStartArray("files");
        foreach (var file in (item.Unit?.Files ?? []).Order(StringComparer.Ordinal))
        {
            json.WriteStringValue(file);
        }

        json.WriteEndArray();
        json.WriteNumber("objects", item.Unit?.Objects.Count ?? 0);
        json.WriteStartArray("gaps");
        foreach (var gap in item.Unit?.Gaps ?? item.Deployment!.Gaps)
        {
            json.WriteStartObject();
            JsonPlace.Line(json, gap.Span);
            json.WriteString("reason", gap.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (item.Deployment is { } deployment)
        {
            Write(deployment, json);
        }
    }

    private static void Write(Deployment deployment, Utf8JsonWriter json)
    {
        json.WriteStartObject("application");
        json.WriteString("kind", deployment.Kind);
        json.WriteString("namespace", deployment.Namespace);
        json.WriteString("name", deployment.Name);
        JsonPlace.Line(json, deployment.Span);
        json.WriteStartArray("sources");
        foreach (var source in deployment.Sources)
        {
            json.WriteStartObject();
            json.WriteString("text", source.Text);
            json.WriteString("folder", source.Folder);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("release", deployment.Release);
        json.WriteString("destinationNamespace", deployment.Destination?.Value);
        json.WriteString("cluster", deployment.Cluster.IsKnown ? deployment.Cluster.Name : null);
        json.WriteString("deployedBy", deployment.Parent?.Title);
        json.WriteEndObject();
    }
}
