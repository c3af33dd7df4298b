using System.Globalization;
using SvcLint.Kustomize;
using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Cluster.Applications;

/// <summary>One set of parameters, and the place that it comes from.</summary>
/// <param name="Values">The parameters.</param>
/// <param name="From">The element, folder or file.</param>
/// <param name="Template">What the generator itself says of the template; it goes first.</param>
internal sealed record GeneratedParameters(YamlMapping Values, SourceSpan From, YamlMapping? Template = null);

/// <summary>
/// The generators of an ApplicationSet over what the repository holds: lists, clusters that are declared as Secrets, folders and files of the
/// repository itself, matrix and merge of those. What only a cluster or another service knows is a gap.
/// </summary>
internal sealed class Generators(SourceBuilder sources, RepositoryMap repositories, ParameterText text, IReadOnlyList<Secret> clusters)
{
    /// <summary>More Applications than this nobody keeps in one cluster.</summary>
    public const int Most = 2000;

    private const int MaxDepth = 8;
    private const int MaxFolders = 50_000;

    private readonly List<UnitGap> _gaps = [];
    private readonly List<ChartProblem> _problems = [];

    public IReadOnlyList<UnitGap> Gaps => _gaps;

    /// <summary>What Argo CD refuses.</summary>
    public IReadOnlyList<ChartProblem> Problems => _problems;

    /// <summary>There are more than <see cref="Most"/>.</summary>
    public bool IsCut { get; private set; }

    public IReadOnlyList<GeneratedParameters> Run(IEnumerable<YamlMapping> generators) => Cut(generators.SelectMany(g => Run(g, null, 0)));

    private List<GeneratedParameters> Cut(IEnumerable<GeneratedParameters> all)
    {
        var some = all.Take(Most + 1).ToList();
        if (some.Count > Most)
        {
            IsCut = true;
            some.RemoveAt(Most);
        }

        return some;
    }

    private IEnumerable<GeneratedParameters> Run(YamlMapping generator, YamlMapping? outer, int depth)
    {
        var selector = generator["selector"] as YamlMapping;
        foreach (var entry in generator.Entries.Where(e => e.Name is not (null or "selector")))
        {
            if (depth > MaxDepth)
            {
                Gap(entry.Key.Span, "generators nest too deeply");
                continue;
            }

            var value = entry.Value as YamlMapping ?? NodeEdit.EmptyMapping(entry.Key.Span);
            var template = depth == 0 ? value["template"] as YamlMapping : null;
            value = outer is null ? value : (YamlMapping)text.Fill(value, outer);
            var generated = entry.Name switch
            {
                "list" => List(value),
                "clusters" => Clusters(value, entry.Key.Span),
                "git" => Git(value, entry.Key.Span),
                "matrix" => Matrix(value, outer, depth),
                "merge" => Merge(value, depth),
                _ => Unknown(entry),
            };
            foreach (var parameters in generated.Where(p => Admits(selector, ParameterText.Flat(p.Values))))
            {
                yield return template is null ? parameters : parameters with { Template = template };
            }
        }
    }

    private static IEnumerable<YamlMapping> Inner(YamlMapping generator) => generator["generators"] is YamlSequence list ? list.Items.OfType<YamlMapping>() : [];

    private static IEnumerable<GeneratedParameters> List(YamlMapping list)
    {
        var elements = (list["elements"] as YamlSequence)?.Items.OfType<YamlMapping>() ?? [];
        if (list["elementsYaml"] is YamlScalar { Value.Length: > 0 } text && YamlReader.Read(TextSlice.Whole(new SourceText("", text.Value))).Root is YamlSequence made)
        {
            elements = elements.Concat(made.Items.OfType<YamlMapping>().Select(e => EmbeddedValues.At(e, text.FirstLine)));
        }

        return elements.Select(e => new GeneratedParameters(e, e.FirstLine));
    }

    private IEnumerable<GeneratedParameters> Unknown(YamlEntry entry)
    {
        if (entry.Name is not ("scmProvider" or "pullRequest" or "clusterDecisionResource" or "plugin"))
        {
            Refuse(entry.Key.Span, $"generator '{entry.Name}' is none that Argo CD has");
        }

        Gap(entry.Key.Span, $"what generator {entry.Name} finds is not in the repository");
        return [];
    }

