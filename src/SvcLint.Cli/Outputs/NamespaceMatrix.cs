using System.Globalization;
using System.Text;
using SvcLint.Reachability;

namespace SvcLint.Cli.Outputs;

/// <summary>Who reaches whom between namespaces, where workloads are too many to be told apart: each cell shows how many of its pairs connect.</summary>
internal sealed class NamespaceMatrix
{
    private const int MostNames = 60;
    private const int CellWidth = 64;
    private const int CellHeight = 28;
    private const int Longest = 30;
    private const int Letter = 7;

    private readonly string[] _names;
    private readonly int _left;
    private readonly int _top;
    private readonly int[,] _pairs;
    private readonly int[,] _sure;
    private readonly int[,] _unknown;

    public NamespaceMatrix(ReachView view, IReadOnlyList<ReachEnd> pods)
    {
        // Those with the most workloads have a line each; all others share one.
        var byName = pods.GroupBy(p => p.Namespace!, StringComparer.Ordinal).ToArray();
        var own = byName.OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).Take(byName.Length > MostNames ? MostNames - 1 : MostNames).Select(g => g.Key).Order(StringComparer.Ordinal).ToArray();
        _names = own.Length == byName.Length ? own : [.. own, $"{byName.Length - own.Length} others"];
        _left = 24 + (Letter * Math.Min(Longest, _names.Max(n => n.Length)));
        _top = _left;
        _pairs = new int[_names.Length, _names.Length];
        _sure = new int[_names.Length, _names.Length];
        _unknown = new int[_names.Length, _names.Length];
        var numbers = own.Select((n, i) => (n, i)).ToDictionary(n => n.n, n => n.i, StringComparer.Ordinal);
        var groups = view.Connectivity.Alike(pods, p => (Number(p), view.From?.Holds(p) != false, view.To?.Holds(p) != false));
        foreach (var sources in groups.Where(g => view.From?.Holds(g[0]) != false))
        {
            foreach (var destinations in groups.Where(g => view.To?.Holds(g[0]) != false))
            {
                // No workload is a pair with itself.
                var isSame = ReferenceEquals(sources, destinations);
                var count = isSame ? sources.Count * (sources.Count - 1) : sources.Count * destinations.Count;
                if (count > 0)
                {
                    Count(Number(sources[0]), Number(destinations[0]), view.Connectivity.Between(sources[0], isSame ? destinations[1] : destinations[0]), count);
                }
            }
        }

        int Number(ReachEnd pod) => numbers.GetValueOrDefault(pod.Namespace!, own.Length);
    }

    public (string Svg, int Width, int Height) Draw()
    {
        var svg = new StringBuilder();
        for (var row = 0; row < _names.Length; row++)
        {
            var name = Escaped.Html(ServiceMap.Cut(_names[row], Longest));
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{_left - 8}\" y=\"{_top + (row * CellHeight) + 18}\" text-anchor=\"end\">{name}</text>");
            svg.Append(CultureInfo.InvariantCulture, $"<text transform=\"translate({_left + (row * CellWidth) + (CellWidth / 2)} {_top - 8}) rotate(-60)\">{name}</text>");
            for (var column = 0; column < _names.Length; column++)
            {
                Cell(svg, row, column);
            }
        }

        return (svg.ToString(), _left + (_names.Length * CellWidth) + (_left / 2), _top + (_names.Length * CellHeight) + 10);
    }

    private void Count(int source, int destination, ReachAnswer answer, int pairs)
    {
        _pairs[source, destination] += pairs;
        _sure[source, destination] += answer.Sure.IsEmpty ? 0 : pairs;
        _unknown[source, destination] += answer.Sure.IsEmpty && !answer.Unknown.IsEmpty ? pairs : 0;
    }

    private void Cell(StringBuilder svg, int row, int column)
    {
        var (pairs, sure, unknown) = (_pairs[row, column], _sure[row, column], _unknown[row, column]);
        var (x, y) = (_left + (column * CellWidth), _top + (row * CellHeight));
        var words = string.Create(CultureInfo.InvariantCulture, $"{_names[row]} to {_names[column]}: {sure} of {pairs} pairs connect{(unknown == 0 ? "" : $", {unknown} are not decided by files")}");
        svg.Append(CultureInfo.InvariantCulture, $"<g><title>{Escaped.Html(words)}</title><rect class=\"box\" x=\"{x}\" y=\"{y}\" width=\"{CellWidth}\" height=\"{CellHeight}\"/>");
        if (sure > 0)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"share\" x=\"{x}\" y=\"{y}\" width=\"{CellWidth}\" height=\"{CellHeight}\" fill-opacity=\"{0.08 + (0.32 * sure / pairs):0.00}\"/>");
        }

        // Few are not none, and most are not all.
        var text = pairs == 0 ? "" : sure == 0 ? unknown > 0 ? "?" : "0" : sure == pairs ? "all" : string.Create(CultureInfo.InvariantCulture, $"{Math.Clamp(100L * sure / pairs, 1, 99)} %");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x + (CellWidth / 2)}\" y=\"{y + 18}\" text-anchor=\"middle\">{text}</text></g>");
    }
}
