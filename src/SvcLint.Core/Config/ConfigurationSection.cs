using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Config;

/// <summary>Something in the configuration that svclint cannot follow.</summary>
public sealed record ConfigurationProblem(SourceSpan Span, string Message);

/// <summary>
/// The cursor over one mapping of the configuration. Unlike a manifest, a configuration is taken strictly: an unknown key or a
/// value of the wrong type is a problem, and reads as absent. An empty list or mapping may be left without value.
/// </summary>
internal sealed class ConfigurationSection
{
    private readonly YamlMapping _mapping;
    private readonly List<ConfigurationProblem> _problems;

    private ConfigurationSection(YamlMapping mapping, SourceSpan keySpan, List<ConfigurationProblem> problems)
    {
        _mapping = mapping;
        _problems = problems;
        KeySpan = keySpan;
    }

    /// <summary>The key that holds the section; for a list item its first line.</summary>
    public SourceSpan KeySpan { get; }

    /// <summary>The section in a node; null, with a problem, when the node is no mapping.</summary>
    public static ConfigurationSection? Of(YamlNode node, SourceSpan? keySpan, IReadOnlyList<string> keys, List<ConfigurationProblem> problems)
    {
        if (node is not YamlMapping mapping)
        {
            problems.Add(new ConfigurationProblem(node.FirstLine, "must be a mapping with the keys " + string.Join(", ", keys)));
            return null;
        }

        var section = new ConfigurationSection(mapping, keySpan ?? node.FirstLine, problems);
        section.CheckKeys(keys);
        return section;
    }

    public bool Has(string key) => _mapping.TryGet(key, out _);

    public void Problem(SourceSpan span, string message) => _problems.Add(new ConfigurationProblem(span, message));

    /// <summary>A text that is not empty.</summary>
    public YamlScalar? Text(string key) => _mapping[key] is { } node ? Text(node, key) : null;

    /// <summary>A text that may look like a number: <c>1.30</c>.</summary>
    public YamlScalar? Number(string key) =>
        _mapping[key] is YamlScalar scalar && scalar.Resolve().Kind is ScalarKind.Int or ScalarKind.Float ? scalar : Text(key);

    /// <summary>A required text; a problem at the section when it is missing.</summary>
    public YamlScalar? RequiredText(string key, string why)
    {
        if (!Has(key))
        {
            Problem(KeySpan, $"the key {key} is missing: {why}");
        }

        return Text(key);
    }

    public bool? Flag(string key)
    {
        if (_mapping[key] is not { } node)
        {
            return null;
        }

        if (node is YamlScalar { Style: ScalarStyle.Plain, Value: "true" or "True" or "TRUE" })
        {
            return true;
        }

        if (node is YamlScalar { Style: ScalarStyle.Plain, Value: "false" or "False" or "FALSE" })
        {
            return false;
        }

        Problem(node.FirstLine, $"{key} must be true or false");
        return null;
    }

    /// <summary>One word of a table, whatever its type in YAML: <c>off</c> is a word here.</summary>
    public T? Word<T>(string key, IReadOnlyDictionary<string, T> words)
        where T : struct => _mapping[key] is { } node ? Word(node, key, words) : null;

    /// <summary>One of some words; null when the key is absent or its value is none of them.</summary>
    public string? Word(string key, IEnumerable<string> words) => _mapping[key] is { } node ? Word(node, key, words) : null;

    /// <summary>A list of texts; a single text stands for a list of one.</summary>
    public IReadOnlyList<YamlScalar> Texts(string key)
    {
        switch (_mapping[key])
        {
            case null:
                return [];
            case YamlScalar scalar when IsNull(scalar):
                return [];
            case YamlSequence sequence:
                return sequence.Items.Select(i => Text(i, key)).OfType<YamlScalar>().ToArray();
            case var node:
                return Text(node, key) is { } text ? [text] : [];
        }
    }

    /// <summary>A list of texts that must not be empty where it stands: empty would mean everything.</summary>
    public IReadOnlyList<YamlScalar> SomeTexts(string key)
    {
        var texts = Texts(key);
        if (texts.Count == 0 && _mapping.TryGet(key, out var entry) && (IsNull(entry.Value) || entry.Value is YamlSequence { Items.Count: 0 }))
        {
            Problem(entry.Key.Span, $"{key} is empty");
        }

        return texts;
    }