    private IEnumerable<GeneratedParameters> Clusters(YamlMapping generator, SourceSpan place)
    {
        // The cluster of Argo CD itself has no Secret.
        Gap(place, clusters.Count == 0 ? "the clusters that Argo CD knows are not in the repository" : "Argo CD may know more clusters");
        const string Local = "https://kubernetes.default.svc";
        if (generator["selector"] is not YamlMapping { Entries.Count: > 0 } && clusters.Count > 0 && !clusters.Any(c => ObjectData.Of(c)?.Any(d => d.Key == "server" && d.Value.Value.TrimEnd('/') == Local) == true))
        {
            YamlScalar Text(string value) => NodeEdit.Text(place, value);
            yield return new GeneratedParameters(WithValues(MadeNode.Mapping(place, ("name", Text("in-cluster")), ("nameNormalized", Text("in-cluster")), ("server", Text(Local))), generator["values"]), place);
        }

        foreach (var secret in clusters)
        {
            var labels = (secret.Metadata.Labels?.Entries ?? []).GroupBy(l => l.Key.Value).ToDictionary(l => l.Key, l => l.Last().Value.Value, StringComparer.Ordinal);
            if (!Admits(generator["selector"] as YamlMapping, labels) || ObjectData.Of(secret) is not { } data)
            {
                continue;
            }

            var span = secret.NameSpan;
            var name = NodeEdit.Text(span, data.LastOrDefault(d => d.Key == "name").Value?.Value ?? secret.Name ?? "");
            var server = NodeEdit.Text(span, data.LastOrDefault(d => d.Key == "server").Value?.Value ?? "");
            var metadata = MadeNode.Mapping(span, ("labels", Map(secret.Metadata.Labels)), ("annotations", Map(secret.Metadata.Annotations)));
            var parameters = MadeNode.Mapping(span, ("name", name), ("nameNormalized", NodeEdit.Text(span, Normalized(name.Value))), ("server", server), ("metadata", metadata));
            yield return new GeneratedParameters(WithValues(parameters, generator["values"]), span);
        }
    }

    private static YamlMapping? Map(StringMap? map) => map is null ? null
        : new YamlMapping(map.Span, [.. map.Entries.Select(e => new YamlEntry(NodeEdit.Text(e.Key.Span, e.Key.Value), NodeEdit.Text(e.Value.Span, e.Value.Value)))]);

    private static string Normalized(string name) => new string([.. name.ToLowerInvariant().Select(c => c is >= 'a' and <= 'z' or >= '0' and <= '9' or '-' or '.' ? c : '-').Take(253)]).Trim('-', '.');

    private IEnumerable<GeneratedParameters> Git(YamlMapping generator, SourceSpan place)
    {
        if (generator["repoURL"] is not YamlScalar url || repositories.RootOf(repositories.Key(url.Value, (generator["revision"] as YamlScalar)?.Value)) is not { } root)
        {
            Gap(place, "a git generator over another repository");
            return [];
        }

        var prefix = (generator["pathParamPrefix"] as YamlScalar)?.Value ?? "";
        return generator["directories"] is YamlSequence directories ? Directories(directories, root, generator["values"], prefix)
            : generator["files"] is YamlSequence files ? Files(files, root, generator["values"], prefix)
            : [];
    }

    private IEnumerable<GeneratedParameters> Directories(YamlSequence directories, string root, YamlNode? values, string prefix)
    {
        var patterns = directories.Items.OfType<YamlMapping>()
            .Select(d => (Path: (d["path"] as YamlScalar)?.Value.Trim('/') ?? "", IsExcluded: d["exclude"] is YamlScalar { Value: "true" }, Span: d.FirstLine)).ToArray();
        var found = Below(root, patterns.Where(p => !p.IsExcluded).Select(p => p.Path)).Folders;
        foreach (var folder in found)
        {
            var chosen = patterns.Where(p => !p.IsExcluded && PathGlob.IsMatch(p.Path, folder)).Select(p => (SourceSpan?)p.Span).FirstOrDefault();
            if (chosen is { } span && !patterns.Any(p => p.IsExcluded && PathGlob.IsMatch(p.Path, folder)))
            {
                yield return new GeneratedParameters(WithValues(PathParameters(folder, null, span, prefix), values), span);
            }
        }
    }

