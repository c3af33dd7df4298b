using System.Globalization;

namespace SvcLint.Cluster;

/// <summary>The range of node ports that the input gives its API servers: kubeadm, kind, k3s, RKE, kops, a static pod, a command line all call it alike.</summary>
internal static class NodePortRange
{
    private static readonly string[] Names = ["service-node-port-range", "serviceNodePortRange", "service_node_port_range"];

    private const int Widest = 256;

    /// <summary>Both ends included; the widest where clusters differ, null where nothing is said.</summary>
    public static (int First, int Last)? Of(Repository repository)
    {
        (int First, int Last)? widest = null;
        foreach (var file in repository.Files)
        {
            foreach (var range in Mentions(file.Source.Content))
            {
                widest = widest is { } other ? (Math.Min(other.First, range.First), Math.Max(other.Last, range.Last)) : range;
            }
        }

        return widest;
    }

    private static IEnumerable<(int First, int Last)> Mentions(string text)
    {
        foreach (var name in Names)
        {
            for (var at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + name.Length, StringComparison.Ordinal))
            {
                if ((IsFlag(text, at) || !IsComment(text, at)) && RangeAt(text, at + name.Length) is { } range)
                {
                    yield return range;
                }
            }
        }
    }

    // In a comment a setting is switched off; a flag is what a note says of the cluster.
    private static bool IsFlag(string text, int at) => at > 1 && text[at - 1] == '-' && text[at - 2] == '-';

    // No setting stands further right; a line may be the whole file.
    private static bool IsComment(string text, int at)
    {
        var line = Math.Max(at == 0 ? 0 : text.LastIndexOf('\n', at - 1, Math.Min(at, Widest)) + 1, at - Widest);
        while (line < at && text[line] == ' ')
        {
            line++;
        }

        return text[line] == '#';
    }

    // Behind ": ", "=", a quote, or as the value of the next line: "- name: service-node-port-range", "value: 80-32767".
    private static (int First, int Last)? RangeAt(string text, int at)
    {
        var end = Math.Min(text.Length, at + 80);
        while (at < end && text[at] is not (>= '0' and <= '9'))
        {
            at++;
        }

        return Number(text, ref at) is { } first && at < text.Length && text[at] == '-' && ++at < text.Length && Number(text, ref at) is { } last && first <= last ? (first, last) : null;
    }

    private static int? Number(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && text[at] is >= '0' and <= '9' && at - start < 6)
        {
            at++;
        }

        return int.TryParse(text.Substring(start, at - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 65535 ? number : null;
    }
}
