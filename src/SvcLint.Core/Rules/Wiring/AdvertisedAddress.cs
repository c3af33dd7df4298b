using SvcLint.Cluster;
using SvcLint.Cluster.Addresses;
using SvcLint.Findings;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>
/// A broker or cluster member tells its clients to come back to an address that they cannot use: loopback, or a short name that only its
/// own namespace resolves while a client of another namespace is configured with it.
/// </summary>
public sealed class AdvertisedAddress : Rule
{
    private static readonly string[] Keys =
        ["advertised.listeners", "advertised.host.name", "advertised.host", "announce-ip", "announce-hostname", "publish.host", "canonical.hostname", "advertise-addr", "advertise.addr", "advertise-address", "advertise-host", "advertise.host", "advertised-address", "advertise-client-urls", "initial-advertise-peer-urls", "advertise", "broadcast.address", "rpc.address.advertised"];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2072",
        Name = "advertised-address-unusable",
        Title = "A process advertises an address that its clients cannot use",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
        Effect = "clients connect, are sent to this address and fail",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var workload in context.Unit.Workloads)
        {
            if (context.Unit.ServiceOf(workload) is not { } service)
            {
                continue;
            }

            foreach (var (key, value) in Advertised(workload, context.Unit))
            {
                var hosts = Hosts(value.Value).ToArray();
                if (hosts.Length > 0 && hosts.All(h => IsLoopback(h.Text)) && OnlyPod(workload))
                {
                    yield return Report(
                        workload,
                        value.Part(hosts[0].Start, hosts[0].Start + hosts[0].Text.Length),
                        $"{workload.Kind.Value} {workload.Name} advertises '{hosts[0].Text}' to its clients ({key})",
                        [new RelatedSpan(service.NameSpan, "clients come here first")],
                        help: $"advertise the Service or the pod, as '{service.Name}' or '$(POD_IP)'");
                }
                else if (hosts.FirstOrDefault(h => h.Text == service.Name || context.Unit.FindServices(h.Text, workload.Namespace).Any()) is { Text: not null } brief && brief.Text.IndexOf('.') < 0
                    && ClientElsewhere(context, workload) is { } client)
                {
                    yield return Report(
                        workload,
                        value.Part(brief.Start, brief.Start + brief.Text.Length),
                        $"'{brief.Text}' is advertised to clients, but {client.Owner.Kind.Value} {client.Owner.Name} of namespace {client.Owner.Namespace} does not resolve it",
                        [new RelatedSpan(client.HostSpan, "client of another namespace")],
                        help: $"advertise '{brief.Text}.{workload.Namespace}.svc.{context.Facts.ClusterDomain}'");
                }
            }
        }
    }

    // Sidecars and clients in the same pod may use the loopback; a container alone has none.
    private static bool OnlyPod(Workload workload) => workload.ServingContainers().Count() == 1;

    private static ConfiguredAddress? ClientElsewhere(RuleContext context, Workload workload) => workload.Namespace is null ? null : context.Unit.Addresses.FirstOrDefault(a =>
        a.IsCertain && a.Owner.Namespace is { } own && own != workload.Namespace
        && context.Unit.FindServices(a.Name.Name, a.Namespace).Any(s => NamespaceComparer.MayBeSame(s.Namespace, workload.Namespace) && LabelMatching.Selects(s.Spec?.Selector, workload)));

    private static IEnumerable<(string Key, Located<string> Value)> Advertised(Workload workload, DeploymentUnit unit)
    {
        foreach (var container in workload.ServingContainers())
        {
            foreach (var variable in container.Env?.Items ?? [])
            {
                if (variable is { Name: { } name, Value: { } value } && IsAdvertised(name.Value))
                {
                    yield return (name.Value, value);
                }
            }

            Located<string>? before = null;
            foreach (var word in (container.Command?.Items ?? []).Concat(container.Args?.Items ?? []))
            {
                if (word.Value.IndexOf('=') is > 0 and var equals && word.Value.IndexOf('\n') < 0 && IsAdvertised(word.Value.Substring(0, equals)))
                {
                    yield return (word.Value.Substring(0, equals), word.Slice(equals + 1, word.Value.Length));
                }
                else if (before?.Value is ['-', ..] flag && flag.IndexOf('=') < 0 && word.Value.IndexOf('\n') < 0 && IsAdvertised(flag))
                {
                    yield return (flag, word);
                }

                before = word;
            }
        }

        foreach (var entry in ListeningEvidence.ConfigMaps(workload, unit).SelectMany(m => m.Data?.Entries ?? []))
        {
            if (IsAdvertised(entry.Key.Value) && entry.Value.Value.IndexOf('\n') < 0)
            {
                yield return (entry.Key.Value, entry.Value);
            }

            foreach (var setting in unit.ConfigurationFiles.Of(entry)?.Settings ?? [])
            {
                if (IsAdvertised(setting.Key) || IsAdvertised(setting.Section + "." + setting.Key))
                {
                    yield return (setting.Key, setting.Value);
                }
            }
        }
    }

    private static bool IsAdvertised(string key)
    {
        var plain = key.TrimStart('-').ToLowerInvariant().Replace('_', '.').Replace('/', '.');
        return Array.Exists(Keys, k => k == "advertise" ? plain == k : plain.EndsWith(k, StringComparison.Ordinal) || plain.Replace('-', '.').EndsWith(k.Replace('-', '.'), StringComparison.Ordinal));
    }

    // NAME://host:port, several after commas; or a host alone.
    private static IEnumerable<(int Start, string Text)> Hosts(string value)
    {
        for (var start = 0; start < value.Length;)
        {
            var end = value.IndexOf(',', start);
            end = end < 0 ? value.Length : end;
            var scheme = value.IndexOf("://", start, end - start, StringComparison.Ordinal);
            var from = scheme < 0 ? start : scheme + 3;
            while (from < end && char.IsWhiteSpace(value[from]))
            {
                from++;
            }

            var to = value.IndexOf(':', from, end - from);
            to = to < 0 ? end : to;
            yield return (from, value.Substring(from, to - from).TrimEnd('/', ' '));
            start = end + 1;
        }
    }

    private static bool IsLoopback(string host) => host == "localhost" || host.StartsWith("127.", StringComparison.Ordinal);
}
