using SvcLint.Emulation;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Names;

/// <summary>The cluster's DNS server: what CoreDNS answers for the objects of the input, by the plugins of the server block that a name falls to.</summary>
public sealed class ClusterDns
{
    private const int LongestChain = 7;

    private readonly Dictionary<KubernetesPlugin, PluginZones> _zones = [];

    /// <param name="objects">Of one cluster.</param>
    /// <param name="server">How its server is set up.</param>
    /// <param name="version">Decides what the controllers derive.</param>
    public ClusterDns(IReadOnlyList<KubernetesObject> objects, DnsServer server, KubernetesVersion version)
        : this(objects, ClusterEndpoints.Of(objects, version), server)
    {
    }

    /// <param name="objects">Of one cluster.</param>
    /// <param name="services">Its Services with their slices.</param>
    /// <param name="server">How its server is set up.</param>
    public ClusterDns(IReadOnlyList<KubernetesObject> objects, IReadOnlyList<ListedService> services, DnsServer server)
    {
        Server = server;
        Zone = DnsName.Normal(server.Domain);
        foreach (var plugin in server.Blocks.Select(b => b.Kubernetes).OfType<KubernetesPlugin>())
        {
            _zones[plugin] = new PluginZones(new DnsObjects(objects, services, plugin), plugin, AskBlock);
        }
    }

    public DnsServer Server { get; }

    /// <summary>The cluster's domain, without a final dot.</summary>
    public string Zone { get; }

    public bool HasNamespace(string name) => _zones[Server.Main].Objects.HasNamespace(name);

    /// <summary>True for names that the cluster's own server answers.</summary>
    public bool IsInZone(string name) => PluginOf(DnsName.Normal(name)) is not null;

    public DnsAnswer Ask(string name, DnsType type) => AskBlock(DnsName.Normal(name), type, 0);

    /// <summary>The Service that a full name stands for, or is below; null where there is none.</summary>
    public DnsTarget? TargetOf(string name)
    {
        var asked = DnsName.Normal(name);
        var block = BlockOf(asked);
        var meant = block is null ? null : Rewrite(block, asked, DnsType.A, out _) is { Name: var other } ? other : asked;
        return meant is not null && block!.Kubernetes is { } plugin ? _zones[plugin].Find(meant)?.TargetOf(meant) : null;
    }

    /// <summary>
    /// True for a name that does not exist whatever the cluster has besides the input: of a form that the server does not make, or below a
    /// Service of the input that has no such name.
    /// </summary>
    public bool IsRefused(string name)
    {
        var asked = DnsName.Normal(name);
        return Ask(asked, DnsType.A) is { Code: DnsCode.NxDomain, IsAssumed: false } && PluginOf(asked) is { } plugin
            && (DnsQuestion.Read(asked, DnsName.ZoneOf(asked, plugin.Zones)!) is not { Service: not null } question
                || (question.Kind == "pod" ? plugin.Pods != PodNameMode.Verified : TargetOf(asked) is not null));
    }

    private ServerBlock? BlockOf(string asked) => Server.Blocks.Select(b => (Block: b, Zone: DnsName.ZoneOf(asked, b.Zones))).Where(b => b.Zone is not null).OrderByDescending(b => b.Zone!.Length).FirstOrDefault().Block;

    private KubernetesPlugin? PluginOf(string asked) => BlockOf(asked)?.Kubernetes is { } plugin && DnsName.ZoneOf(asked, plugin.Zones) is { } zone && !DnsName.IsReverseZone(zone) ? plugin : null;

    private DnsAnswer AskBlock(string asked, DnsType type, int depth)
    {
        if (asked.Length == 0 || BlockOf(asked) is not { } block || depth > LongestChain)
        {
            return Outside(asked.Length == 0 ? "no name" : $"no server block of the Corefile serves {asked}");
        }

        return Rewrite(block, asked, type, out var why) is not { } rewritten ? AskPlugins(block, asked, type, depth)
            : rewritten.Name is not { } other ? Outside(why!)
            : Renamed(AskPlugins(block, other, type, depth), rewritten, why!);
    }

