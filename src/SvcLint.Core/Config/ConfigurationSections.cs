using System.Globalization;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Yaml;

namespace SvcLint.Config;

/// <summary>The sections of one configuration file, each merged over what the extended files say.</summary>
internal sealed class ConfigurationSections(IReadOnlyList<RuleInfo> rules)
{
    public LintConfiguration Read(ConfigurationSection root, LintConfiguration extended) => extended with
    {
        Rules = Merge(extended.Rules, Severities(root, "rules")),
        Overrides = [.. extended.Overrides, .. root.Items("overrides", ConfigurationValues.Override).Select(Override)],
        Exclude = [.. extended.Exclude, .. root.Texts("exclude").Select(t => new Glob(t.Value))],
        DefaultCluster = root.Nested("cluster", ConfigurationValues.Cluster) is { } cluster ? Cluster(cluster, extended.DefaultCluster) : extended.DefaultCluster,
        Clusters = Clusters(root, extended.Clusters),
        Repositories = [.. extended.Repositories, .. root.Items("repositories", ConfigurationValues.Repository).Select(Repository).OfType<RepositoryDeclaration>()],
        Units = Units(root, extended.Units),
        Charts = [.. extended.Charts, .. root.Items("charts", ConfigurationValues.Chart).Select(Chart).OfType<ChartDeclaration>()],
        Projects = [.. extended.Projects, .. root.Items("projects", ConfigurationValues.Project).Select(Project).OfType<ProjectDeclaration>()],
        Externals = root.Nested("external", ConfigurationValues.External) is { } external ? Externals(external, extended.Externals) : extended.Externals,
        Connections = [.. extended.Connections, .. root.Items("connections", ConfigurationValues.Connection).SelectMany(Connections)],
        Suppressions = [.. extended.Suppressions, .. root.Items("suppress", ConfigurationValues.Suppression).Select(Suppression).OfType<ConfiguredSuppression>()],
    };

    /// <summary>The id that an id or a name stands for; null, with a problem, when no rule has it.</summary>
    private string? RuleId(ConfigurationSection section, YamlScalar written)
    {
        var known = rules.FirstOrDefault(r => r.Name == written.Value || r.Id.Equals(written.Value, StringComparison.OrdinalIgnoreCase));
        if (known is null)
        {
            section.Problem(written.Span, RuleNames.Unknown(written.Value, rules));
        }

        return known?.Id;
    }

    private Dictionary<string, Severity> Severities(ConfigurationSection section, string key)
    {
        var severities = new Dictionary<string, Severity>(StringComparer.Ordinal);
        foreach (var (rule, value) in section.Pairs(key))
        {
            if (RuleId(section, rule) is { } id && section.Word(value, "a severity", ConfigurationValues.Severities) is { } severity)
            {
                severities[id] = severity;
            }
        }

        return severities;
    }

    private SeverityOverride Override(ConfigurationSection section)
    {
        var @override = new SeverityOverride(Globs(section, "paths"), Globs(section, "units"), Severities(section, "rules"));
        if (!section.Has("paths") && !section.Has("units"))
        {
            section.Problem(section.KeySpan, "an override names paths or units; severities for everything stand under rules");
        }

        return @override;
    }

    private static ClusterFacts Cluster(ConfigurationSection section, ClusterFacts extended) => extended with
    {
        Version = Version(section) ?? extended.Version,
        DataPlane = section.Word("dataPlane", ConfigurationValues.DataPlanes) ?? extended.DataPlane,
        Provider = section.Word("provider", ConfigurationValues.Providers.Keys) is { } provider ? ConfigurationValues.Providers[provider] : extended.Provider,
        NodePortRange = NodePortRange(section) ?? extended.NodePortRange,
        ServiceCidrs = section.Has("serviceCIDRs") ? Cidrs(section, "serviceCIDRs") : extended.ServiceCidrs,
        PodCidrs = section.Has("podCIDRs") ? Cidrs(section, "podCIDRs") : extended.PodCidrs,
        ClusterDomain = section.Text("clusterDomain")?.Value.TrimEnd('.') ?? extended.ClusterDomain,
        ClosedWorld = section.Flag("closedWorld") ?? extended.ClosedWorld,
    };

