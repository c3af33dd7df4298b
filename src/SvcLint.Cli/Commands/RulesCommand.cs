using System.Text;
using System.Text.Json;
using SvcLint.Cli.Hosting;
using SvcLint.Cli.Outputs;
using SvcLint.Findings;
using SvcLint.Rules;

namespace SvcLint.Cli.Commands;

/// <summary><c>svclint rules</c></summary>
internal sealed class RulesCommand : Command
{
    private static readonly Option Format = new("--format", "FORMAT", "How they are written; default text") { Choices = ["text", "json"] };

    public override string Name => "rules";

    public override string Operands => "";

    public override string Summary => "List every rule";

    public override IReadOnlyList<Option> Options { get; } = [Format, InputArguments.Color];

    public override int Run(Arguments arguments, Host host)
    {
        if (arguments.Value(Format) == "json")
        {
            WriteJson(host);
        }
        else
        {
            host.Print(Text(InputArguments.Paint(arguments, Host.OutputIsTerminal)));
        }

        return ExitStatus.Clean;
    }

    private static string Text(Paint paint)
    {
        var text = new StringBuilder();
        foreach (var category in RuleCatalog.All.GroupBy(r => r.Info.Category))
        {
            text.Append(text.Length > 0 ? "\n" : "").Append(paint.Bold(category.Key.ToString())).Append('\n');
            foreach (var rule in category)
            {
                text.Append($"  {rule.Info.Id}  {paint.Of(rule.Info.Severity, Words.Of(rule.Info.Severity).PadRight(7))}  {rule.Info.Name}: {rule.Info.Title}\n");
            }
        }

        return text.ToString();
    }

    private static void WriteJson(Host host)
    {
        using (var json = new Utf8JsonWriter(host.Output, JsonLayout.Indented))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteStartArray("rules");
            foreach (var rule in RuleCatalog.All)
            {
                Write(rule.Info, json);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        host.Print("\n");
    }

    private static void Write(RuleInfo rule, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", rule.Id);
        json.WriteString("name", rule.Name);
        json.WriteString("title", rule.Title);
        json.WriteString("category", rule.Category.ToString());
        json.WriteString("severity", Words.Of(rule.Severity));
        json.WriteString("confidence", Words.Of(rule.Confidence));
        json.WriteString("since", rule.Since);
        json.WriteBoolean("security", rule.IsSecurity);
        json.WriteString("help", RuleCatalog.HelpLink(rule.Id, ToolVersion.Text));
        json.WriteEndObject();
    }
}
