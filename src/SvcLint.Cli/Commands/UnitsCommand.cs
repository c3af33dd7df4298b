using System.Text;
using System.Text.Json;
using SvcLint.Cli.Outputs;
using SvcLint.Cluster;

namespace SvcLint.Cli.Commands;

/// <summary><c>svclint units</c>: what is taken to be applied together, and what of it was not understood.</summary>
internal sealed class UnitsCommand : Command
{
    private static readonly Option Format = new("--format", "FORMAT", "How they are written; default text") { Choices = ["text", "json"] };

    public override string Name => "units";

    public override string Operands => "[PATH...]";

    public override string Summary => "Show what is taken to be applied together, and what of it is not understood";

    public override IReadOnlyList<Option> Options { get; } = [Format, InputArguments.Unit, InputArguments.KubernetesVersion, InputArguments.Config, InputArguments.Color];

    public override int Run(Arguments arguments, Host host)
    {
        var session = LintSession.Open(arguments, host);
        foreach (var problem in session.Inputs.Unreadable)
        {
            host.Say(problem);
        }

        var units = session.Units();
        if (arguments.Value(Format) == "json")
        {
            WriteJson(units, host);
        }
        else
        {
            host.Print(string.Concat(units.Select(u => Text(u, InputArguments.Paint(arguments, Host.OutputIsTerminal)))));
        }

        if (units.Count == 0)
        {
            host.Say("no units: no Kubernetes object there");
        }

        return session.Inputs.Unreadable.Count > 0 ? ExitStatus.Trouble : ExitStatus.Clean;
    }

    private static string Text(DeploymentUnit unit, Paint paint)
    {
        var text = new StringBuilder();
        var version = unit.Facts.Version is { } declared ? $", Kubernetes {declared}" : "";
        text.Append($"{paint.Bold(unit.Name)}  {Kind(unit.Kind)}, {Words.Count(unit.Objects.Count, "object")} of {Words.Count(unit.Files.Count, "file")}{version}\n");
        foreach (var kind in unit.Objects.GroupBy(o => o.Kind.Value).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal))
        {
            text.Append($"    {kind.Count(),4} {kind.Key}\n");
        }

        foreach (var gap in unit.Gaps)
        {
            text.Append($"  {paint.Of(Findings.Severity.Warning, "not understood:")} {gap.Reason} ({gap.Span.Source.Path}:{gap.Span.StartPosition.Line})\n");
        }

        return text.ToString();
    }

    private static string Kind(UnitKind kind) => kind.ToString().ToLowerInvariant();

    private static void WriteJson(IReadOnlyList<DeploymentUnit> units, Host host)
    {
        using (var json = new Utf8JsonWriter(host.Output, JsonLayout.Indented))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteStartArray("units");
            foreach (var unit in units)
            {
                Write(unit, json);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        host.Print("\n");
    }

    private static void Write(DeploymentUnit unit, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("name", unit.Name);
        json.WriteString("kind", Kind(unit.Kind));
        json.WriteString("kubernetesVersion", unit.Facts.Version?.ToString());
        json.WriteBoolean("fullyKnown", unit.IsFullyKnown);
        json.WriteStartArray("files");
        foreach (var file in unit.Files.Order(StringComparer.Ordinal))
        {
            json.WriteStringValue(file);
        }

        json.WriteEndArray();
        json.WriteNumber("objects", unit.Objects.Count);
        json.WriteStartArray("gaps");
        foreach (var gap in unit.Gaps)
        {
            json.WriteStartObject();
            json.WriteString("file", gap.Span.Source.Path);
            json.WriteNumber("line", gap.Span.StartPosition.Line);
            json.WriteString("reason", gap.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