    private static List<ClusterFacts> Clusters(ConfigurationSection root, IReadOnlyList<ClusterFacts> extended)
    {
        var clusters = extended.ToList();
        foreach (var section in root.Items("clusters", ConfigurationValues.NamedCluster))
        {
            if (section.RequiredText("name", "units name their cluster by it") is { } name)
            {
                var known = clusters.FindIndex(c => c.Name == name.Value);
                var facts = Cluster(section, known >= 0 ? clusters[known] : new ClusterFacts { Name = name.Value });
                facts = facts with { Server = section.Text("server")?.Value ?? facts.Server };
                if (known >= 0)
                {
                    clusters[known] = facts;
                }
                else
                {
                    clusters.Add(facts);
                }
            }
        }

        return clusters;
    }

    private static RepositoryDeclaration? Repository(ConfigurationSection section) =>
        section.RequiredText("url", "applications name the repository by it") is { } url ? new RepositoryDeclaration(url.Value, section.Text("folder")?.Value.TrimEnd('/'), url.Span) : null;

    private static List<UnitDeclaration> Units(ConfigurationSection root, IReadOnlyList<UnitDeclaration> extended)
    {
        var units = extended.ToList();
        var declared = new HashSet<string>(StringComparer.Ordinal);
        foreach (var section in root.Items("units", ConfigurationValues.Unit))
        {
            if (section.RequiredText("name", "findings and overrides name the unit by it") is not { } name)
            {
                continue;
            }

            if (!declared.Add(name.Value))
            {
                section.Problem(name.Span, $"two units are named {name.Value}; the last one counts");
            }

            var paths = Globs(section, "paths");
            if (!section.Has("paths"))
            {
                section.Problem(section.KeySpan, $"unit {name.Value} has no paths: name its manifests, its folder or its kustomization folder");
            }

            units.RemoveAll(u => u.Name == name.Value);
            units.Add(new UnitDeclaration(name.Value, paths, section.Text("cluster") is { } cluster ? new Located<string>(cluster.Value, cluster.Span) : null));
        }

        return units;
    }

    private static ChartDeclaration? Chart(ConfigurationSection section) => section.RequiredText("path", "the folder that holds Chart.yaml") is not { } path ? null : new ChartDeclaration(
        path.Value.TrimEnd('/'),
        section.Text("release")?.Value,
        section.Text("namespace")?.Value,
        [.. section.SomeTexts("values").Select(v => v.Value)],
        [.. section.SomeTexts("set").Select(v => v.Value)],
        Version(section)?.ToString(),
        [.. section.SomeTexts("apiVersions").Select(v => v.Value)],
        path.Span);

    private static ProjectDeclaration? Project(ConfigurationSection section)
    {
        var project = section.RequiredText("project", "the project file that the images are built from");
        var images = section.SomeTexts("images");
        if (!section.Has("images"))
        {
            section.Problem(section.KeySpan, "name the images, as the manifests name them");
        }

        return project is null || images.Count == 0
            ? null
            : new ProjectDeclaration(
                new Glob(project.Value), images.Select(i => i.Value).ToArray(), section.Text("dockerfile") is { } dockerfile ? new Glob(dockerfile.Value) : null, project.Span);
    }

    private static ExternalObjects Externals(ConfigurationSection section, ExternalObjects extended)
    {
        var services = new List<string>();
        foreach (var name in section.Texts("services"))
        {
            var parts = name.Value.Split('/');
            if (parts.Length > 2 || parts.Any(p => p.Length == 0))
            {
                section.Problem(name.Span, "a Service is written name or namespace/name");
                continue;
            }

            services.Add(name.Value);
        }

        var labels = section.Items("workloads", ConfigurationValues.ExternalWorkload).Select(Labels).Where(l => l.Count > 0).ToArray();
        return new ExternalObjects([.. extended.Services, .. services], [.. extended.WorkloadLabels, .. labels]);
    }

