using SvcLint.Kustomize;

namespace SvcLint.Names;

/// <summary>Settings of CoreDNS' kubernetes plugin; the defaults are kubeadm's.</summary>
internal sealed record KubernetesPlugin
{
    /// <summary>The zones that it answers, without final dots, reverse zones among them.</summary>
    public IReadOnlyList<string> Zones { get; init; } = ["cluster.local", .. DnsName.ReverseZones];

    public PodNameMode Pods { get; init; } = PodNameMode.Insecure;

    public bool EndpointPodNames { get; init; }

    public bool IgnoreEmptyService { get; init; }

    public bool NoEndpoints { get; init; }

    /// <summary>The namespaces that it knows; null for all.</summary>
    public IReadOnlyList<string>? Namespaces { get; init; }

    /// <summary>Which namespaces it knows, by their labels.</summary>
    public LabelExpression? NamespaceLabels { get; init; }

    /// <summary>Which Services, slices and pods it knows.</summary>
    public LabelExpression? Labels { get; init; }

    /// <summary>Zones in which the next plugin is asked for what does not exist; empty for all of its own, null for none.</summary>
    public IReadOnlyList<string>? Fallthrough { get; init; } = DnsName.ReverseZones;

    /// <summary>Zones whose Services are those of several clusters.</summary>
    public IReadOnlyList<string> Multicluster { get; init; } = [];

    /// <summary>The first zone that is no reverse zone.</summary>
    public string Domain => Zones.FirstOrDefault(z => !DnsName.IsReverseZone(z)) ?? "cluster.local";

    /// <summary>True where the next plugin is asked for a name that does not exist.</summary>
    public bool FallsThrough(string name) => Fallthrough is { } zones && (zones.Count == 0 || zones.Any(z => DnsName.IsBelow(name, z)));

    /// <param name="directive">Of a server block.</param>
    /// <param name="zones">Of the server block.</param>
    public static KubernetesPlugin Read(CorefileDirective directive, IReadOnlyList<string> zones)
    {
        var own = directive.Arguments.Select(DnsName.Normal).ToArray();
        var plugin = new KubernetesPlugin { Zones = own.Length > 0 ? own : zones, Pods = PodNameMode.Disabled, Fallthrough = null };
        foreach (var option in directive.Body)
        {
            var arguments = option.Arguments.ToArray();
            plugin = (option.Name, arguments) switch
            {
                ("pods", ["insecure"]) => plugin with { Pods = PodNameMode.Insecure },
                ("pods", ["verified"]) => plugin with { Pods = PodNameMode.Verified },
                ("pods", ["disabled"]) => plugin with { Pods = PodNameMode.Disabled },
                ("endpoint_pod_names", _) => plugin with { EndpointPodNames = true },
                ("ignore", ["empty_service", ..]) => plugin with { IgnoreEmptyService = true },
                ("noendpoints", _) => plugin with { NoEndpoints = true },
                ("namespaces", { Length: > 0 }) => plugin with { Namespaces = [.. plugin.Namespaces ?? [], .. arguments] },
                ("namespace_labels", { Length: > 0 }) => plugin with { NamespaceLabels = LabelExpression.Parse(string.Join(" ", arguments)) },
                ("labels", { Length: > 0 }) => plugin with { Labels = LabelExpression.Parse(string.Join(" ", arguments)) },
                ("fallthrough", _) => plugin with { Fallthrough = [.. arguments.Select(DnsName.Normal)] },
                ("multicluster", _) => plugin with { Multicluster = [.. arguments.Select(DnsName.Normal)] },
                _ => plugin,
            };
        }

        return plugin;
    }
}
