using SvcLint.Text;

namespace SvcLint.Model;

/// <summary>
/// A host that would be a Service's DNS name, were it not for a slip behind the namespace (<c>web.shop.scv.cluster.local</c>), for a namespace that is
/// missing (<c>web.svc.cluster.local</c>) or for one behind <c>svc</c> (<c>web.svc.shop</c>).
/// </summary>
/// <param name="Start">Where the wrong part begins in the host; it ends with the host.</param>
/// <param name="Written">The wrong part.</param>
/// <param name="Right">What it should be; empty where the name alone is enough.</param>
/// <param name="Meant">The whole host with it.</param>
public sealed record DomainSlip(int Start, string Written, string Right, string Meant)
{
    private const string Svc = "svc";

    /// <summary>Null when the host is no such name, or when nothing is wrong with it.</summary>
    /// <param name="host">The host as written.</param>
    /// <param name="clusterDomain">The cluster's domain.</param>
    /// <param name="ownNamespace">The client's namespace, where it is known.</param>
    public static DomainSlip? Of(string host, string clusterDomain, string? ownNamespace)
    {
        var text = host.TrimEnd('.');
        var first = text.IndexOf('.');
        if (first > 0 && IsSvc(text, first + 1))
        {
            return BehindSvc(text, first + 1, clusterDomain, ownNamespace);
        }

        if (text.EndsWith("." + Svc, StringComparison.Ordinal) || text.EndsWith($".{Svc}.{clusterDomain}", StringComparison.Ordinal))
        {
            return null;
        }

        for (int dots = 0, at = text.IndexOf('.'); at >= 0 && dots < 3; at = text.IndexOf('.', at + 1), dots++)
        {
            // service.namespace.TAIL, or pod.service.namespace.TAIL
            var tail = text.Substring(at + 1);
            if (dots > 0 && Repair(tail, clusterDomain) is { } right)
            {
                return new DomainSlip(at + 1, tail, right, text.Substring(0, at + 1) + right);
            }
        }

        return null;
    }

    private static bool IsSvc(string text, int at) =>
        string.CompareOrdinal(text, at, Svc, 0, Svc.Length) == 0 && (at + Svc.Length == text.Length || text[at + Svc.Length] == '.');

    private static DomainSlip? BehindSvc(string text, int at, string domain, string? own)
    {
        var name = text.Substring(0, at - 1);
        var rest = text.Substring(Math.Min(at + Svc.Length + 1, text.Length));
        var end = rest == domain || rest.EndsWith("." + domain, StringComparison.Ordinal) ? "." + domain : "";
        var @namespace = rest.Length == 0 || rest == domain ? own : rest.Substring(0, rest.Length - end.Length);
        if (@namespace is not null && (@namespace.Length == 0 || @namespace.IndexOf('.') >= 0))
        {
            return null;
        }

        var right = @namespace is null ? "" : $"{@namespace}.{Svc}{end}";
        return new DomainSlip(at, text.Substring(at), right, right.Length == 0 ? name : $"{name}.{right}");
    }

    private static string? Repair(string tail, string domain)
    {
        var right = $"{Svc}.{domain}";
        return IsWord(tail) ? Svc
            : IsIncomplete(tail, domain) || (tail.IndexOf('.') > 0 && NearMiss.IsSlip(tail, right)) || (tail.EndsWith("." + domain, StringComparison.Ordinal) && IsWord(tail.Substring(0, tail.Length - domain.Length - 1))) ? right
            : null;

        // "svr" and "srv" are two letters away, and common.
        static bool IsWord(string label) => label is "scv" or "vsc" or "svcs" or "srv" or "svr" or "cvs";
    }

    // "svc" forgotten, or the domain cut off. Other clusters have other domains, but none that is one letter off.
    private static bool IsIncomplete(string tail, string domain) =>
        tail == domain || (tail.StartsWith(Svc + ".", StringComparison.Ordinal) && domain.IndexOf('.') > 0 && domain.Split('.').Contains(tail.Substring(Svc.Length + 1)));
}