    private IEnumerable<GeneratedParameters> Files(YamlSequence files, string root, YamlNode? values, string prefix)
    {
        var patterns = files.Items.OfType<YamlMapping>().Select(d => (Path: (d["path"] as YamlScalar)?.Value.Trim('/') ?? "", IsExcluded: d["exclude"] is YamlScalar { Value: "true" })).ToArray();
        foreach (var file in Below(root, patterns.Where(p => !p.IsExcluded).Select(p => p.Path)).Files)
        {
            if (!patterns.Any(p => !p.IsExcluded && PathGlob.IsMatch(p.Path, file)) || patterns.Any(p => p.IsExcluded && PathGlob.IsMatch(p.Path, file)) || sources.Text(RelativePath.Combine(root, file)) is not { } source)
            {
                continue;
            }

            var read = YamlReader.Read(TextSlice.Whole(source)).Root;
            foreach (var item in read is YamlSequence list ? list.Items.OfType<YamlMapping>() : read is YamlMapping one ? [one] : (IEnumerable<YamlMapping>)[])
            {
                yield return new GeneratedParameters(WithValues(Union(item, PathParameters(RelativePath.Folder(file), RelativePath.FileName(file), item.FirstLine, prefix)), values), item.FirstLine);
            }
        }
    }

    private YamlMapping WithValues(YamlMapping parameters, YamlNode? values) => values is YamlMapping map ? Union(parameters, MadeNode.Mapping(map.FirstLine, ("values", text.Fill(map, parameters)))) : parameters;

    // Folders and files that the patterns may match, relative to the repository; a pattern's plain beginning saves the rest of the tree.
    private (IReadOnlyList<string> Folders, IReadOnlyList<string> Files) Below(string root, IEnumerable<string> patterns)
    {
        var folders = new SortedSet<string>(StringComparer.Ordinal);
        var files = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var pattern in patterns)
        {
            var segments = pattern.Split('/');
            var plain = segments.TakeWhile(s => s.IndexOfAny(['*', '?', '[', '{']) < 0).ToArray();
            var depth = segments.Contains("**") ? int.MaxValue : segments.Length;
            Walk(string.Join("/", plain.Take(segments.Length - 1)), Math.Min(plain.Length, segments.Length - 1), depth);
        }

        return ([.. folders], [.. files]);

