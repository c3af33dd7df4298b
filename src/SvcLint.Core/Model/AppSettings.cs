using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Model;

/// <summary>One value of a .NET configuration file.</summary>
/// <param name="Key">As <c>IConfiguration</c> names it: <c>RabbitMQ:Host</c>, list items by index.</param>
/// <param name="Value">A string, or the text of a number.</param>
public sealed record AppSetting(string Key, Located<string> Value)
{
    /// <summary>The environment variable that overrides it, in upper case: .NET does not mind the case.</summary>
    public string Variable => Key.Replace(":", "__").ToUpperInvariant();
}

/// <summary>
/// <c>appsettings.json</c> or <c>appsettings.ENVIRONMENT.json</c> of a .NET application: what it is configured with where it runs.
/// Comments are allowed, as the JSON configuration provider allows them.
/// </summary>
public sealed record AppSettings(SourceText Source, IReadOnlyList<AppSetting> Settings)
{
    // The gateway Ocelot has a file of its own beside it.
    private static readonly string[] Starts = ["appsettings", "ocelot"];
    private const string End = ".json";

    // On a developer's machine and in Docker Compose the same names mean something else.
    private static readonly string[] Elsewhere = ["development", "local", "localhost", "docker", "compose", "container", "test", "tests", "testing", "e2e"];

    /// <summary>The environment that the file is for, as its name says; "" for the base file, which counts in all of them.</summary>
    public string Environment => EnvironmentOf(Source.Path) ?? "";

    /// <summary>
    /// True for an environment that may be a cluster. Addresses in the base file say nothing of one: it holds what a developer starts
    /// with.
    /// </summary>
    public bool MayBeOfCluster => Environment is { Length: > 0 } environment && !Elsewhere.Any(e => environment.StartsWith(e, StringComparison.OrdinalIgnoreCase));

    public static bool IsSettings(string path) => EnvironmentOf(path) is not null;

    /// <summary>True for a settings file in which the application may be told where it listens.</summary>
    public static bool SaysListening(string path) => IsSettings(path) && path.IndexOf(Starts[0], StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>Reads a settings file; null when it is no JSON object. Never throws.</summary>
    public static (AppSettings Settings, YamlNode Root)? Read(SourceText source)
    {
        // JSON without comments is YAML, and the text keeps its length: nodes have the file's own spans.
        var root = YamlReader.Read(TextSlice.Whole(source).WithText(WithoutComments(source.Content))).Root;
        if (root is not YamlMapping { IsFlow: true } mapping)
        {
            return null;
        }

        var settings = new List<AppSetting>();
        Add(mapping, "", settings);
        return (new AppSettings(source, settings), root);
    }

    // The part between the first and the last dot, if any.
    private static string? EnvironmentOf(string path)
    {
        var name = path.Substring(path.LastIndexOf('/') + 1);
        if (Array.Find(Starts, s => name.StartsWith(s, StringComparison.OrdinalIgnoreCase)) is not { } start || !name.EndsWith(End, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var length = name.Length - start.Length - End.Length;
        return length == 0 ? "" : length > 1 && name[start.Length] == '.' ? name.Substring(start.Length + 1, length - 1) : null;
    }

    private static void Add(YamlNode node, string key, List<AppSetting> settings)
    {
        switch (node)
        {
            case YamlMapping mapping:
                foreach (var entry in mapping.Entries)
                {
                    Add(entry.Value, Join(key, entry.Name ?? ""), settings);
                }

                break;
            case YamlSequence sequence:
                for (var i = 0; i < sequence.Items.Count; i++)
                {
                    Add(sequence.Items[i], Join(key, i.ToString(System.Globalization.CultureInfo.InvariantCulture)), settings);
                }

                break;
            case YamlScalar scalar:
                settings.Add(new AppSetting(key, new Located<string>(scalar.Value, scalar.Span)));
                break;
        }
    }

    private static string Join(string key, string name) => key.Length == 0 ? name : key + ":" + name;

    // Blanks for comments, and for tabs, which YAML does not take everywhere that JSON does.
    private static string WithoutComments(string text)
    {
        var letters = text.ToCharArray();
        for (var at = 0; at < letters.Length; at++)
        {
            if (letters[at] == '"')
            {
                at = JsonText.EndOfString(text, at);
            }
            else if (letters[at] == '\t')
            {
                letters[at] = ' ';
            }
            else if (JsonText.IsComment(text, at))
            {
                var end = JsonText.EndOfComment(text, at);
                for (; at < end; at++)
                {
                    letters[at] = letters[at] is '\r' or '\n' ? letters[at] : ' ';
                }

                at--;
            }
        }

        return new string(letters);
    }
}
