using SvcLint.Text;

namespace SvcLint.Model;

/// <summary>A host that would be a Service's DNS name, were it not for a slip behind the namespace: <c>web.shop.scv.cluster.local</c>.</summary>
/// <param name="Start">Where the wrong part begins in the host; it ends with the host.</param>
/// <param name="Written">The wrong part.</param>
/// <param name="Right">What it should be.</param>
/// <param name="Meant">The whole host with it.</param>
public sealed record DomainSlip(int Start, string Written, string Right, string Meant)
{
    private const string Svc = "svc";

    /// <summary>Null when the host is no such name, or when nothing is wrong with it.</summary>
    public static DomainSlip? Of(string host, string clusterDomain)
    {
        var text = host.TrimEnd('.');
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

    private static string? Repair(string tail, string domain)
    {
        var right = $"{Svc}.{domain}";
        return tail is "scv" or "vsc" or "svcs" ? Svc
            : IsIncomplete(tail, domain) || (tail.IndexOf('.') > 0 && NearMiss.IsSlip(tail, right)) ? right
            : null;
    }

    // "svc" forgotten, or the domain cut off. Other clusters have other domains, but none that is one letter off.
    private static bool IsIncomplete(string tail, string domain) =>
        tail == domain || (tail.StartsWith(Svc + ".", StringComparison.Ordinal) && domain.IndexOf('.') > 0 && domain.Split('.').Contains(tail.Substring(Svc.Length + 1)));
}
