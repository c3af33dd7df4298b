using SvcLint.Cluster;
using SvcLint.Cluster.Listening;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Rules.Wiring;

/// <summary>A route of Traefik names an entry point that the Traefik of the input, whose configuration is known, does not define.</summary>
public sealed class EntryPointNotDefined : Rule
{
    private const string Annotation = "traefik.ingress.kubernetes.io/router.entrypoints";

    // Traefik's own, for the dashboard, the ping and the metrics.
    private const string Internal = "traefik";

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2061",
        Name = "entry-point-not-defined",
        Title = "A route names an entry point that Traefik does not define",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Effect = "Traefik drops the route; requests are answered with 404 or refused",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        if (!context.Unit.IsFullyKnown)
        {
            yield break;
        }

        var routes = context.Unit.Objects.SelectMany(o => Named(o).Select(n => (Owner: o, Name: n))).ToArray();
        if (routes.Length == 0 || Defined(context.Unit) is not { Count: > 0 } defined)
        {
            yield break;
        }

        var names = defined.Keys.Where(k => k != Internal).OrderBy(k => k, StringComparer.Ordinal).ToArray();
        foreach (var (owner, name) in routes.Where(r => !defined.ContainsKey(r.Name.Value)))
        {
            var meant = NearMiss.Nearest(name.Value, names) ?? (names.Length == 1 ? names[0] : null);
            yield return Report(
                owner,
                name.Span,
                $"Traefik has no entry point '{name.Value}' (it has: {PortNames.Some(names)})",
                [new RelatedSpan(defined[meant ?? names[0]], "entry point")],
                help: meant is null ? "use one of Traefik's entry points" : $"write '{meant}'");
        }
    }

    private static IEnumerable<Located<string>> Named(KubernetesObject item)
    {
        if (item is { Group: "traefik.io" or "traefik.containo.us", Kind.Value: "IngressRoute" or "IngressRouteTCP" or "IngressRouteUDP", Node: { } node })
        {
            return MappingReader.Of(node).Nested("spec")?.Strings("entryPoints")?.Items ?? [];
        }

        return item is Ingress && item.Metadata.Annotations?.Find(Annotation)?.Value is { } list ? Parts(list) : [];
    }

    private static IEnumerable<Located<string>> Parts(Located<string> list)
    {
        var at = 0;
        foreach (var part in list.Value.Split(','))
        {
            var start = at + (part.Length - part.TrimStart().Length);
            yield return list.Slice(start, start + part.Trim().Length);
            at += part.Length + 1;
        }
    }

    // Null where one Traefik is configured by what is not known: an environment, a volume, a file without entry points.
    private static Dictionary<string, SourceSpan>? Defined(DeploymentUnit unit)
    {
        var defined = new Dictionary<string, SourceSpan>(StringComparer.OrdinalIgnoreCase);
        foreach (var workload in unit.Workloads)
        {
            foreach (var container in workload.ServingContainers().Where(c => StockImages.Find(c.Image?.Value)?.Names == "traefik"))
            {
                var files = MountedFile.Below("/etc/traefik", container, workload, unit);
                var words = (container.Command?.Items ?? []).Concat(container.Args?.Items ?? []).ToArray();
                if (files is null || container.EnvFrom is { Count: > 0 } || (container.Env?.Items ?? []).Any(e => e.Name?.Value.StartsWith("TRAEFIK_", StringComparison.OrdinalIgnoreCase) == true) || !Add(words, files, defined))
                {
                    return null;
                }
            }
        }

        if (defined.Count > 0)
        {
            defined[Internal] = defined.Values.First();
        }

        return defined;
    }

    private static bool Add(IReadOnlyList<Located<string>> words, IReadOnlyList<MountedFile> files, Dictionary<string, SourceSpan> defined)
    {
        foreach (var word in words)
        {
            if (word.Value.StartsWith("--configfile", StringComparison.OrdinalIgnoreCase) && !files.Any(f => word.Value.EndsWith(f.Path, StringComparison.Ordinal)))
            {
                return false;
            }

            var parts = word.Value.Split('=')[0].Split('.');
            if (parts.Length > 2 && string.Equals(parts[0], "--entrypoints", StringComparison.OrdinalIgnoreCase))
            {
                defined[parts[1]] = word.Span;
            }
        }

        foreach (var file in files)
        {
            if (file.File.Root is not YamlMapping root)
            {
                return false;
            }

            foreach (var entry in (root["entryPoints"] as YamlMapping)?.Entries ?? [])
            {
                defined[entry.Name ?? ""] = entry.Key.Span;
            }
        }

        return true;
    }
}
