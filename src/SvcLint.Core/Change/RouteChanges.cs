using System.Globalization;
using SvcLint.Model;
using SvcLint.Reachability;

namespace SvcLint.Change;

/// <summary>
/// Hosts and paths of Ingresses and routes that were there before and are there now. That a Service gets or loses such a way altogether is told
/// elsewhere.
/// </summary>
internal sealed class RouteChanges(Connectivity before, Connectivity after, ChangeCauses causes)
{
    /// <summary>A host with a path, and the Service behind it.</summary>
    private sealed record Way(string At, string Service, string Port)
    {
        /// <summary>The rule's place.</summary>
        public int Rule { get; init; }

        public bool Equals(Way? other) => other is not null && At == other.At && Service == other.Service && Port == other.Port;

        public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(At);
    }

    public IEnumerable<ExposureChange> All()
    {
        var earlier = before.Unit.Objects.Where(IsRoute).ToLookup(Id, StringComparer.Ordinal);
        foreach (var now in after.Unit.Objects.Where(IsRoute))
        {
            if (earlier[Id(now)].FirstOrDefault() is not { } was)
            {
                continue;
            }

            var (old, current) = (Ways(was), Ways(now));
            foreach (var way in old.Where(w => !current.Contains(w) && current.Exists(c => IsSameService(c, w))))
            {
                yield return Of(ChangeType.Removed, way, now, was);
            }

            foreach (var way in current.Where(w => !old.Contains(w) && old.Exists(o => IsSameService(o, w))))
            {
                yield return Of(ChangeType.Added, way, now, was);
            }
        }
    }

    private ExposureChange Of(ChangeType type, Way way, KubernetesObject now, KubernetesObject was)
    {
        var text = $"port {way.Port}";
        var lines = type == ChangeType.Added ? causes.In(now, "spec.hostnames", $"spec.rules[{way.Rule.ToString(CultureInfo.InvariantCulture)}]") : causes.In(now, "spec.hostnames", "spec.rules");
        return new ExposureChange(
            type, way.Service, $"{now.Kind.Value} {now.Name}", way.At, type == ChangeType.Added ? null : text, type == ChangeType.Added ? text : null, lines.Count > 0 ? lines : causes.Of(was, now));
    }

    // How a path is compared is part of what it lets in; most are prefixes.
    private static string Written(Located<string>? path, Located<string>? type) => (path?.Value ?? "/") + (type?.Value is null or "Prefix" or "PathPrefix" ? "" : $" ({type.Value})");

    private static bool IsSameService(Way one, Way other) => one.Service == other.Service && one.Port == other.Port;

    private static bool IsRoute(KubernetesObject item) => item is Ingress or GatewayRoute && item.Node is not null;

    private static string Id(KubernetesObject item) => $"{item.Kind.Value} {item.Namespace ?? "default"}/{item.Name}";

    private static List<Way> Ways(KubernetesObject item)
    {
        var ways = new List<Way>();
        if (MappingReader.Of(item.Node!).Nested("spec") is not { } spec)
        {
            return ways;
        }

        var rules = spec.List("rules", rule => rule)?.Items ?? [];
        for (var index = 0; index < rules.Count; index++)
        {
            var rule = rules[index];
            if (item is Ingress)
            {
                var host = rule.String("host")?.Value ?? "*";
                foreach (var path in rule.Nested("http")?.List("paths", p => p)?.Items ?? [])
                {
                    if (path.Nested("backend") is { } backend)
                    {
                        Add(index, host, Written(path.String("path"), path.String("pathType")), backend.Nested("service") ?? backend);
                    }
                }
            }
            else
            {
                var hosts = (item as GatewayRoute)!.Hostnames?.Items.Select(h => h.Value).ToArray() is { Length: > 0 } written ? written : ["*"];
                var paths = (rule.List("matches", m => m.Nested("path"))?.Items ?? []).Select(p => Written(p?.String("value"), p?.String("type"))).DefaultIfEmpty("/").ToArray();
                foreach (var backend in (rule.List("backendRefs", b => b)?.Items ?? []).Where(b => b.Int("weight")?.Value != 0))
                {
                    foreach (var host in hosts)
                    {
                        foreach (var path in paths)
                        {
                            Add(index, host, path, backend);
                        }
                    }
                }
            }
        }

        return ways;

        void Add(int rule, string host, string path, MappingReader backend)
        {
            var name = backend.String("name")?.Value ?? backend.String("serviceName")?.Value;
            var port = backend.Int("port")?.Value.ToString(CultureInfo.InvariantCulture)
                ?? backend.Nested("port") switch { { } p => p.Int("number")?.Value.ToString(CultureInfo.InvariantCulture) ?? p.String("name")?.Value, _ => backend.IntOrString("servicePort")?.Value.ToString() };
            var ns = item is GatewayRoute ? backend.String("namespace")?.Value : null;
            if (name is not null)
            {
                ways.Add(new Way(host + path, $"{ns ?? item.Namespace ?? "default"}/{name}", port ?? "") { Rule = rule });
            }
        }
    }
}
