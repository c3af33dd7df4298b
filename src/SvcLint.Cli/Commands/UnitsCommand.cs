using System.Text;
using System.Text.Json;
using SvcLint.Cli.Outputs;
using SvcLint.Cluster;

namespace SvcLint.Cli.Commands;

/// <summary><c>svclint units</c>: what is taken to be applied together, and what of it was not understood.</summary>
internal sealed class UnitsCommand : ListingCommand<DeploymentUnit>
{
    public override string Name => "units";

    public override string Summary => "Show what is taken to be applied together, and what of it is not understood";

    protected override string Nothing => "no units: no Kubernetes object there";

    protected override IReadOnlyList<DeploymentUnit> Find(LintSession session) => session.Units();

    protected override string Text(DeploymentUnit item, Paint paint)
    {
        var text = new StringBuilder();
        var version = item.Facts.Version is { } declared ? $", Kubernetes {declared}" : "";
        text.Append($"{paint.Bold(Words.OneLine(item.Name))}  {Kind(item.Kind)}, {Words.Count(item.Objects.Count, "object")} of {Words.Count(item.Files.Count, "file")}{version}\n");
        foreach (var kind in item.Objects.GroupBy(o => o.Kind.Value).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal))
        {
            text.Append($"    {kind.Count(),4} {Words.OneLine(kind.Key)}\n");
        }

        foreach (var gap in item.Gaps)
        {
            text.Append($"  {paint.Of(Findings.Severity.Warning, "not understood:")} {Words.OneLine(gap.Reason)} ({Words.OneLine(gap.Span.Source.Path)}:{gap.Span.StartPosition.Line})\n");
        }

        return text.ToString();
    }

    private static string Kind(UnitKind kind) => kind.ToString().ToLowerInvariant();

    protected override void Write(DeploymentUnit item, Utf8JsonWriter json)
    {
        json.WriteString("name", item.Name);
        json.WriteString("kind", Kind(item.Kind));
        json.WriteString("kubernetesVersion", item.Facts.Version?.ToString());
        json.WriteBoolean("fullyKnown", item.IsFullyKnown);
        json.WriteStartArray("files");
        foreach (var file in item.Files.Order(StringComparer.Ordinal))
        {
            json.WriteStringValue(file);
        }

        json.WriteEndArray();
        json.WriteNumber("objects", item.Objects.Count);
        json.WriteStartArray("gaps");
        foreach (var gap in item.Gaps)
        {
            json.WriteStartObject();
            json.WriteString("file", gap.Span.Source.Path);
            json.WriteNumber("line", gap.Span.StartPosition.Line);
            json.WriteString("reason", gap.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