    // Rules take their turns; one that matches is the last unless it says "continue".
    private static Rewritten? Rewrite(ServerBlock block, string asked, DnsType type, out string? why)
    {
        Rewritten? last = null;
        why = null;
        foreach (var rule in block.Rewrites)
        {
            var name = last?.Name ?? asked;
            if (rule.Apply(name, type) is not { } rewritten)
            {
                continue;
            }

            why = rewritten.Name is null ? $"a rewrite rule of the Corefile ('{rule.From}') may change the question, and is not followed" : $"a rewrite rule of the Corefile asks for {rewritten.Name}";
            last = rewritten with { IsAnsweredBack = rewritten.IsAnsweredBack && last?.IsAnsweredBack != false };
            if (last.Name is null || !rule.GoesOn)
            {
                break;
            }
        }

        return last;
    }

    private static DnsAnswer Renamed(DnsAnswer answer, Rewritten rewritten, string why) => answer with
    {
        Records = rewritten.IsAnsweredBack ? answer.Records : [.. answer.Records.Select(r => r with { Owner = r.Owner ?? rewritten.Name + "." })],
        Because = [new DnsReason(why, null), .. answer.Because],
    };

    private DnsAnswer AskPlugins(ServerBlock block, string asked, DnsType type, int depth)
    {
        foreach (var template in block.Templates)
        {
            if (template.Answer(asked, type) is { } code)
            {
                return new DnsAnswer(code, []) { Because = [new DnsReason($"the template plugin of the Corefile answers{(code == DnsCode.Outside ? "; what, is not followed" : "")}", null)] };
            }
        }

        if (block.Hosts?.Answer(asked, type) is { } listed)
        {
            return listed with { Because = [new DnsReason(listed.Code == DnsCode.Outside ? "the hosts plugin of the Corefile does not pass on what it has no entry for, or reads a file that the input lacks" : "an entry of the hosts plugin", null)] };
        }

        if (block.EarlierPlugins.FirstOrDefault(p => DnsName.ZoneOf(asked, p.Zones) is not null) is { Name: { } earlier })
        {
            return Outside($"plugin {earlier} of the Corefile answers, and is not followed");
        }

        return block.Kubernetes is { } plugin && DnsName.ZoneOf(asked, plugin.Zones) is { } zone ? AskKubernetes(block, plugin, zone, asked, type, depth) : Next(block, asked);
    }

    private DnsAnswer AskKubernetes(ServerBlock block, KubernetesPlugin plugin, string zone, string asked, DnsType type, int depth)
    {
        if (plugin.Multicluster.Contains(zone))
        {
            return Outside($"{zone} is of several clusters; their ServiceImports are not followed");
        }

        var isReverse = DnsName.IsReverseZone(zone);
        var answer = isReverse ? _zones[plugin].Reverse(asked, type) : _zones[plugin].Find(asked)!.Ask(asked, type, depth);
        return answer.Code == DnsCode.NxDomain && plugin.FallsThrough(asked)
            ? Next(block, asked) with { Because = isReverse ? [new DnsReason("no address of a Service or an endpoint; the servers that CoreDNS forwards to answer it", null)] : [.. answer.Because, new DnsReason("the Corefile says fallthrough: the servers that CoreDNS forwards to are asked next", null)] }
            : answer;
    }

    private static DnsAnswer Next(ServerBlock block, string asked)
    {
        var next = block.LaterPlugins.FirstOrDefault(p => DnsName.ZoneOf(asked, p.Zones) is not null);
        return Outside(next.Name is null ? $"{asked} is not a name of the cluster, and no plugin of the Corefile answers it"
            : next.Name != "forward" ? $"plugin {next.Name} of the Corefile answers, and is not followed"
            : next.Text.Length == 0 || next.Text == "/etc/resolv.conf" ? $"{asked} is not a name of the cluster; the servers that CoreDNS forwards to answer it"
            : $"{asked} is not a name of the cluster; CoreDNS forwards it to {next.Text}");
    }

    private static DnsAnswer Outside(string why) => new(DnsCode.Outside, []) { Because = [new DnsReason(why, null)] };
}
