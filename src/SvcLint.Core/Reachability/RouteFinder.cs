using SvcLint.Cluster;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Reachability;

/// <summary>What stands behind an Ingress, a Gateway, or a host that one of them serves.</summary>
/// <param name="Backends">The Services, each with the port that it is sent to.</param>
/// <param name="IsEncrypted">Clients connect with TLS.</param>
/// <param name="Gateway">The Gateway whose pods take the connection; null for an ingress controller.</param>
internal sealed record Route(IReadOnlyList<(string Namespace, string Name, string? Port)> Backends, bool IsEncrypted, string? Gateway);

/// <summary>Reads <c>ingress/NAMESPACE/NAME</c>, <c>gateway/NAMESPACE/NAME</c>, <c>HOST[:PORT][/PATH]</c> and URLs.</summary>
internal static class RouteFinder
{
    /// <summary>The destination without scheme and path, for one that no Ingress and no Gateway serves.</summary>
    public static string WithoutScheme(string to) =>
        Split(to) is { Scheme: { } scheme } url ? url.Host + ":" + (url.Port ?? (scheme == "https" ? "443" : "80")) : to;

    /// <summary>Null where nothing routes there; a problem where there is no such Ingress or Gateway.</summary>
    public static ConnectionAnswer<Route?> Find(DeploymentUnit unit, string to)
    {
        var parts = to.Split('/');
        if (parts.Length == 3 && parts[0] == "ingress")
        {
            return unit.OfType<Ingress>().FirstOrDefault(i => i.Name == parts[2] && (i.Namespace ?? "default") == parts[1]) is { } ingress
                ? new Route(Backends(ingress, ingress.ServiceReferences), HasTls(ingress), null)
                : new ConnectionProblem($"no such Ingress; there {Listed(unit.OfType<Ingress>())}", QuestionPart.To);
        }

        if (parts.Length == 3 && parts[0] == "gateway")
        {
            return unit.OfType<Gateway>().FirstOrDefault(g => g.Name == parts[2] && (g.Namespace ?? "default") == parts[1]) is { } gateway
                ? new Route([.. unit.OfType<GatewayRoute>().Where(r => Parents(unit, r).Contains(gateway)).SelectMany(r => Backends(r, Sent(r))).Distinct()], IsEncrypted(gateway), gateway.Name)
                : new ConnectionProblem($"no such Gateway; there {Listed(unit.OfType<Gateway>())}", QuestionPart.To);
        }

        var url = Split(to);
        // Names of the cluster are not looked up at its edge.
        return url.Host.IndexOf('.') < 0 ? null : OfIngress(unit, url) ?? OfGateway(unit, url) ?? OfOpenShift(unit, url);
    }

    private static (string? Scheme, string Host, string? Port, string? Path) Split(string to)
    {
        var scheme = to.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? "https" : to.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? "http" : null;
        var rest = scheme is null ? to : to.Substring(scheme.Length + 3);
        var slash = rest.IndexOf('/');
        var path = slash < 0 ? null : rest.Substring(slash);
        var authority = slash < 0 ? rest : rest.Substring(0, slash);
        var colon = authority.LastIndexOf(':');
        var isProtocol = scheme is null && path?.ToUpperInvariant() is "/TCP" or "/UDP" or "/SCTP";
        return (scheme, colon < 0 ? authority : authority.Substring(0, colon), colon < 0 ? null : authority.Substring(colon + 1), isProtocol ? null : path);
    }

    private static Route? OfIngress(DeploymentUnit unit, (string? Scheme, string Host, string? Port, string? Path) url)
    {
        foreach (var ingress in unit.OfType<Ingress>())
        {
            foreach (var rule in ingress.Node is { } node ? MappingReader.Of(node).Nested("spec")?.List("rules", r => r)?.Items ?? [] : [])
            {
                if (rule.String("host")?.Value is { } served && Serves(served, url.Host))
                {
                    var paths = rule.Nested("http")?.List("paths", p => (p.String("path")?.Value ?? "/", p.Span))?.Items ?? [];
                    var own = ingress.ServiceReferences.Where(s => IsIn(s.Span, rule.Span));
                    return new Route(Backends(ingress, At(own, paths, url.Path)), IsTls(url, HasTls(ingress)), null);
                }
            }
        }

        return null;
    }