        void Walk(string at, int level, int depth)
        {
            if (sources.Folders.List(RelativePath.Combine(root, at)) is not { } listing || level >= depth || folders.Count > MaxFolders || level > 60)
            {
                return;
            }

            files.UnionWith(listing.Files.Select(f => RelativePath.Combine(at, f)));
            foreach (var inner in listing.Folders.Where(f => f != ".git").Select(f => RelativePath.Combine(at, f)))
            {
                folders.Add(inner);
                Walk(inner, level + 1, depth);
            }
        }
    }

    private YamlMapping PathParameters(string folder, string? file, SourceSpan span, string prefix)
    {
        YamlScalar Text(string value) => NodeEdit.Text(span, value);
        var segments = folder.Split('/');
        var basename = RelativePath.FileName(folder);
        if (text.IsGo)
        {
            var path = MadeNode.Mapping(
                span,
                ("path", Text(folder)),
                ("basename", Text(basename)),
                ("basenameNormalized", Text(Normalized(basename))),
                ("segments", MadeNode.Texts(span, segments)),
                ("filename", file is null ? null : Text(file)),
                ("filenameNormalized", file is null ? null : Text(Normalized(file))));
            return MadeNode.Mapping(span, prefix.Length == 0 ? ("path", path) : (prefix, MadeNode.Mapping(span, ("path", path))));
        }

        var name = prefix.Length == 0 ? "path" : prefix + ".path";
        var entries = new List<(string, YamlNode?)>
        {
            (name, Text(folder)),
            (name + ".basename", Text(basename)),
            (name + ".basenameNormalized", Text(Normalized(basename))),
            (name + ".filename", file is null ? null : Text(file)),
            (name + ".filenameNormalized", file is null ? null : Text(Normalized(file))),
        };
        entries.AddRange(segments.Select((s, i) => (name + "[" + i.ToString(CultureInfo.InvariantCulture) + "]", (YamlNode?)Text(s))));
        return MadeNode.Mapping(span, [.. entries]);
    }

    private IEnumerable<GeneratedParameters> Matrix(YamlMapping matrix, YamlMapping? outer, int depth)
    {
        var generators = Inner(matrix).Take(3).ToArray();
        if (generators.Length != 2)
        {
            Refuse(matrix.FirstLine, $"a matrix has two generators, not {(generators.Length > 2 ? "more" : generators.Length == 1 ? "one" : "none")}");
            yield break;
        }

        foreach (var first in Cut(Run(generators[0], outer, depth + 1)))
        {
            foreach (var second in Run(generators[1], outer is null ? first.Values : Union(outer, first.Values), depth + 1))
            {
                yield return new GeneratedParameters(Union(first.Values, second.Values), second.From);
            }
        }
    }

    private IEnumerable<GeneratedParameters> Merge(YamlMapping merge, int depth)
    {
        var keys = merge["mergeKeys"] is YamlSequence list ? list.Items.OfType<YamlScalar>().Select(k => k.Value).ToArray() : [];
        var merged = new List<GeneratedParameters>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var isBase = true;
        foreach (var generator in Inner(merge))
        {
            foreach (var next in Cut(Run(generator, null, depth + 1)))
            {
                var flat = ParameterText.Flat(next.Values);
                var key = string.Join("\n", keys.Select(k => flat.TryGetValue(k, out var value) ? value : ""));
                if (places.TryGetValue(key, out var known))
                {
                    merged[known] = new GeneratedParameters(Union(merged[known].Values, next.Values), next.From);
                }
                else if (isBase)
                {
                    places.Add(key, merged.Count);
                    merged.Add(next);
                }
            }

            isBase = false;
        }

        return merged;
    }

    /// <summary>Both mappings; of what both have the second counts, mapping by mapping.</summary>
    internal static YamlMapping Union(YamlMapping first, YamlMapping second)
    {
        foreach (var entry in second.Entries.Where(e => e.Name is not null))
        {
            first = NodeEdit.Set(first, first[entry.Name!] is YamlMapping a && entry.Value is YamlMapping b ? entry with { Value = Union(a, b) } : entry);
        }

        return first;
    }

    /// <summary>The first mapping, with what the second one says; what that leaves empty stays.</summary>
    internal static YamlMapping Override(YamlMapping first, YamlMapping second)
    {
        foreach (var entry in second.Entries.Where(e => e.Name is not null && !NodeEdit.IsNullOrEmpty(e.Value) && e.Value is not (YamlScalar { Value: "" } or YamlSequence { Items.Count: 0 })))
        {
            first = NodeEdit.Set(first, first[entry.Name!] is YamlMapping a && entry.Value is YamlMapping b ? entry with { Value = Override(a, b) } : entry);
        }

        return first;
    }

    private static bool Admits(YamlMapping? selector, IReadOnlyDictionary<string, string> flat)
    {
        if (selector is null)
        {
            return true;
        }

        var labels = (selector["matchLabels"] as YamlMapping)?.Entries ?? [];
        var expressions = selector["matchExpressions"] is YamlSequence list ? list.Items.OfType<YamlMapping>() : [];
        return labels.All(l => flat.TryGetValue(l.Name ?? "", out var value) && value == (l.Value as YamlScalar)?.Value) && expressions.All(Holds);

        bool Holds(YamlMapping expression)
        {
            var has = flat.TryGetValue((expression["key"] as YamlScalar)?.Value ?? "", out var value);
            var values = expression["values"] is YamlSequence some ? some.Items.OfType<YamlScalar>().Select(v => v.Value).ToArray() : [];
            return (expression["operator"] as YamlScalar)?.Value switch
            {
                "In" => has && values.Contains(value),
                "NotIn" => !has || !values.Contains(value),
                "Exists" => has,
                "DoesNotExist" => !has,
                _ => true,
            };
        }
    }

    private void Refuse(SourceSpan span, string message)
    {
        if (_problems.All(p => p.Span != span))
        {
            _problems.Add(new ChartProblem(ApplicationProblem.NotFollowed, span, message) { Effect = "Argo CD makes no Application of it" });
        }
    }

    private void Gap(SourceSpan span, string reason)
    {
        var gap = new UnitGap(span, reason);
        if (!_gaps.Contains(gap))
        {
            _gaps.Add(gap);
        }
    }
}
