using SvcLint.Model;
using SvcLint.Yaml;

namespace SvcLint.Cluster.Addresses;

/// <summary>The grammars that files in ConfigMaps are written in.</summary>
public enum FileFormat
{
    /// <summary>One setting a line.</summary>
    Lines,

    /// <summary>YAML or JSON.</summary>
    Tree,

    /// <summary>nginx.</summary>
    Directives,

    /// <summary>Caddyfile, Corefile.</summary>
    Blocks,

    /// <summary>Shell.</summary>
    Script,

    /// <summary>XML.</summary>
    Elements,
}

/// <summary>A configuration file of a container, read by its grammar; its name and its text say which.</summary>
public sealed class ContainerConfigurationFile
{
    // Longer texts are data, not configuration.
    private const int MaxLength = 512 * 1024;

    private ContainerConfigurationFile(EmbeddedFile text, FileFormat format, YamlNode? root, IReadOnlyList<ConfigurationSetting> settings)
    {
        Text = text;
        Format = format;
        Root = root;
        Settings = settings;
    }

    public EmbeddedFile Text { get; }

    public FileFormat Format { get; }

    /// <summary>The tree, where the file is one.</summary>
    public YamlNode? Root { get; }

    public IReadOnlyList<ConfigurationSetting> Settings { get; }

    /// <summary>Null for what is no file: a single value, or a text too long for configuration.</summary>
    public static ContainerConfigurationFile? Read(string name, Located<string> text)
    {
        if (text.Value.IndexOf('\n') < 0 || text.Value.Length > MaxLength)
        {
            return null;
        }

        var file = EmbeddedFile.Of(name, text);
        var format = FormatOf(name, text.Value);
        var root = format == FileFormat.Tree ? file.ReadTree() : null;
        return new ContainerConfigurationFile(file, format, root, format switch
        {
            FileFormat.Tree => OfTree(file, root),
            FileFormat.Directives => DirectiveReader.Read(file, endsWithLine: false),
            FileFormat.Blocks => DirectiveReader.Read(file, endsWithLine: true),
            FileFormat.Lines => LineReader.Read(file),
            FileFormat.Elements => ElementReader.Read(file),
            _ => [],
        });
    }

    // A later document of Spring Boot's for a profile or a platform overrides the first; which are active is not said here.
    private static IReadOnlyList<ConfigurationSetting> OfTree(EmbeddedFile file, YamlNode? root)
    {
        var settings = TreeReader.Read(root);
        HashSet<string>? overridden = null;
        foreach (var later in file.ReadLaterTrees())
        {
            var own = TreeReader.Read(later).Select(PathOf).ToArray();
            if (Array.Exists(own, p => p.StartsWith("spring.config.activate.", StringComparison.Ordinal) || p == "spring.profiles"))
            {
                (overridden ??= new HashSet<string>(StringComparer.Ordinal)).UnionWith(own);
            }
        }

        return overridden is null ? settings : [.. settings.Where(s => !overridden.Contains(PathOf(s)))];
    }

    private static string PathOf(ConfigurationSetting setting) => setting.Section.Length == 0 ? setting.Key : setting.Section.Replace('/', '.') + "." + setting.Key;

    private static FileFormat FormatOf(string name, string text)
    {
        if (name.EndsWith(".sh", StringComparison.Ordinal) || text.StartsWith("#!", StringComparison.Ordinal))
        {
            return FileFormat.Script;
        }

        if (name is "Caddyfile" or "Corefile")
        {
            return FileFormat.Blocks;
        }

        if (name.EndsWith(".xml", StringComparison.Ordinal) || text.TrimStart().StartsWith("<?xml", StringComparison.Ordinal))
        {
            return FileFormat.Elements;
        }

        if (IsTreeName(name))
        {
            return FileFormat.Tree;
        }

        return IsNginx(text) ? FileFormat.Directives
            : name.IndexOf('.') < 0 && LooksLikeTree(text) ? FileFormat.Tree
            : FileFormat.Lines;
    }

    private static bool IsTreeName(string name) =>
        name.EndsWith(".yaml", StringComparison.Ordinal) || name.EndsWith(".yml", StringComparison.Ordinal) || name.EndsWith(".json", StringComparison.Ordinal);

    private static bool IsNginx(string text) =>
        text.IndexOf(';') > 0 && text.IndexOf('{') > 0
        && (text.IndexOf("server", StringComparison.Ordinal) >= 0 || text.IndexOf("upstream", StringComparison.Ordinal) >= 0)
        && (text.IndexOf("listen", StringComparison.Ordinal) >= 0 || text.IndexOf("_pass", StringComparison.Ordinal) >= 0 || text.IndexOf("location", StringComparison.Ordinal) >= 0);

    // A key alone on its line, and something indented below it; or a brace first.
    private static bool LooksLikeTree(string text)
    {
        if (text.TrimStart().StartsWith("{", StringComparison.Ordinal))
        {
            return true;
        }

        for (var at = text.IndexOf(":\n", StringComparison.Ordinal); at >= 0; at = text.IndexOf(":\n", at + 2, StringComparison.Ordinal))
        {
            if (at + 2 < text.Length && text[at + 2] is ' ' or '-')
            {
                return true;
            }
        }

        return false;
    }
}
