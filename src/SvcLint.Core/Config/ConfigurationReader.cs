using SvcLint.Findings;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Config;

/// <summary>A configuration as read, and what in it could not be followed; what could be read counts nevertheless.</summary>
public sealed record ConfigurationResult(LintConfiguration Configuration, IReadOnlyList<ConfigurationProblem> Problems);

/// <summary>
/// Reads <c>svclint.yaml</c> and the files that it extends. Those come first and in order: what the extending file says is
/// merged over them, field by field for clusters, name by name for units. Lists are joined. Globs of an extended file are
/// relative to the folder of the file that extends it, so that a shared file speaks of every repository alike.
/// </summary>
public sealed class ConfigurationReader
{
    private const int MaxFiles = 32;

    private readonly IReadOnlyList<RuleInfo> _rules;
    private readonly Func<string, SourceText?> _resolveExtends;
    private readonly List<ConfigurationProblem> _problems = [];
    private readonly List<string> _open = [];
    private int _files;

    private ConfigurationReader(IReadOnlyList<RuleInfo> rules, Func<string, SourceText?> resolveExtends)
    {
        _rules = rules;
        _resolveExtends = resolveExtends;
    }

    /// <summary>Reads a configuration. Never throws, whatever the text.</summary>
    /// <param name="source">The configuration.</param>
    /// <param name="rules">The rules that it may name.</param>
    /// <param name="resolveExtends">Gives the text of an extended file by its path, in the terms of <paramref name="source"/>'s; null when there is none.</param>
    public static ConfigurationResult Read(SourceText source, IReadOnlyList<RuleInfo> rules, Func<string, SourceText?> resolveExtends)
    {
        var reader = new ConfigurationReader(rules, resolveExtends);
        var configuration = reader.ReadFile(source, LintConfiguration.Default with { Folder = Folder(source.Path) });
        reader.CheckClusterNames(configuration);
        return new ConfigurationResult(configuration, reader._problems.ToArray());
    }

    private LintConfiguration ReadFile(SourceText source, LintConfiguration extended)
    {
        _files++;
        if (Root(source) is not { } root || ConfigurationSection.Of(root, null, ConfigurationValues.Root, _problems) is not { } section)
        {
            return extended;
        }

        _open.Add(source.Path);
        var configuration = extended;
        foreach (var path in section.Texts("extends"))
        {
            configuration = ReadExtended(source, path, configuration);
        }

        _open.RemoveAt(_open.Count - 1);
        return new ConfigurationSections(_rules).Read(section, configuration);
    }

    private LintConfiguration ReadExtended(SourceText from, YamlScalar path, LintConfiguration configuration)
    {
        var resolved = Resolve(Folder(from.Path), path.Value);
        var cycle = _open.IndexOf(resolved);
        if (cycle >= 0)
        {
            _problems.Add(new ConfigurationProblem(path.Span, "this closes a circle: " + string.Join(" extends ", [.. _open.Skip(cycle), resolved])));
            return configuration;
        }

        if (_files >= MaxFiles)
        {
            _problems.Add(new ConfigurationProblem(path.Span, $"more than {MaxFiles} files are extended; this one is left out"));
            return configuration;
        }

        if (_resolveExtends(resolved) is not { } source)
        {
            _problems.Add(new ConfigurationProblem(path.Span, $"there is no file {resolved}; the path is relative to this configuration's folder"));
            return configuration;
        }

        return ReadFile(source, configuration);
    }

    private YamlNode? Root(SourceText source)
    {
        YamlNode? root = null;
        foreach (var part in YamlStream.Split(source))
        {
            if (root is not null)
            {
                _problems.Add(new ConfigurationProblem(source.Span(part.Start, Math.Min(part.Start + 3, part.End)), "a configuration is one document; from here on nothing counts"));
                break;
            }

            var result = YamlReader.Read(part.Slice.WithText(BracketedAssertions.AsText(part.Slice.Text)));
            if (result.Problem is { } problem)
            {
                _problems.Add(new ConfigurationProblem(problem.Span, "this is not valid YAML: " + problem.Message));
            }

            root = result.Root;
        }

        return root is YamlScalar scalar && scalar.Resolve().Kind == ScalarKind.Null ? null : root;
    }

    private void CheckClusterNames(LintConfiguration configuration)
    {
        foreach (var unit in configuration.Units)
        {
            if (unit.Cluster is { } cluster && !configuration.Clusters.Any(c => c.Name == cluster.Value))
            {
                var names = configuration.Clusters.Select(c => c.Name).ToArray();
                var near = ConfigurationSection.Nearest(cluster.Value, names);
                var hint = near is not null ? $"did you mean '{near}'?" : names.Length > 0 ? "declared are " + string.Join(", ", names) : "declare it under clusters";
                _problems.Add(new ConfigurationProblem(cluster.Span, $"no cluster is named {cluster.Value}; {hint}"));
            }
        }
    }

    private static string Folder(string path)
    {
        var slash = path.LastIndexOf('/');
        return slash < 0 ? "" : path.Substring(0, slash);
    }

    // Unlike a kustomization's, the path may leave the repository: an organisation's file lies wherever it was checked out.
    private static string Resolve(string folder, string path)
    {
        if (path[0] == '/')
        {
            return path;
        }

        var parts = new List<string>();
        foreach (var part in (folder + "/" + path).Split('/'))
        {
            if (part == ".." && parts.Count > 0 && parts[parts.Count - 1] is not ("" or ".."))
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part != "." && (part.Length > 0 || (parts.Count == 0 && folder.Length > 0)))
            {
                parts.Add(part);
            }
        }

        return string.Join("/", parts);
    }
}