    private static Route? OfGateway(DeploymentUnit unit, (string? Scheme, string Host, string? Port, string? Path) url)
    {
        foreach (var route in unit.OfType<GatewayRoute>())
        {
            var gateway = Parents(unit, route).FirstOrDefault();
            var names = route.Hostnames?.Items.Select(h => h.Value) ?? gateway?.Listeners?.Items.Select(l => l.Hostname?.Value).OfType<string>() ?? [];
            if (gateway is null || !names.Any(n => Serves(n, url.Host)))
            {
                continue;
            }

            var rules = route.Node is { } node ? MappingReader.Of(node).Nested("spec")?.List("rules", r => r)?.Items ?? [] : [];
            var paths = rules.SelectMany(r => (r.List("matches", m => m.Nested("path")?.String("value")?.Value ?? "/")?.Items ?? ["/"]).Select(p => (p, r.Span))).ToArray();
            return new Route(Backends(route, At(Sent(route), paths, url.Path)), IsTls(url, IsEncrypted(gateway)), gateway.Name);
        }

        return null;
    }

    private static Route? OfOpenShift(DeploymentUnit unit, (string? Scheme, string Host, string? Port, string? Path) url)
    {
        var route = unit.Objects.FirstOrDefault(o => o is { Kind.Value: "Route", Group: "route.openshift.io", Node: { } node } && MappingReader.Of(node).Nested("spec")?.String("host")?.Value is { } host && Serves(host, url.Host));
        return route is null ? null : new Route(Backends(route, route.ServiceReferences), IsTls(url, MappingReader.Of(route.Node!).Nested("spec")?.Nested("tls") is not null), null);
    }

    private static bool IsTls((string? Scheme, string Host, string? Port, string? Path) url, bool isServed) =>
        url.Scheme is { } scheme ? scheme == "https" : url.Port is { } port ? port == "443" : isServed;

    // Of the paths the longest that begins the one that is asked for; all where none is.
    private static IEnumerable<ServiceReference> At(IEnumerable<ServiceReference> references, IReadOnlyList<(string Path, SourceSpan Span)> places, string? asked)
    {
        if (asked is null)
        {
            return references;
        }

        var path = asked.Split('?', '#')[0];
        var fitting = places.Where(p => path == p.Path || path.StartsWith(p.Path.TrimEnd('/') + "/", StringComparison.Ordinal)).ToArray();
        var longest = fitting.Length == 0 ? 0 : fitting.Max(p => p.Path.Length);
        return references.Where(r => fitting.Any(p => p.Path.Length == longest && IsIn(r.Span, p.Span)));
    }

    private static bool IsIn(SourceSpan inner, SourceSpan outer) => inner.Source == outer.Source && outer.Range.Start <= inner.Start && inner.End <= outer.Range.End;

    private static IEnumerable<Gateway> Parents(DeploymentUnit unit, GatewayRoute route) =>
        (route.ParentRefs?.Items ?? []).SelectMany(p => unit.OfType<Gateway>().Where(g => g.Name == p.Name?.Value && (g.Namespace ?? "default") == (p.Namespace?.Value ?? route.Namespace ?? "default")));

    private static IEnumerable<ServiceReference> Sent(GatewayRoute route) => route.ServiceReferences.Where(s => s.Place == "route backend");

    private static bool IsEncrypted(Gateway gateway) => gateway.Listeners?.Items.Any(l => l.Protocol?.Value is "HTTPS" or "TLS") == true;

    private static bool Serves(string served, string host) =>
        string.Equals(served, host, StringComparison.OrdinalIgnoreCase)
        || (served.StartsWith("*.", StringComparison.Ordinal) && host.IndexOf('.') is var dot && dot > 0 && string.Equals(served.Substring(1), host.Substring(dot), StringComparison.OrdinalIgnoreCase));

    private static IReadOnlyList<(string Namespace, string Name, string? Port)> Backends(KubernetesObject route, IEnumerable<ServiceReference> references) =>
        [.. references.Select(r => (r.NamespaceFor(route) ?? "default", r.Name.Value, r.Port?.Value.ToString())).Distinct()];

    private static bool HasTls(Ingress ingress) => ingress.Node?["spec"] is Yaml.YamlMapping spec && spec["tls"] is Yaml.YamlSequence { Items.Count: > 0 };

    private static string Listed(IEnumerable<KubernetesObject> items) =>
        string.Join(", ", items.Select(i => $"{i.Namespace ?? "default"}/{i.Name}").OrderBy(n => n, StringComparer.Ordinal).Take(10)) is { Length: > 0 } list ? "are " + list : "is none";
}