    private static IEnumerable<ConnectionAssertion> Connections(ConfigurationSection section)
    {
        var found = 0;
        foreach (var (key, kind) in ((string, AssertionKind)[])[("allow", AssertionKind.Allow), ("deny", AssertionKind.Deny), ("only", AssertionKind.Only)])
        {
            if (section.Text(key) is { } text)
            {
                found++;
                if (ConnectionAssertion.Read(kind, new Located<string>(text.Value, text.Span), section.Text("unit")?.Value) is { } assertion)
                {
                    yield return assertion;
                }
                else
                {
                    section.Problem(text.Span, ConnectionAssertion.Problem(text.Value)!);
                }
            }
        }

        if (found == 0)
        {
            section.Problem(section.KeySpan, "a connection is asserted by allow, deny or only");
        }
    }

    private static IReadOnlyDictionary<string, string> Labels(ConfigurationSection workload)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in workload.Pairs("labels"))
        {
            if (workload.Text(value, "a label's value") is { } text)
            {
                labels[key.Value] = text.Value;
            }
        }

        if (labels.Count == 0)
        {
            workload.Problem(workload.KeySpan, "an external workload has labels: those that its pods have");
        }

        return labels;
    }

    private ConfiguredSuppression? Suppression(ConfigurationSection section)
    {
        var written = section.SomeTexts("rule");
        if (!section.Has("rule"))
        {
            section.Problem(section.KeySpan, "a suppression names its rule");
        }

        var ids = written.Select(w => RuleId(section, w)).OfType<string>().ToArray();
        var reason = section.RequiredText("reason", "say why the finding is accepted");
        var text = section.Text("object");
        var about = text is null ? null : ObjectPattern.Parse(text.Value);
        if (text is not null && about is null)
        {
            section.Problem(text.Span, "an object is written Kind/name or Kind/namespace/name");
        }

        DateTime? until = null;
        if (section.Text("until") is { } date && (until = DateText.Parse(date.Value)) is null)
        {
            section.Problem(date.Span, $"until is a date, {DateText.Format}");
        }

        // Half a suppression would hide more than it says.
        return ids.Length == 0 || reason is null || (text is not null && about is null)
            ? null
            : new ConfiguredSuppression(ids, Globs(section, "paths"), about, reason.Value, until, written[0].Span);
    }

    private static KubernetesVersion? Version(ConfigurationSection section)
    {
        if (section.Number("kubernetesVersion") is not { } text)
        {
            return null;
        }

        if (KubernetesVersion.TryParse(text.Value, out var version) && version.IsSupported)
        {
            return version;
        }

        section.Problem(text.Span, $"svclint knows Kubernetes {KubernetesVersion.Oldest} to {KubernetesVersion.Newest}");
        return null;
    }

    private static (int First, int Last)? NodePortRange(ConfigurationSection section)
    {
        if (section.Text("nodePortRange") is not { } text)
        {
            return null;
        }

        var parts = text.Value.Split('-');
        if (parts.Length == 2 && TryPort(parts[0], out var first) && TryPort(parts[1], out var last) && first <= last)
        {
            return (first, last);
        }

        section.Problem(text.Span, "a node port range is written first-last, for example 30000-32767");
        return null;
    }

    private static bool TryPort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= 65535;

    private static string[] Cidrs(ConfigurationSection section, string key)
    {
        var cidrs = section.Texts(key);
        foreach (var cidr in cidrs)
        {
            if (!CidrValue.TryParse(cidr.Value, out _))
            {
                section.Problem(cidr.Span, "an address range is written in CIDR form, for example 10.96.0.0/12");
            }
        }

        return cidrs.Where(c => CidrValue.TryParse(c.Value, out _)).Select(c => c.Value).ToArray();
    }

    private static Glob[] Globs(ConfigurationSection section, string key) => section.SomeTexts(key).Select(t => new Glob(t.Value)).ToArray();

    private static Dictionary<string, Severity> Merge(IReadOnlyDictionary<string, Severity> extended, Dictionary<string, Severity> own)
    {
        var merged = new Dictionary<string, Severity>(StringComparer.Ordinal);
        foreach (var source in new[] { extended, own })
        {
            foreach (var pair in source)
            {
                merged[pair.Key] = pair.Value;
            }
        }

        return merged;
    }
}