    public ConfigurationSection? Nested(string key, IReadOnlyList<string> keys) =>
        _mapping.TryGet(key, out var entry) && !IsNull(entry.Value) ? Of(entry.Value, entry.Key.Span, keys, _problems) : null;

    /// <summary>A list of mappings.</summary>
    public IReadOnlyList<ConfigurationSection> Items(string key, IReadOnlyList<string> keys)
    {
        switch (_mapping[key])
        {
            case null:
                return [];
            case YamlSequence sequence:
                return sequence.Items.Select(i => Of(i, null, keys, _problems)).OfType<ConfigurationSection>().ToArray();
            case var node:
                if (!IsNull(node))
                {
                    Problem(node.FirstLine, $"{key} must be a list: start each entry with '- '");
                }

                return [];
        }
    }

    /// <summary>The pairs of a mapping whose keys are not fixed.</summary>
    public IReadOnlyList<(YamlScalar Key, YamlNode Value)> Pairs(string key)
    {
        switch (_mapping[key])
        {
            case null:
                return [];
            case YamlMapping mapping:
                CheckDuplicates(mapping);
                return mapping.Entries.Where(e => e.Key is YamlScalar).Select(e => ((YamlScalar)e.Key, e.Value)).ToArray();
            case var node:
                if (!IsNull(node))
                {
                    Problem(node.FirstLine, $"{key} must be a mapping of names to values");
                }

                return [];
        }
    }

    public T? Word<T>(YamlNode node, string what, IReadOnlyDictionary<string, T> words)
        where T : struct => Word(node, what, words.Keys) is { } word ? words[word] : null;

    private string? Word(YamlNode node, string what, IEnumerable<string> words)
    {
        if (node is YamlScalar scalar && words.Contains(scalar.Value))
        {
            return scalar.Value;
        }

        var near = node is YamlScalar written ? Nearest(written.Value, words) : null;
        Problem(node.FirstLine, $"{what} must be {Alternatives.Of([.. words])}" + (near is null ? "" : $"; did you mean '{near}'?"));
        return null;
    }

    public YamlScalar? Text(YamlNode node, string what)
    {
        if (node is not YamlScalar scalar)
        {
            Problem(node.FirstLine, $"{what} must be text");
            return null;
        }

        if (!IsText(scalar))
        {
            Problem(node.FirstLine, IsNull(scalar) || scalar.Value.Length == 0 ? $"{what} is empty" : $"{what} must be text: write it in quotes, \"{scalar.Value}\"");
            return null;
        }

        return scalar;
    }

    public static string? Nearest(string written, IEnumerable<string> known) =>
        known.FirstOrDefault(k => k.Equals(written, StringComparison.OrdinalIgnoreCase)) ?? NearMiss.Nearest(written, known, shortest: 3);

    // A configuration is read by editors too, whose YAML is 1.2: there "yes" and "on" are texts.
    private static bool IsText(YamlScalar scalar) => scalar.Value.Length > 0 && scalar.Resolve() switch
    {
        { Kind: ScalarKind.String } => true,
        { Kind: ScalarKind.Bool } => scalar.Value is not ("true" or "True" or "TRUE" or "false" or "False" or "FALSE"),
        _ => false,
    };

    private static bool IsNull(YamlNode node) => node is YamlScalar scalar && scalar.Resolve().Kind == ScalarKind.Null;

    private void CheckKeys(IReadOnlyList<string> keys)
    {
        foreach (var entry in _mapping.Entries)
        {
            if (entry.Name is not { } name || !keys.Contains(name))
            {
                var near = entry.Name is { } written ? Nearest(written, keys) : null;
                Problem(entry.Key.FirstLine, $"unknown key {entry.Name ?? "(not a text)"}" + (near is null ? $"; known here: {string.Join(", ", keys)}" : $"; did you mean '{near}'?"));
            }
        }

        CheckDuplicates(_mapping);
    }

    private void CheckDuplicates(YamlMapping mapping)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in mapping.Entries)
        {
            if (!entry.Merged && entry.Name is { } name && !seen.Add(name))
            {
                Problem(entry.Key.Span, $"the key {name} stands here twice; only the last one would count");
            }
        }
    }
}
