using System.Text.Json;
using SvcLint.Cli.Hosting;
using SvcLint.Findings;
using SvcLint.Rules;

namespace SvcLint.Cli.Outputs;

/// <summary>The tool and its catalogue in SARIF: every rule with its page as help, whether it fired or not.</summary>
internal static class SarifRules
{
    // GitHub's limit for short and full descriptions.
    private const int MaxDescription = 1024;

    public static int IndexOf(string ruleId)
    {
        for (var i = 0; i < RuleCatalog.All.Count; i++)
        {
            if (RuleCatalog.All[i].Info.Id == ruleId)
            {
                return i;
            }
        }

        return -1;
    }

    public static string Level(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        Severity.Info => "note",
        _ => "none",
    };

    public static void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "svclint");
        json.WriteString("version", ToolVersion.Text);
        json.WriteString("semanticVersion", ToolVersion.Text);
        json.WriteString("informationUri", "https://github.com/svclint/svclint");
        json.WriteStartArray("rules");
        foreach (var rule in RuleCatalog.All)
        {
            Write(rule.Info, json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(RuleInfo rule, Utf8JsonWriter json)
    {
        var page = RulePages.Find(rule.Id);
        var finds = page is null ? "" : RulePages.FirstParagraph(page, "What it finds");
        json.WriteStartObject();
        json.WriteString("id", rule.Id);
        json.WriteString("name", PascalCase(rule.Name));
        Text(json, "shortDescription", rule.Title + ".");
        Text(json, "fullDescription", finds.Length == 0 ? rule.Title + "." : finds);
        json.WriteString("helpUri", RuleCatalog.HelpLink(rule.Id, ToolVersion.Text));
        json.WriteStartObject("help");
        json.WriteString("text", $"{rule.Title}. Run: svclint explain {rule.Id}");
        if (page is not null)
        {
            json.WriteString("markdown", RulePages.Body(page));
        }

        json.WriteEndObject();
        json.WriteStartObject("defaultConfiguration");
        json.WriteBoolean("enabled", rule.Severity != Severity.Off);
        json.WriteString("level", rule.Severity == Severity.Off ? "warning" : Level(rule.Severity));
        json.WriteEndObject();
        Properties(rule, json);
        json.WriteEndObject();
    }

    private static void Properties(RuleInfo rule, Utf8JsonWriter json)
    {
        json.WriteStartObject("properties");
        json.WriteStartArray("tags");
        json.WriteStringValue("kubernetes");
        json.WriteStringValue("networking");
        json.WriteStringValue(rule.IsSecurity ? "security" : "correctness");
        json.WriteEndArray();
        json.WriteString("precision", Words.Of(rule.Confidence));
        json.WriteString("problem.severity", rule.Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "recommendation" });
        if (rule.SecuritySeverity is { } score)
        {
            json.WriteString("security-severity", score);
        }

        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string property, string text)
    {
        json.WriteStartObject(property);
        json.WriteString("text", text.Length <= MaxDescription ? text : text[..(MaxDescription - 1)] + "…");
        json.WriteEndObject();
    }

    private static string PascalCase(string name) => string.Concat(name.Split('-').Select(w => w.Length == 0 ? w : char.ToUpperInvariant(w[0]) + w[1..]));
}
