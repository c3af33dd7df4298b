using SvcLint.Kustomize;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Cluster.Applications;

/// <summary>The releases of a helmfile with what their templates say, as far as conditions and selectors let them through.</summary>
internal sealed class HelmfileReleases
{
    /// <summary>Fields that change what a chart renders in ways that are not followed.</summary>
    public static readonly string[] Unhandled = ["transformers", "dependencies"];

    private readonly YamlMapping _values;
    private readonly bool _allowsMissing;

    public HelmfileReleases(IReadOnlyList<YamlMapping> documents, YamlMapping values, IReadOnlyList<string> selectors)
    {
        _values = values;
        _allowsMissing = documents.Any(d => d["missingFileHandler"] is YamlScalar { Value: not "Error" });
        var templates = documents.Select(d => d["templates"]).OfType<YamlMapping>().SelectMany(t => t.Entries).Where(e => e.Name is not null && e.Value is YamlMapping)
            .GroupBy(e => e.Name!, StringComparer.Ordinal).ToDictionary(g => g.Key, g => (YamlMapping)g.Last().Value, StringComparer.Ordinal);
        var labels = documents.Select(d => d["commonLabels"]).OfType<YamlMapping>().SelectMany(l => l.Entries).ToArray();
        var written = documents.SelectMany(d => d["releases"] is YamlSequence list ? list.Items : []).OfType<YamlMapping>().ToArray();
        var byDefault = documents.Select(d => d["defaultInherit"]).LastOrDefault(d => d is not null);
        IReadOnlyList<YamlMapping> inherited = [.. written.Select(r => Inherited(r, templates, byDefault))];
        UnknownNeeds = Unknown(inherited, documents.Any(d => d["namespace"] is YamlScalar { Value.Length: > 0 }));
        All =
        [
            .. inherited
                .Where(r => r["installed"] is not YamlScalar { Value: "false" } && Condition(r) is not "false" && Selected(r, labels, selectors)),
        ];
    }

    public IReadOnlyList<YamlMapping> All { get; }

    /// <summary>What releases wait for and no release is called, with the one that is meant where there is one.</summary>
    public IReadOnlyList<(YamlScalar Need, string? Near)> UnknownNeeds { get; }

    // A need without namespace is in the release's own; which kube context is meant does not matter here.
    private static IReadOnlyList<(YamlScalar, string?)> Unknown(IReadOnlyList<YamlMapping> releases, bool hasOneNamespace)
    {
        var known = releases.Where(r => r["name"] is YamlScalar).ToLookup(r => ((YamlScalar)r["name"]!).Value, NamespaceOf, StringComparer.Ordinal);
        var names = known.Select(n => n.Key).ToArray();
        return names.Any(Placeholder.Is) ? []
            : [.. from release in releases
                  where release["needs"] is YamlSequence
                  from need in ((YamlSequence)release["needs"]!).Items.OfType<YamlScalar>()
                  where need.Value.Length > 0 && !Placeholder.Is(need.Value)
                  let parts = need.Value.Split('/')
                  let name = parts[parts.Length - 1]
                  let place = parts.Length > 1 ? parts[parts.Length - 2] : NamespaceOf(release)
                  where !known[name].Any(n => hasOneNamespace || n is null || place is null || n == place)
                  let other = known[name].FirstOrDefault()
                  select (need, other is not null ? other + "/" + name : NearMiss.Nearest(name, names) is { } near ? need.Value.Substring(0, need.Value.Length - name.Length) + near : null)];
    }

    private static string? NamespaceOf(YamlMapping release) => release["namespace"] is YamlScalar { Value.Length: > 0 } scalar && !Placeholder.Is(scalar.Value) ? scalar.Value : null;

    public bool AllowsMissing(YamlMapping release) => release["missingFileHandler"] is YamlScalar handler ? handler.Value != "Error" : _allowsMissing;

    /// <summary>A condition on a value that is not there.</summary>
    public YamlScalar? UnknownCondition(YamlMapping release) => release["condition"] is YamlScalar { Value.Length: > 0 } condition && Condition(release) is null ? condition : null;

    private string? Condition(YamlMapping release)
    {
        if (release["condition"] is not YamlScalar { Value.Length: > 0 } condition)
        {
            return "true";
        }

        YamlNode? at = _values;
        foreach (var name in condition.Value.Split('.'))
        {
            at = (at as YamlMapping)?[name];
        }

        return (at as YamlScalar)?.Value;
    }

    // What both have of a list, the template's part goes first.
    private static YamlMapping Inherited(YamlMapping release, Dictionary<string, YamlMapping> templates, YamlNode? byDefault)
    {
        YamlNode[] inherit = [.. Items(byDefault), .. Items(release["inherit"])];
        if (inherit.Length == 0)
        {
            return release;
        }

        var merged = NodeEdit.EmptyMapping(release.FirstLine);
        foreach (var template in inherit.Select(i => ((i as YamlMapping)?["template"] ?? i) as YamlScalar).OfType<YamlScalar>().Where(t => templates.ContainsKey(t.Value)).Select(t => templates[t.Value]).Append(NodeEdit.Remove(release, "inherit")))
        {
            foreach (var entry in template.Entries.Where(e => e.Name is not null))
            {
                merged = NodeEdit.Set(merged, (merged[entry.Name!], entry.Value) switch
                {
                    (YamlMapping first, YamlMapping second) => entry with { Value = Generators.Union(first, second) },
                    (YamlSequence first, YamlSequence second) => entry with { Value = new YamlSequence(second.Span, [.. first.Items, .. second.Items]) },
                    _ => entry,
                });
            }
        }

        return merged.WithSpan(release.Span) as YamlMapping ?? merged;
    }

    private static IReadOnlyList<YamlNode> Items(YamlNode? node) => node is YamlSequence list ? list.Items : node is null ? [] : [node];

    // Selectors are alternatives; the parts of one all hold.
    private static bool Selected(YamlMapping release, IReadOnlyList<YamlEntry> common, IReadOnlyList<string> selectors)
    {
        return selectors.Count == 0 || selectors.Any(s => s.Split(',').All(Holds));

        bool Holds(string part)
        {
            var at = part.IndexOf('=');
            var isNot = at > 0 && part[at - 1] == '!';
            return at <= 0 || (Label(part.Substring(0, isNot ? at - 1 : at).Trim()) == part.Substring(at + 1).Trim()) != isNot;
        }

        string? Label(string name) =>
            ((name is "name" or "namespace" or "chart" ? release[name] : (release["labels"] as YamlMapping)?[name] ?? common.Where(l => l.Name == name).Select(l => l.Value).LastOrDefault()) as YamlScalar)?.Value;
    }
}
