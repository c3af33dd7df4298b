using SvcLint.Model;

namespace SvcLint.Names;

/// <summary>A server block of the Corefile: the zones that it serves, and the plugins that answer, which take their turns in CoreDNS' own order.</summary>
internal sealed record ServerBlock
{
    private const string DefaultPort = "53";

    // Plugins with zones of their own; those before kubernetes come first, whatever the order in the file.
    private static readonly string[] Before = ["route53", "azure", "clouddns", "k8s_external"];
    private static readonly string[] Behind = ["file", "auto", "secondary", "etcd", "forward", "proxy", "grpc", "erratic", "whoami", "nomad", "alternate"];

    // They change answers in ways that are said, and not followed.
    private static readonly (string Name, string Does)[] NotFollowed =
    [
        ("autopath", "autopath may end a search at its first name"),
        ("dns64", "dns64 makes AAAA records of A records"),
        ("acl", "acl may refuse some clients"),
        ("view", "view answers some clients alone"),
    ];

    /// <summary>What plugins that are not followed may do to answers.</summary>
    public IReadOnlyList<string> Doubts { get; init; } = [];

    /// <summary>Without final dots; the root is empty.</summary>
    public required IReadOnlyList<string> Zones { get; init; }

    public string Port { get; init; } = DefaultPort;

    public IReadOnlyList<RewriteRule> Rewrites { get; init; } = [];

    public IReadOnlyList<TemplatePlugin> Templates { get; init; } = [];

    public HostsPlugin? Hosts { get; init; }

    public KubernetesPlugin? Kubernetes { get; init; }

    /// <summary>Others that answer before it: name, zones and what they ask.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<string> Zones, string Text)> EarlierPlugins { get; init; } = [];

    /// <summary>Those that answer behind it.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<string> Zones, string Text)> LaterPlugins { get; init; } = [];

    /// <summary>The block that kubeadm writes.</summary>
    public static ServerBlock Assumed(KubernetesPlugin plugin) => new() { Zones = [""], Kubernetes = plugin, LaterPlugins = [("forward", [""], "")] };

    public static ServerBlock Read(CorefileDirective block, ConfigMap source)
    {
        var keys = block.Words.SelectMany(w => w.Split([','], StringSplitOptions.RemoveEmptyEntries)).Select(KeyOf).ToArray();
        var zones = keys.Select(k => k.Zone).ToArray();
        return new ServerBlock
        {
            Zones = zones,
            Port = keys.Length > 0 ? keys[0].Port : DefaultPort,
            Rewrites = [.. Named("rewrite").SelectMany(RewriteRule.Read)],
            Templates = [.. Named("template").Select(d => TemplatePlugin.Read(d, zones))],
            Hosts = Named("hosts").Select(d => HostsPlugin.Read(d, zones, source)).FirstOrDefault(),
            Kubernetes = Named("kubernetes").Select(d => KubernetesPlugin.Read(d, zones)).FirstOrDefault(),
            EarlierPlugins = Others(Before),
            LaterPlugins = Others(Behind),
            Doubts = [.. NotFollowed.Where(p => Named(p.Name).Any()).Select(p => p.Does)],
        };

        IEnumerable<CorefileDirective> Named(string name) => block.Body.Where(d => d.Name == name);

        (string Name, IReadOnlyList<string> Zones, string Text)[] Others(string[] names) =>
            [.. block.Body.Where(d => Array.IndexOf(names, d.Name) >= 0).Select(d => (d.Name, ZonesOf(d, zones), string.Join(" ", d.Arguments.Skip(d.Name is "forward" or "proxy" or "grpc" ? 1 : 0))))];
    }

    // forward FROM TO...; file DBFILE ZONES...; the rest ZONES...
    private static IReadOnlyList<string> ZonesOf(CorefileDirective directive, IReadOnlyList<string> zones)
    {
        var own = directive.Name switch
        {
            "forward" or "proxy" or "grpc" => directive.Arguments.Take(1),
            "file" or "nomad" => directive.Arguments.Skip(1),
            "erratic" or "whoami" or "route53" or "azure" => [],
            _ => directive.Arguments,
        };
        return own.Select(DnsName.Normal).ToArray() is { Length: > 0 } named ? named : zones;
    }

    // dns://corp.example:5353 and .:53
    private static (string Zone, string Port) KeyOf(string key)
    {
        var scheme = key.IndexOf("://", StringComparison.Ordinal);
        var rest = scheme >= 0 ? key.Substring(scheme + 3) : key;
        var colon = rest.LastIndexOf(':');
        var isPort = colon >= 0 && colon < rest.Length - 1 && rest.Skip(colon + 1).All(char.IsDigit);
        return (DnsName.Normal(isPort ? rest.Substring(0, colon) : rest), isPort ? rest.Substring(colon + 1) : scheme > 0 && !key.StartsWith("dns:", StringComparison.Ordinal) ? key.Substring(0, scheme) : DefaultPort);
    }
}
